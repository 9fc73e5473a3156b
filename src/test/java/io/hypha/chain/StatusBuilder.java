package io.hypha.chain;

import io.hypha.chain.ChainStatus.Endpoint;
import io.hypha.chain.ChainStatus.EndpointState;
import io.hypha.chain.ChainStatus.FinalitySource;
import io.hypha.chain.ChainStatus.Freshness;
import io.hypha.chain.ChainStatus.FreshnessKind;
import io.hypha.chain.ChainStatus.Information;
import io.hypha.chain.ChainStatus.Peer;
import io.hypha.chain.ChainStatus.PeerState;
import io.hypha.chain.ChainStatus.RuntimeTrust;
import io.hypha.chain.ChainStatus.State;
import io.hypha.chain.ChainStatus.Warp;
import io.hypha.chain.ChainStatus.Wire;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The status of a node on a network like the main one, put together by a test. */
public final class StatusBuilder {

    public static final long CHECKPOINT = 8_867_448;
    public static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    public static final Hash256 GENESIS = Hash256.fromHex("0x" + "2f".repeat(32));
    public static final String PEER_ID = "12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";
    public static final String BOOTNODE =
            "/dns/bootnode.finney.chain.opentensor.ai/tcp/30333/ws/p2p/" + PEER_ID;

    private State state = State.CONNECTING;
    private String explanation = "connecting to 1 peer";
    private boolean hasCheckpoint = true;
    private Optional<BlockRef> finalized = Optional.empty();
    private Optional<FinalitySource> source = Optional.empty();
    private Optional<BlockId> sealed = Optional.empty();
    private long setId = 6;
    private Optional<RuntimeTrust> runtime = Optional.empty();
    private Optional<ChainStatus.Code> code = Optional.empty();
    private Optional<Warp> warp = Optional.empty();
    private Optional<Information> information = Optional.empty();
    private Freshness freshness = new Freshness(FreshnessKind.UNKNOWN, 0, "nothing is final yet");
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Peer> peers = new ArrayList<>();
    private final List<ChainStatus.Disagreement> disagreements = new ArrayList<>();

    public static StatusBuilder aStatus() {
        return new StatusBuilder();
    }

    public static Hash256 hash(long number) {
        return Hash256.fromHex("0x%064x".formatted(number + 1));
    }

    public StatusBuilder at(State to, String why) {
        state = to;
        explanation = why;
        return this;
    }

    public StatusBuilder withoutCheckpoint() {
        hasCheckpoint = false;
        return at(State.NO_CHECKPOINT, "no checkpoint of this network is known");
    }

    /** Final, of a slot that many seconds before {@link #NOW}. */
    public StatusBuilder finalized(long number, long ageSeconds) {
        finalized =
                Optional.of(
                        new BlockRef(
                                number, hash(number), NOW.minusSeconds(ageSeconds).toEpochMilli()));
        return this;
    }

    public StatusBuilder following(long number, long ageSeconds) {
        runtime = Optional.of(new RuntimeTrust("node-subtensor", 484, "two endpoints agree"));
        information =
                Optional.of(
                        new Information(new BlockId(number - 1, hash(number - 1)), hash(7), 20));
        sealed = Optional.of(new BlockId(number + 2, hash(number + 2)));
        return finalized(number, ageSeconds).at(State.FOLLOWING, "following");
    }

    public StatusBuilder set(long id) {
        setId = id;
        return this;
    }

    public StatusBuilder justifiedBy(Wire wire, String peer) {
        source = Optional.of(new FinalitySource(wire, peer));
        return this;
    }

    public StatusBuilder warping(long reached, long claimed, int fragments) {
        warp = Optional.of(new Warp(reached, claimed, fragments));
        return finalized(reached, 60).at(State.WARP_SYNCING, "walking the changes of voters");
    }

    public StatusBuilder fresh(FreshnessKind kind, int sources, String text) {
        freshness = new Freshness(kind, sources, text);
        return this;
    }

    public StatusBuilder peer(PeerState is, String id, String agent, String failure) {
        boolean met = is == PeerState.CONNECTED;
        peers.add(
                new Peer(
                        id,
                        BOOTNODE,
                        agent,
                        is,
                        met ? Optional.of(Duration.ofMillis(38)) : Optional.empty(),
                        met ? 1_204_000 : 0,
                        met ? 20_400 : 0,
                        failure.isEmpty() ? 0 : 3,
                        met ? Optional.of(new BlockId(9_564_014, hash(14))) : Optional.empty(),
                        met ? Optional.of(9_564_012L) : Optional.empty(),
                        failure));
        return this;
    }

    public StatusBuilder endpoint(String address, EndpointState is) {
        endpoints.add(
                new Endpoint(
                        address,
                        "node-subtensor",
                        is,
                        Optional.of(Duration.ofMillis(71)),
                        5_000,
                        0,
                        Optional.of(new BlockId(9_564_011, hash(11))),
                        true,
                        false));
        return this;
    }

    public StatusBuilder disagreement(String who, String about, String text) {
        disagreements.add(new ChainStatus.Disagreement(NOW, who, about, text));
        return this;
    }

    public StatusBuilder code(ChainStatus.Code is) {
        code = Optional.of(is);
        return this;
    }

    public ChainStatus build() {
        return new ChainStatus(
                new ChainStatus.NetworkName("finney", GENESIS, 42, "TAO", 9),
                state,
                explanation,
                new ChainStatus.Checkpoint(
                        hasCheckpoint
                                ? Optional.of(new BlockId(CHECKPOINT, hash(CHECKPOINT)))
                                : Optional.empty(),
                        hasCheckpoint
                                ? Optional.of(new ChainStatus.Voters(6, 20, 20, 14))
                                : Optional.empty(),
                        hasCheckpoint ? "compiled in" : explanation),
                finalized,
                source,
                finalized,
                sealed,
                Duration.ofSeconds(12),
                hasCheckpoint
                        ? Optional.of(new ChainStatus.Voters(setId, 20, 20, 14))
                        : Optional.empty(),
                runtime,
                code,
                warp,
                information,
                freshness,
                endpoints,
                peers,
                disagreements,
                1_209_000);
    }
}
