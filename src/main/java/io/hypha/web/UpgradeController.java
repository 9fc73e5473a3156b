package io.hypha.web;

import io.hypha.chain.Subtensor;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Tells an open review whether the runtime it was built for is still in office. */
@Controller
class UpgradeController {

    /** What the notice says; an empty one while nothing changed. */
    public record Notice(boolean changed, String text, String rebuild) {}

    /** Tells htmx to ask no more: a repeated alert would be read aloud again and again. */
    private static final int STOP_POLLING = 286;

    private final Subtensor subtensor;

    UpgradeController(Subtensor subtensor) {
        this.subtensor = subtensor;
    }

    @GetMapping("/upgrade")
    String notice(
            @RequestParam(name = "built") String built,
            @RequestParam(name = "back", defaultValue = "/") String back,
            Model model,
            HttpServletResponse response) {
        RuntimeMark now = RuntimeMark.of(subtensor.status());
        if (now.differs(built)) {
            response.setStatus(STOP_POLLING);
        }
        model.addAttribute(
                "page",
                new Notice(
                        now.differs(built),
                        "This page was built for spec "
                                + ForeignText.of(built, 20)
                                + "; the chain now runs "
                                + now.spec()
                                + ". Nothing can be signed from here.",
                        HomeController.isLocal(back) ? back : "/stake"));
        return "stake/upgrade :: notice";
    }
}
