package io.hypha.devnet;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How a devnet is started.
 *
 * @param address where JSON-RPC listens; loopback unless the operator says otherwise
 * @param rpcPort TCP port of JSON-RPC over WebSocket and HTTP, 0..65535; 0 picks a free one
 * @param p2pPort TCP port of libp2p, plain and over WebSocket, 0..65535; 0 picks a free one
 * @param blockTime time between live blocks and length of an Aura slot: an even number of
 *     milliseconds, 10 ms .. 60 s
 * @param seed names, qualities and stakes of the chain follow from it; part of genesis
 * @param dataDir folder of this chain's store; made when it is absent
 * @param fresh whether a chain already kept in {@code dataDir} is set aside for a new one
 * @param justificationPeriod 1 keeps every block's justification and offers the {@code grandpa_*}
 *     methods; a larger P keeps those of each P-th block and of blocks that change the voters, and
 *     offers none, as the nodes of the main network do with 512
 * @param stateBlocks state of how many of the newest blocks is answered; {@link #ALL_STATE} for
 *     all. Older states are refused as a pruned node refuses them; their trie nodes stay in the
 *     store
 * @param member which part of a shared chain this node is; {@link DevnetMember#ALONE} for the whole
 */
public record DevnetOptions(
        String address,
        int rpcPort,
        int p2pPort,
        Duration blockTime,
        String seed,
        Path dataDir,
        boolean fresh,
        int justificationPeriod,
        long stateBlocks,
        DevnetMember member) {

    public static final long ALL_STATE = Long.MAX_VALUE;
    public static final Duration DEFAULT_BLOCK_TIME = Duration.ofSeconds(2);
    public static final int DEFAULT_RPC_PORT = 9944;
    public static final int DEFAULT_P2P_PORT = 30_333;
    public static final String DEFAULT_SEED = "1";

    /** Letters of the reason are for the operator: say what was given and what is expected. */
    public DevnetOptions {
        require(rpcPort >= 0 && rpcPort <= 65_535, "the RPC port is 0..65535, was " + rpcPort);
        require(p2pPort >= 0 && p2pPort <= 65_535, "the p2p port is 0..65535, was " + p2pPort);
        long millis = blockTime.toMillis();
        require(
                millis >= 10
                        && millis <= 60_000
                        && millis % 2 == 0
                        && blockTime.equals(Duration.ofMillis(millis)),
                "the block time is an even number of milliseconds from 10 ms to 60 s, was "
                        + blockTime);
        require(
                seed.matches("[A-Za-z0-9._-]{1,64}"),
                "a seed is 1..64 letters, digits, dots, dashes or underscores, was " + seed);
        require(
                justificationPeriod >= 1,
                "the justification period is at least 1, was " + justificationPeriod);
        require(stateBlocks >= 1, "state is kept for at least 1 block, was " + stateBlocks);
        require(
                member.isAlone() || justificationPeriod == 1,
                "nodes that share a chain keep every justification: the period is 1, was "
                        + justificationPeriod);
    }

    /** Everything at its default, kept in {@code home/.hypha/devnet-<seed>}. */
    public static DevnetOptions defaults(Path home) {
        return new DevnetOptions(
                "127.0.0.1",
                DEFAULT_RPC_PORT,
                DEFAULT_P2P_PORT,
                DEFAULT_BLOCK_TIME,
                DEFAULT_SEED,
                home.resolve(".hypha").resolve("devnet-" + DEFAULT_SEED),
                false,
                1,
                ALL_STATE,
                DevnetMember.ALONE);
    }

    public DevnetOptions withAddress(String other) {
        return with(copy -> copy.address = other);
    }

    public DevnetOptions withRpcPort(int other) {
        return with(copy -> copy.rpcPort = other);
    }

    public DevnetOptions withP2pPort(int other) {
        return with(copy -> copy.p2pPort = other);
    }

    public DevnetOptions withBlockTime(Duration other) {
        return with(copy -> copy.blockTime = other);
    }

    /** Another seed; the folder stays and is the caller's business. */
    public DevnetOptions withSeed(String other) {
        return with(copy -> copy.seed = other);
    }

    public DevnetOptions withDataDir(Path other) {
        return with(copy -> copy.dataDir = other);
    }

    public DevnetOptions withFresh(boolean other) {
        return with(copy -> copy.fresh = other);
    }

    public DevnetOptions withJustificationPeriod(int other) {
        return with(copy -> copy.justificationPeriod = other);
    }

    public DevnetOptions withStateBlocks(long other) {
        return with(copy -> copy.stateBlocks = other);
    }

    public DevnetOptions withMember(DevnetMember other) {
        return with(copy -> copy.member = other);
    }

    private DevnetOptions with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.done();
    }

    /** What a changed copy is made from: the one place that names every part again. */
    private static final class Copy {

        private String address;
        private int rpcPort;
        private int p2pPort;
        private Duration blockTime;
        private String seed;
        private Path dataDir;
        private boolean fresh;
        private int justificationPeriod;
        private long stateBlocks;
        private DevnetMember member;

        Copy(DevnetOptions from) {
            address = from.address;
            rpcPort = from.rpcPort;
            p2pPort = from.p2pPort;
            blockTime = from.blockTime;
            seed = from.seed;
            dataDir = from.dataDir;
            fresh = from.fresh;
            justificationPeriod = from.justificationPeriod;
            stateBlocks = from.stateBlocks;
            member = from.member;
        }

        DevnetOptions done() {
            return new DevnetOptions(
                    address,
                    rpcPort,
                    p2pPort,
                    blockTime,
                    seed,
                    dataDir,
                    fresh,
                    justificationPeriod,
                    stateBlocks,
                    member);
        }
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
