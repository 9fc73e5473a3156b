package io.hypha.web;

import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands around every page: the thread from the checkpoint to this page, the theme, and the
 * alarm that switches signing off.
 *
 * @param fresh what the sources say of the newest final block, in a word
 * @param peers how many answer, endpoints apart
 * @param upgrade of the chain's runtime: one that is coming or came lately
 * @param path of this page with its query, for the way back after a change of theme
 */
public record Chrome(
        String networkName,
        boolean devnet,
        String checkpoint,
        String set,
        String voters,
        String finalized,
        String finalizedAge,
        String fresh,
        String peers,
        @Nullable String alarm,
        String alarmText,
        @Nullable String theme,
        String otherTheme,
        String path,
        @Nullable String announcement,
        @Nullable String upgrade) {

    /** Older than this, a finalized block is no ground for a signature. */
    static final Duration STALE = Duration.ofMinutes(5);

    static Chrome of(
            ChainStatus status,
            Instant now,
            @Nullable String theme,
            String path,
            @Nullable String announcement,
            @Nullable String upgrade) {
        Optional<Duration> age = status.finalityAge(now);
        Optional<String> alarm = announcement == null ? alarm(status) : Optional.empty();
        return new Chrome(
                status.network().name(),
                "devnet".equals(status.network().name()),
                status.checkpoint()
                        .block()
                        .map(block -> Numbers.block(block.number()))
                        .orElse("none"),
                status.voters()
                        .map(set -> "Set " + Long.toUnsignedString(set.setId()))
                        .orElse("Set"),
                status.voters()
                        .map(set -> SyncStep.counted(set.count(), "voter"))
                        .orElse("not known yet"),
                status.finalized().map(BlockRef::number).map(Numbers::block).orElse("none yet"),
                age.map(Numbers::ago).orElse(""),
                status.finalized().filter(block -> block.number() > 0).isPresent()
                        ? NodePage.fresh(status.freshness().kind())
                        : "",
                peers(status.connectedPeers(), status.answeringEndpoints()),
                alarm.orElse(null),
                alarm.isPresent() ? alarmText(status) : "",
                theme,
                "dark".equals(theme) ? "light" : "dark",
                path,
                announcement,
                announcement == null ? upgrade : null);
    }

    /** Who was tried and how it failed takes more words than a notice has: they are on /node. */
    private static String alarmText(ChainStatus status) {
        return status.state() == ChainStatus.State.NO_PEER
                ? "Nobody of the network answers. What was proven before is still shown; the page Node says whom we tried and how it failed."
                : status.explanation();
    }

    private static String peers(long peers, long endpoints) {
        String connected = peers == 0 ? "none" : Long.toString(peers);
        return endpoints == 0 ? connected : connected + ", RPC " + endpoints;
    }

    private static Optional<String> alarm(ChainStatus status) {
        return switch (status.state()) {
            case STOPPED -> Optional.of("Signing is off: finality cannot be followed.");
            case NO_CHECKPOINT ->
                    Optional.of("Nothing is proven: there is no checkpoint to start from.");
            case NO_PEER -> Optional.of("Peers: none.");
            case CONNECTING, WARP_SYNCING, CHAIN_INFORMATION, FOLLOWING -> Optional.empty();
        };
    }
}
