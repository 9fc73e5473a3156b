package io.hypha.node.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** It looks at all threads of the process: no other test may start some meanwhile. */
@Isolated
class LeftThreadsIT {

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void a_closed_light_node_leaves_no_thread_behind(@TempDir Path dir)
            throws InterruptedException {
        DevnetOptions options =
                DevnetOptions.defaults(dir).withRpcPort(0).withP2pPort(0).withDataDir(dir);
        try (Devnet devnet = Devnet.manual(options, 2, CLOCK)) {
            NetworkRecord record =
                    ChainSpec.read(
                            Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)),
                            "the devnet's spec");
            // An application that another test keeps for the next one has clients of its own, which
            // start a thread whenever they need one more.
            Set<String> before = httpClients().keySet();
            try (RunningNode node =
                    LightNodes.start(
                            NodeOptions.of(record, List.of(devnet.rpcWebSocket()))
                                    .withClock(CLOCK))) {
                BlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
                try (var _ = node.onFinalized(heads::add)) {
                    node.finalizedHead().ifPresent(heads::add);
                    FinalizedHead head;
                    do {
                        head = heads.poll(60, TimeUnit.SECONDS);
                        assertFalse(head == null, () -> "no head: " + node.status());
                    } while (head.number() < devnet.head().number());
                    assertEquals(devnet.head(), head.block());
                }
            }
            Map<String, List<Thread>> left = httpClients();
            left.keySet().removeAll(before);
            for (Thread each : left.values().stream().flatMap(List::stream).toList()) {
                each.join(60_000);
                assertFalse(each.isAlive(), each.getName());
            }
        }
    }

    /** The threads of each of the JDK's clients, by its number, which is in their names. */
    private static Map<String, List<Thread>> httpClients() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().startsWith("HttpClient-"))
                .collect(Collectors.groupingBy(each -> each.getName().split("-", 3)[1]));
    }
}
