package io.hypha.web;

import io.hypha.chain.NetUid;
import io.hypha.chain.Subtensor;
import io.hypha.index.EpochHistory;
import java.time.InstantSource;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How the node got here, whom it asks, what it saw, and what the database holds. */
@Controller
class NodeController {

    private final Subtensor subtensor;
    private final EpochHistory history;
    private final InstantSource clock;

    NodeController(Subtensor subtensor, EpochHistory history, InstantSource clock) {
        this.subtensor = subtensor;
        this.history = history;
        this.clock = clock;
    }

    @GetMapping("/node")
    String node(Model model) {
        model.addAttribute(
                "page",
                NodePage.of(subtensor.status(), history.coverage(NetUid.ROOT), clock.instant()));
        return "node";
    }
}
