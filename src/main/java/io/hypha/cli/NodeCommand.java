package io.hypha.cli;

import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.Peer;
import io.hypha.node.NodeStatus.PeerState;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NodeOptions;
import io.hypha.node.sync.RecordException;
import io.hypha.node.sync.RunningNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "node",
        description = "Runs only the light node and says which blocks it verified as final.")
final class NodeCommand implements Callable<Integer> {

    private static final long LOOK_EVERY_MILLIS = 200;

    private final Console console;

    @Mixin private NodeArguments node = new NodeArguments();

    @Option(
            names = "--until-finalized",
            paramLabel = "N",
            description = "end when a block of number N or above is final")
    @Nullable
    private Long until;

    @Option(
            names = "--timeout",
            defaultValue = "60s",
            converter = DurationText.class,
            description = "give up then, with --until-finalized (default: ${DEFAULT-VALUE})")
    private Duration timeout = Duration.ZERO;

    @Option(names = "--json", description = "as without it: what this command prints is JSON")
    @SuppressWarnings("UnusedVariable") // taken, and changes nothing
    private boolean json;

    NodeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        long began = console.nanoTime().getAsLong();
        if (until != null && until < 0) {
            throw BadInput.at("--until-finalized", "a block number", until.toString());
        }
        NodeOptions options = node.options(console);
        BlockingQueue<FinalizedHead> heads = new LinkedBlockingQueue<>();
        try (RunningNode running = LightNodes.start(options);
                LightNode.Subscription _ = running.onFinalized(heads::add)) {
            return follow(running, heads, began);
        } catch (RecordException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
    }

    private int follow(RunningNode running, BlockingQueue<FinalizedHead> heads, long began)
            throws InterruptedException {
        running.finalizedHead().ifPresent(heads::add);
        NodeProgress progress = new NodeProgress(console.err(), console.errIsTerminal());
        long last = -1;
        while (true) {
            Optional<FinalizedHead> head =
                    Optional.ofNullable(heads.poll(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS));
            NodeStatus status = running.status();
            progress.tell(status);
            if (head.isPresent() && head.get().number() > last) {
                last = head.get().number();
                boolean asked = until == null || last >= until;
                if (asked && !trusted(head.get(), status)) {
                    progress.pause();
                    print(json(head.get(), status, began));
                    if (until != null) {
                        return Answer.YES;
                    }
                }
            }
            Optional<Answer> end = end(status, began);
            if (end.isPresent()) {
                progress.pause();
                print(end.get().json());
                return end.get().exitCode();
            }
        }
    }

    /** The checkpoint is believed from the start: that it is final was not verified here. */
    private static boolean trusted(FinalizedHead head, NodeStatus status) {
        return status.checkpoint().block().filter(head.block()::equals).isPresent();
    }

    private void print(ObjectNode json) {
        console.out().println(Json.line(json));
        console.out().flush();
    }

    /** Why there is nothing to wait for any more. */
    private Optional<Answer> end(NodeStatus status, long began) {
        if (status.state() == NodeStatus.State.NO_CHECKPOINT) {
            return Optional.of(Answer.no("no-checkpoint", status.explanation()));
        }
        if (status.state() == NodeStatus.State.STOPPED) {
            return Optional.of(Answer.no("needs-checkpoint", status.explanation()));
        }
        if (everySourceLied(status)) {
            String lie =
                    status.disagreements().isEmpty()
                            ? status.explanation()
                            : status.disagreements().getLast().endpoint()
                                    + ": "
                                    + status.disagreements().getLast().text();
            return Optional.of(Answer.no("lied-to", "every source was dropped; the last: " + lie));
        }
        if (until != null && console.nanoTime().getAsLong() - began > timeout.toNanos()) {
            return Optional.of(
                    Answer.no(
                            "timeout",
                            "no block #"
                                    + until
                                    + " or above was verified as final within "
                                    + timeout.toSeconds()
                                    + " s: "
                                    + status.explanation()));
        }
        return Optional.empty();
    }

    /** Nobody is left: who is merely silent, late or not reached yet may still be honest. */
    static boolean everySourceLied(NodeStatus status) {
        Set<String> banned =
                status.peers().stream()
                        .filter(each -> each.state() == PeerState.BANNED)
                        .map(Peer::id)
                        .collect(Collectors.toSet());
        return status.endpoints().size() + status.peers().size() > 0
                && status.endpoints().stream()
                        .allMatch(each -> each.state() == EndpointState.BANNED)
                && status.peers().stream()
                        .allMatch(
                                each -> // a peer may have several addresses
                                each.state() == PeerState.BANNED
                                                || (!each.id().isEmpty()
                                                        && banned.contains(each.id())));
    }

    private ObjectNode json(FinalizedHead head, NodeStatus status, long began) {
        ObjectNode json =
                Json.object()
                        .put("number", head.number())
                        .put("hash", head.hash().toHex())
                        .put("stateRoot", head.stateRoot().toHex());
        json.set("setId", Json.u64(head.setId()));
        // Empty for a block that an earlier start has proven: nobody gave it now.
        status.finalitySource()
                .ifPresentOrElse(
                        source ->
                                json.put(
                                                "source",
                                                switch (source.wire()) {
                                                    case P2P -> "p2p";
                                                    case RPC -> "rpc";
                                                })
                                        .put("peer", source.peer()),
                        () -> json.putNull("source").putNull("peer"));
        return json.put("elapsedMs", (console.nanoTime().getAsLong() - began) / 1_000_000)
                .put("bytesReceived", status.bytesReceived());
    }
}
