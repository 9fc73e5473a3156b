package io.hypha.web;

import io.hypha.chain.ChainStatus;
import io.hypha.chain.ChainStatus.State;
import io.hypha.chain.ChainStatus.Warp;
import io.hypha.node.bytes.BlockId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One step on the way from the checkpoint to the newest final block.
 *
 * @param kind {@code done}, {@code now}, {@code todo} or {@code fail}
 * @param word the same for readers who see no colour
 * @param progress how far the step is, where that can be told
 */
public record SyncStep(
        String kind, String word, String title, String text, @Nullable Progress progress) {

    /**
     * A bar with its words.
     *
     * @param value 0 up to {@code most}
     */
    public record Progress(long value, long most, String text) {}

    static List<SyncStep> of(ChainStatus status) {
        return List.of(
                checkpoint(status),
                sources(status),
                warp(status),
                information(status),
                metadata(status),
                following(status));
    }

    private static SyncStep checkpoint(ChainStatus status) {
        boolean none = status.state() == State.NO_CHECKPOINT;
        return step(
                none ? "fail" : "done",
                "Checkpoint read",
                status.checkpoint()
                                .block()
                                .map(block -> Numbers.block(block.number()) + ", ")
                                .orElse("")
                        + status.checkpoint().origin());
    }

    private static SyncStep sources(ChainStatus status) {
        long peers = status.connectedPeers();
        long endpoints = status.answeringEndpoints();
        return step(
                peers + endpoints > 0
                        ? "done"
                        : status.state() == State.NO_CHECKPOINT ? "todo" : "now",
                "Sources met",
                peers + endpoints > 0
                        ? counted(peers, "peer")
                                + " and "
                                + counted(endpoints, "RPC endpoint")
                                + " on our chain, told by its genesis hash"
                        : "peers: none; no RPC endpoint answers");
    }

    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private static String set(Optional<ChainStatus.Voters> voters) {
        return voters.map(each -> "set " + Long.toUnsignedString(each.setId()))
                .orElse("a set not known yet");
    }

    private static SyncStep warp(ChainStatus status) {
        String sets =
                set(status.checkpoint().after())
                        + " at the checkpoint, "
                        + set(status.voters())
                        + " now";
        String kind =
                switch (status.state()) {
                    case STOPPED -> "fail";
                    case WARP_SYNCING -> "now";
                    case CHAIN_INFORMATION, FOLLOWING -> "done";
                    case NO_CHECKPOINT, CONNECTING, NO_PEER -> beyondCheckpoint(status);
                };
        return new SyncStep(
                kind,
                word(kind),
                "Warp sync",
                status.warp()
                        .map(warp -> sets + "; " + counted(warp.fragments(), "change") + " proven")
                        .orElse(kind.equals("todo") ? "not yet" : sets),
                status.warp().map(warp -> progress(status, warp)).orElse(null));
    }

    /** Nobody answers now; what was proven before stays proven. */
    private static String beyondCheckpoint(ChainStatus status) {
        long from = status.checkpoint().block().map(BlockId::number).orElse(Long.MAX_VALUE);
        return status.finalized().filter(block -> block.number() > from).isPresent()
                ? "done"
                : "todo";
    }

    private static Progress progress(ChainStatus status, Warp warp) {
        long from = status.checkpoint().block().map(BlockId::number).orElse(0L);
        long most = Math.max(1, warp.claimed() - from);
        long value = Math.clamp(warp.reached() - from, 0, most);
        return new Progress(
                value,
                most,
                Numbers.block(warp.reached())
                        + " of "
                        + Numbers.block(Math.max(warp.claimed(), warp.reached()))
                        + ", as the sources say");
    }

    private static SyncStep information(ChainStatus status) {
        return status.information()
                .map(known ->
                        step(
                                "done",
                                "Chain information proven",
                                "at "
                                        + Numbers.block(known.at().number())
                                        + ": hash of the runtime "
                                        + Numbers.shortHash(known.codeHash())
                                        + ", "
                                        + counted(known.auraAuthorities(), "author of blocks")))
                .orElseGet(() ->
                        step(
                                status.state() == State.CHAIN_INFORMATION ? "now" : "todo",
                                "Chain information",
                                "hash of the runtime and the authors of blocks, by proof"));
    }

    private static SyncStep metadata(ChainStatus status) {
        return status.runtime()
                .map(runtime -> step("done", "Metadata confirmed", runtime.why()))
                .orElseGet(() ->
                        step(
                                status.state() == State.FOLLOWING ? "now" : "todo",
                                "Metadata",
                                "not confirmed yet: no figure is shown and nothing is signed"));
    }

    private static SyncStep following(ChainStatus status) {
        return step(
                status.state() == State.FOLLOWING ? "now" : "todo",
                "Following finality",
                status.state() == State.FOLLOWING
                        ? status.finalized()
                                .map(block ->
                                        Numbers.block(block.number())
                                                + status.finalitySource()
                                                        .map(SyncStep::justifiedBy)
                                                        .orElse(""))
                                .orElse("not yet")
                        : "not yet");
    }

    private static String justifiedBy(ChainStatus.FinalitySource source) {
        return switch (source.wire()) {
            case P2P -> ", justification from peer " + PeerRow.shortId(source.peer());
            case RPC -> ", justification from " + source.peer();
        };
    }

    private static SyncStep step(String kind, String title, String text) {
        return new SyncStep(kind, word(kind), title, text, null);
    }

    private static String word(String kind) {
        return switch (kind) {
            case "done" -> "done";
            case "now" -> "now";
            case "fail" -> "stopped here";
            default -> "";
        };
    }

    /** {@code 1 peer}, {@code 3 peers}, {@code no peer}. */
    static String counted(long count, String noun) {
        String first = noun.contains(" of ") ? noun.substring(0, noun.indexOf(" of ")) : noun;
        String rest = noun.substring(first.length());
        return count == 0
                ? "no " + noun
                : count == 1 ? "1 " + noun : Numbers.grouped(count) + " " + first + "s" + rest;
    }
}
