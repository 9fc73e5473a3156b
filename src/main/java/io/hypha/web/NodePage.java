package io.hypha.web;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.EndpointState;
import io.hypha.index.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The node as texts. */
public record NodePage(
        String state,
        String explanation,
        String finalized,
        String finalizedHash,
        String finalityAge,
        String readable,
        String sealed,
        String peersOk,
        String peersAll,
        String voters,
        String votersText,
        String runtime,
        String runtimeWhy,
        String received,
        String checkpointBlock,
        String checkpointHash,
        String checkpointSet,
        String checkpointOrigin,
        String genesis,
        List<Step> steps,
        List<Endpoint> endpoints,
        List<Disagreement> disagreements,
        List<Fact> database,
        Ground ground) {

    public record Step(String kind, String title, String text) {}

    public record Endpoint(
            String address,
            String software,
            String state,
            String head,
            String latency,
            String received,
            String serves) {}

    public record Disagreement(String at, String endpoint, String about, String text) {}

    public record Fact(String name, String text) {}

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    static NodePage of(ChainStatus status, Optional<Coverage> coverage, Instant now) {
        Optional<Duration> age = status.finalityAge(now);
        long ok = status.endpoints().stream().filter(e -> e.state() == EndpointState.OK).count();
        ChainStatus.Voters voters = status.voters();
        return new NodePage(
                title(status.state()),
                status.explanation(),
                status.finalized().map(BlockRef::number).map(Numbers::block).orElse("none yet"),
                status.finalized().map(block -> block.hash().toHex()).orElse(""),
                age.map(Numbers::span).orElse("not known yet"),
                status.readable().map(BlockRef::number).map(Numbers::block).orElse("none"),
                status.sealed().map(block -> Numbers.block(block.number())).orElse("none"),
                Long.toString(ok),
                Integer.toString(status.endpoints().size()),
                Numbers.grouped(voters.count()),
                "set %d, weight %s, %s needed"
                        .formatted(
                                voters.setId(),
                                Numbers.grouped(voters.totalWeight()),
                                Numbers.grouped(voters.threshold())),
                status.runtime()
                        .map(r -> r.specName() + " " + r.specVersion())
                        .orElse("not read yet"),
                status.runtime()
                        .map(ChainStatus.RuntimeTrust::why)
                        .orElse(
                                "No metadata is confirmed: no figure is shown and nothing is signed."),
                Numbers.bytes(status.bytesReceived()),
                status.checkpoint().block().map(b -> Numbers.block(b.number())).orElse("none"),
                status.checkpoint().block().map(b -> b.hash().toHex()).orElse(""),
                "set "
                        + status.checkpoint().setIdAfter()
                        + ", "
                        + status.checkpoint().voters()
                        + " voters",
                status.checkpoint().origin(),
                status.network().genesisHash().toHex(),
                steps(status),
                status.endpoints().stream().map(NodePage::endpoint).toList(),
                status.disagreements().stream()
                        .map(seen ->
                                new Disagreement(
                                        Numbers.utc(seen.at().toEpochMilli()),
                                        seen.endpoint(),
                                        seen.about(),
                                        seen.text()))
                        .toList(),
                database(coverage, status),
                new Ground(null, null));
    }

    private static String title(ChainStatus.State state) {
        return switch (state) {
            case NO_CHECKPOINT -> "No checkpoint";
            case CONNECTING -> "Connecting";
            case CATCHING_UP -> "Catching up";
            case FOLLOWING -> "Following finality";
            case NO_PEER -> "No peer answers";
            case STOPPED -> "Stopped";
        };
    }

    private static List<Step> steps(ChainStatus status) {
        boolean checkpoint = status.state() != ChainStatus.State.NO_CHECKPOINT;
        boolean connected =
                status.endpoints().stream().anyMatch(e -> e.state() == EndpointState.OK);
        boolean head = status.finalized().isPresent();
        boolean metadata = status.runtime().isPresent();
        boolean following = status.state() == ChainStatus.State.FOLLOWING;
        return List.of(
                step(checkpoint, true, "Checkpoint read", status.checkpoint().origin()),
                step(
                        connected,
                        checkpoint,
                        "Endpoints compared",
                        "same genesis hash as the network's record"),
                step(
                        head,
                        connected,
                        "Voters followed",
                        "set "
                                + status.checkpoint().setIdAfter()
                                + " at the checkpoint, set "
                                + status.voters().setId()
                                + " now"),
                step(
                        metadata,
                        head,
                        "Runtime version proven, metadata confirmed",
                        status.runtime().map(ChainStatus.RuntimeTrust::why).orElse("not yet")),
                step(
                        false,
                        following && metadata,
                        "Following finality",
                        status.finalized().map(b -> Numbers.block(b.number())).orElse("not yet")));
    }

    private static Step step(boolean done, boolean reached, String title, String text) {
        return new Step(done ? "done" : reached ? "now" : "todo", title, text);
    }

    private static Endpoint endpoint(ChainStatus.Endpoint endpoint) {
        String state =
                switch (endpoint.state()) {
                    case CONNECTING -> "connecting";
                    case OK ->
                            endpoint.faults() == 0
                                    ? "answers"
                                    : "answers, " + endpoint.faults() + " faults";
                    case SILENT -> "silent";
                    case BANNED -> "dropped: it sent what its own proof refutes";
                };
        return new Endpoint(
                endpoint.address(),
                endpoint.software().isEmpty() ? "not said" : endpoint.software(),
                state,
                endpoint.claimedHead().map(b -> Numbers.grouped(b.number())).orElse("not said"),
                endpoint.latency().map(d -> d.toMillis() + " ms").orElse("not measured"),
                Numbers.bytes(endpoint.bytesReceived()),
                (endpoint.servesReadProofs() ? "read proofs" : "no read proofs")
                        + (endpoint.servesJustifications() ? ", justifications as they come" : ""));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static List<Fact> database(Optional<Coverage> coverage, ChainStatus status) {
        return coverage.map(known ->
                        List.of(
                                new Fact(
                                        "Recorded",
                                        Numbers.block(known.oldestBlock())
                                                + " to "
                                                + Numbers.block(known.newestBlock())),
                                new Fact("Epochs", Numbers.grouped(known.epochs())),
                                new Fact("Span", Numbers.span(known.span())),
                                new Fact(
                                        "Further back",
                                        known.complete()
                                                ? "nothing: the chain begins there"
                                                : known.gap().isEmpty()
                                                        ? "being read, newest first"
                                                        : known.gap()),
                                new Fact(
                                        "Behind",
                                        status.finalized()
                                                .map(b ->
                                                        Numbers.grouped(
                                                                        Math.max(
                                                                                0,
                                                                                b.number()
                                                                                        - known
                                                                                                .newestBlock()))
                                                                + " blocks since the newest epoch")
                                                .orElse("not known"))))
                .orElse(List.of(new Fact("Recorded", "no epoch yet")));
    }
}
