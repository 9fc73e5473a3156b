package io.hypha.web;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.FreshnessKind;
import io.hypha.chain.Level;
import io.hypha.index.Coverage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The node as texts.
 *
 * @param moving whether the synchronisation is on its way, so that the page is worth another look
 * @param peers how many are connected, in words
 * @param sources endpoints and bytes beside it
 */
public record NodePage(
        String state,
        String explanation,
        boolean moving,
        Figure finalized,
        String finalizedHash,
        String finalizedShort,
        Figure finalityAge,
        Fresh fresh,
        Figure readable,
        Figure sealed,
        String peers,
        String peersKnown,
        String sources,
        Figure setId,
        Figure voters,
        String votersText,
        Figure runtime,
        String runtimeWhy,
        RuntimeCard code,
        Checkpoint checkpoint,
        List<SyncStep> steps,
        List<PeerRow> peerRows,
        List<EndpointRow> endpointRows,
        List<Disagreement> disagreements,
        List<Fact> database,
        Ground ground) {

    /**
     * What the sources say of the newest final block.
     *
     * @param kind {@code ok}, {@code wait} or {@code bad}
     */
    public record Fresh(String word, String kind, String text) {}

    /** Taken on trust; no figure, since nothing here vouches for it. */
    public record Checkpoint(
            String block, String hash, String after, String origin, String genesis) {}

    public record Disagreement(String at, String endpoint, String about, String text) {}

    /** A name with a figure. */
    public record Fact(String name, Figure figure) {}

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    static NodePage of(ChainStatus status, Optional<Coverage> coverage, Instant now) {
        Figure finalized = block(status.finalized(), "none yet");
        Figure age = age(status, now);
        Figure readable = block(status.readable(), "none");
        Figure setId = ofVoters(status, set -> Long.toUnsignedString(set.setId()));
        Figure voters = ofVoters(status, set -> Numbers.grouped(set.count()));
        Figure runtime = runtime(status);
        List<Fact> database = database(coverage, status);
        return new NodePage(
                title(status.state()),
                sentence(status.explanation()),
                moving(status.state()),
                finalized,
                status.finalized().map(block -> block.hash().toHex()).orElse(""),
                status.finalized().map(block -> Numbers.shortHash(block.hash())).orElse(""),
                age,
                new Fresh(
                        fresh(status.freshness().kind()),
                        freshKind(status.freshness().kind()),
                        sentence(status.freshness().text())),
                readable,
                sealed(status),
                status.connectedPeers() == 0 ? "none" : Numbers.grouped(status.connectedPeers()),
                status.peers().isEmpty() ? "" : "of " + Numbers.grouped(status.peers().size()),
                endpoints(status) + Numbers.bytes(status.bytesReceived()) + " received",
                setId,
                voters,
                status.voters()
                        .map(set ->
                                "weight %s, %s needed"
                                        .formatted(
                                                Numbers.grouped(set.totalWeight()),
                                                Numbers.grouped(set.threshold())))
                        .orElse("weight not known yet"),
                runtime,
                status.runtime()
                        .map(ChainStatus.RuntimeTrust::why)
                        .orElse(
                                "No metadata is confirmed: no figure is shown and nothing is signed."),
                RuntimeCard.of(status),
                checkpoint(status),
                SyncStep.of(status),
                PeerRow.of(status),
                EndpointRow.of(status),
                status.disagreements().stream().map(NodePage::disagreement).toList(),
                database,
                Ground.of(
                        Stream.concat(
                                        Stream.of(finalized, age, readable, setId, voters, runtime),
                                        database.stream().map(Fact::figure))
                                .toList()));
    }

    private static String title(ChainStatus.State state) {
        return switch (state) {
            case NO_CHECKPOINT -> "No checkpoint";
            case CONNECTING -> "Connecting";
            case WARP_SYNCING -> "Warp syncing";
            case CHAIN_INFORMATION -> "Proving chain information";
            case FOLLOWING -> "Following finality";
            case NO_PEER -> "No peer answers";
            case STOPPED -> "Stopped";
        };
    }

    /** With a capital at its beginning and a full stop at its end. */
    private static String sentence(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first)
                + (text.endsWith(".") ? "" : ".");
    }

    private static boolean moving(ChainStatus.State state) {
        return switch (state) {
            case CONNECTING, WARP_SYNCING, CHAIN_INFORMATION -> true;
            case NO_CHECKPOINT, FOLLOWING, NO_PEER, STOPPED -> false;
        };
    }

    /** The word is said of nothing that only one source vouches for. */
    static String fresh(FreshnessKind kind) {
        return switch (kind) {
            case UNKNOWN -> "freshness not known";
            case FRESH -> "fresh";
            case SINGLE_SOURCE -> "not confirmed by two sources";
            case DISAGREE -> "sources disagree";
            case STALE -> "stale";
        };
    }

    private static String freshKind(FreshnessKind kind) {
        return switch (kind) {
            case FRESH -> "ok";
            case UNKNOWN, SINGLE_SOURCE -> "wait";
            case DISAGREE, STALE -> "bad";
        };
    }

    private static String endpoints(ChainStatus status) {
        return status.endpoints().isEmpty()
                ? ""
                : "RPC: "
                        + status.answeringEndpoints()
                        + " of "
                        + status.endpoints().size()
                        + " · ";
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static Figure block(Optional<BlockRef> block, String none) {
        return block.map(known ->
                        Figure.at(Numbers.block(known.number()), Level.PROVEN, known.number()))
                .orElseGet(() -> Figure.missing(none));
    }

    /** The header's slot against our clock. */
    private static Figure age(ChainStatus status, Instant now) {
        Optional<Duration> age = status.finalityAge(now);
        return status.finalized()
                .flatMap(block ->
                        age.map(span ->
                                Figure.at(Numbers.span(span), Level.DERIVED, block.number())))
                .orElseGet(() -> Figure.missing("not known yet"));
    }

    private static Figure sealed(ChainStatus status) {
        return status.sealed()
                .map(block -> Figure.unverified(Numbers.block(block.number()), block.number()))
                .orElseGet(() -> Figure.missing("none"));
    }

    /** What the headers up to the newest final block say of the voters. */
    private static Figure ofVoters(ChainStatus status, Function<ChainStatus.Voters, String> text) {
        return status.finalized()
                .flatMap(block ->
                        status.voters()
                                .map(text)
                                .map(each -> Figure.at(each, Level.PROVEN, block.number())))
                .orElseGet(() -> Figure.missing("not known yet"));
    }

    private static Figure runtime(ChainStatus status) {
        return status.runtime()
                .flatMap(runtime ->
                        status.readable()
                                .or(status::finalized)
                                .map(block ->
                                        Figure.at(
                                                runtime.specName() + " " + runtime.specVersion(),
                                                Level.PROVEN,
                                                block.number())))
                .orElseGet(() -> Figure.missing("not read yet"));
    }

    private static Checkpoint checkpoint(ChainStatus status) {
        ChainStatus.Checkpoint known = status.checkpoint();
        return new Checkpoint(
                known.block().map(block -> Numbers.block(block.number())).orElse("none"),
                known.block().map(block -> block.hash().toHex()).orElse(""),
                known.after()
                        .map(set ->
                                "set "
                                        + Long.toUnsignedString(set.setId())
                                        + ", "
                                        + SyncStep.counted(set.count(), "voter"))
                        .orElse("not known yet"),
                known.origin(),
                status.network().genesisHash().toHex());
    }

    private static Disagreement disagreement(ChainStatus.Disagreement seen) {
        return new Disagreement(
                Numbers.utc(seen.at().toEpochMilli()),
                ForeignText.of(seen.endpoint(), ForeignText.SENTENCE),
                ForeignText.of(seen.about(), ForeignText.SENTENCE),
                ForeignText.of(seen.text(), ForeignText.SENTENCE));
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static List<Fact> database(Optional<Coverage> coverage, ChainStatus status) {
        return coverage.map(known -> database(known, status))
                .orElse(List.of(new Fact("Recorded", Figure.missing("no epoch yet"))));
    }

    private static List<Fact> database(Coverage known, ChainStatus status) {
        long block = known.newestBlock();
        return List.of(
                new Fact(
                        "Recorded",
                        recorded(
                                Numbers.block(known.oldestBlock()) + " to " + Numbers.block(block),
                                known.oldestBlock())),
                new Fact("Epochs", recorded(Numbers.grouped(known.epochs()), block)),
                new Fact("Span", recorded(Numbers.span(known.span()), block)),
                new Fact("Further back", recorded(further(known), block)),
                new Fact(
                        "Behind",
                        status.finalized()
                                .map(head -> Math.max(0, head.number() - block))
                                .map(behind ->
                                        recorded(
                                                SyncStep.counted(behind, "block")
                                                        + " since the newest epoch",
                                                block))
                                .orElseGet(() -> Figure.missing("not known"))));
    }

    private static Figure recorded(String text, long block) {
        return Figure.at(text, Level.RECORDED, block);
    }

    private static String further(Coverage known) {
        if (known.complete()) {
            return "nothing: the chain begins there";
        }
        return known.gap().isEmpty() ? "being read, newest first" : known.gap();
    }
}
