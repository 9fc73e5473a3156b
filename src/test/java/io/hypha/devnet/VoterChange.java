package io.hypha.devnet;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.devnet.runtime.DevelopmentVoters;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SS58;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Puts a change of voters into a devnet's pool, signed by its sudo key; the next block has it. */
public final class VoterChange {

    private static final String SUDO = "//Alice";

    private VoterChange() {}

    /** Voters of weight 1 each, by the paths of their secrets: {@code //Eve}, {@code //7}. */
    public static List<Authority> voters(String... paths) {
        return Arrays.stream(paths)
                .map(path -> {
                    Bytes seed = DevelopmentVoters.seed(path);
                    return new Authority(Hash256.of(Ed25519.publicKey(seed.toArray())), 1);
                })
                .toList();
    }

    /**
     * @param inBlocks from the block that announces the change to the last block of the present set
     */
    public static void schedule(Devnet devnet, List<Authority> next, long inBlocks)
            throws InterruptedException {
        submit(devnet, next, inBlocks, Optional.empty());
    }

    /**
     * @param medianFinalized number of the block from which the next set goes on
     */
    public static void force(
            Devnet devnet, List<Authority> next, long inBlocks, long medianFinalized)
            throws InterruptedException {
        submit(devnet, next, inBlocks, Optional.of(medianFinalized));
    }

    private static void submit(
            Devnet devnet, List<Authority> next, long inBlocks, Optional<Long> forced)
            throws InterruptedException {
        try (WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket())) {
            String sudo = SS58.encode(SignedCall.account(SUDO));
            long nonce = client.call("system_accountNextIndex", sudo).asLong();
            Bytes extrinsic =
                    SignedCall.by(SUDO, devnet.genesisHash())
                            .changeVoters(next, inBlocks, forced)
                            .nonce(nonce)
                            .sign();
            client.call("author_submitExtrinsic", extrinsic.toHex());
        }
    }
}
