package io.hypha.node.sync;

import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
import io.hypha.node.NodeStatus;
import io.hypha.node.NodeStatus.EndpointState;
import io.hypha.node.NodeStatus.State;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Says where the node stands, from memory. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
final class StatusBoard {

    private final NodeOptions options;
    private final Sources sources;
    private final Optional<PeerSide> peers;
    private final TrustKeeper trust;
    private final HeaderLine line;
    private final ReadableHead readable;
    private final HeadFollower heads;
    private final ChainFacts facts;
    private final Runtimes runtimes;
    private final Disagreements disagreements;
    private final FreshnessJudge freshness;
    private volatile boolean wentRound;

    StatusBoard(
            NodeOptions options,
            Sources sources,
            Optional<PeerSide> peers,
            TrustKeeper trust,
            HeaderLine line,
            ReadableHead readable,
            HeadFollower heads,
            ChainFacts facts,
            Runtimes runtimes,
            Disagreements disagreements) {
        this.options = options;
        this.sources = sources;
        this.peers = peers;
        this.trust = trust;
        this.line = line;
        this.readable = readable;
        this.heads = heads;
        this.facts = facts;
        this.runtimes = runtimes;
        this.disagreements = disagreements;
        this.freshness =
                new FreshnessJudge(sources, options.clock(), options.network().slotDuration());
    }

    /** Some endpoint was followed once to its end. */
    void roundDone() {
        wentRound = wentRound || !sources.usable().isEmpty();
    }

    NodeStatus now() {
        Optional<TrustKeeper.Held> held = trust.held();
        Optional<FinalizedHead> finalized = held.map(TrustKeeper.Held::path).map(line::head);
        State state = state();
        return new NodeStatus(
                options.network().network(),
                state,
                explanation(state, finalized),
                checkpoint(),
                finalized,
                held.flatMap(end -> Optional.ofNullable(end.source())),
                readable.known(),
                heads.tip(),
                options.network().slotDuration(),
                voters(),
                runtimes.reader().newest(),
                runtimes.upgrades().now(),
                warp(state),
                facts.known(),
                freshness.of(finalized),
                sources.endpoints().stream().map(Source::describe).toList(),
                peers.map(PeerBoard::describe).orElse(List.of()),
                disagreements.all(),
                sources.bytesReceived());
    }

    private State state() {
        if (options.network().anchor() instanceof Anchor.None) {
            return State.NO_CHECKPOINT;
        }
        if (!trust.stopped().isEmpty() || sources.doubt().isPresent()) {
            return State.STOPPED;
        }
        if (sources.usable().isEmpty()) {
            boolean stillTrying =
                    sources.all().stream()
                            .anyMatch(each -> each.state() == EndpointState.CONNECTING);
            return stillTrying || peers.filter(PeerBoard::stillTrying).isPresent()
                    ? State.CONNECTING
                    : State.NO_PEER;
        }
        if (!wentRound || trust.path().isEmpty()) {
            return State.WARP_SYNCING;
        }
        return facts.tried() ? State.FOLLOWING : State.CHAIN_INFORMATION;
    }

    private String explanation(State state, Optional<FinalizedHead> finalized) {
        return switch (state) {
            case NO_CHECKPOINT ->
                    options.network().anchor() instanceof Anchor.None(String why)
                            ? why
                            : "no checkpoint";
            case CONNECTING -> connecting();
            case WARP_SYNCING ->
                    trust.path().isEmpty()
                            ? "proving the voters of the genesis block"
                            : warp(state)
                                    .map(StatusBoard::walking)
                                    .orElse("walking the changes of voters");
            case CHAIN_INFORMATION -> "proving the runtime's hash and the authors of blocks";
            case FOLLOWING -> finalized.map(this::age).orElse("following");
            case NO_PEER -> sources.whyNone() + finalized.map(head -> "; " + age(head)).orElse("");
            case STOPPED ->
                    trust.stopped().isEmpty()
                            ? sources.doubt().orElse("no source can be followed")
                            : trust.stopped();
        };
    }

    private String connecting() {
        int endpoints = sources.endpoints().size();
        String words = "connecting to " + endpoints + (endpoints == 1 ? " endpoint" : " endpoints");
        return peers.isEmpty()
                ? words
                : endpoints == 0 ? "looking for peers" : words + " and looking for peers";
    }

    private Optional<NodeStatus.Warp> warp(State state) {
        return state != State.WARP_SYNCING
                ? Optional.empty()
                : trust.path()
                        .map(path ->
                                new NodeStatus.Warp(
                                        path.block().number(),
                                        Math.max(
                                                path.block().number(),
                                                sources.supportedFinalClaim()
                                                        .or(sources::highestClaim)
                                                        .orElse(0L)),
                                        path.fragments().size()));
    }

    private static String walking(NodeStatus.Warp warp) {
        return "walking the changes of voters from the checkpoint up: block "
                + warp.reached()
                + (warp.claimed() > warp.reached() ? " of " + warp.claimed() : "")
                + ", "
                + warp.fragments()
                + (warp.fragments() == 1 ? " change" : " changes");
    }

    private String age(FinalizedHead head) {
        if (head.number() == 0) {
            return "the newest final block is genesis";
        }
        Duration age =
                Duration.between(
                        Instant.ofEpochMilli(head.timestampMillis()), options.clock().instant());
        return "the newest final block, #"
                + head.number()
                + ", is of a slot "
                + Freshness.span(age)
                + " ago";
    }

    private NodeStatus.Checkpoint checkpoint() {
        return switch (options.network().anchor()) {
            case Anchor.Trusted(Checkpoint checkpoint, String origin) ->
                    described(checkpoint, origin);
            case Anchor.Genesis(Header header, String origin) ->
                    trust.path()
                            .map(path -> described(path.checkpoint(), origin))
                            .orElseGet(() ->
                                    new NodeStatus.Checkpoint(
                                            Optional.of(header.id()), Optional.empty(), origin));
            case Anchor.None(String why) ->
                    new NodeStatus.Checkpoint(Optional.empty(), Optional.empty(), why);
        };
    }

    private NodeStatus.Checkpoint described(Checkpoint checkpoint, String origin) {
        VoterSet after =
                TrustPath.from(checkpoint) instanceof TrustPath.Extended(TrustPath path)
                        ? path.voters()
                        : checkpoint.signers();
        return new NodeStatus.Checkpoint(
                Optional.of(checkpoint.header().id()), Optional.of(described(after)), origin);
    }

    private static NodeStatus.Voters described(VoterSet set) {
        return new NodeStatus.Voters(set.setId(), set.size(), set.total(), set.threshold());
    }

    private Optional<NodeStatus.Voters> voters() {
        return trust.path().map(TrustPath::voters).map(StatusBoard::described);
    }
}
