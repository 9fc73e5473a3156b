package io.hypha.devnet;

import io.hypha.devnet.rpc.WebSocketClient;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SS58;

/**
 * Puts an upgrade of a devnet's runtime into its pool, signed by its sudo key. The next block
 * changes the code and announces it; from the block after that the other runtime executes.
 */
public final class DevnetUpgrade {

    private static final String SUDO = "//Alice";

    private DevnetUpgrade() {}

    /**
     * @param specVersion 425 moves two calls to other indices, 426 has an extension that nobody
     *     knows besides; above the one in office
     */
    public static void to(Devnet devnet, long specVersion) throws InterruptedException {
        to(devnet, DevnetRuntime.code(specVersion));
    }

    /** The same with any code, good or bad. */
    public static void to(Devnet devnet, Bytes code) throws InterruptedException {
        try (WebSocketClient client = new WebSocketClient(devnet.rpcWebSocket())) {
            submit(client, code);
        }
    }

    /** The same for a devnet that another process runs. */
    public static void to(WebSocketClient client, long specVersion) throws InterruptedException {
        submit(client, DevnetRuntime.code(specVersion));
    }

    private static void submit(WebSocketClient client, Bytes code) throws InterruptedException {
        Hash256 genesis = Hash256.fromHex(client.call("chain_getBlockHash", 0).asString());
        String sudo = SS58.encode(SignedCall.account(SUDO));
        long nonce = client.call("system_accountNextIndex", sudo).asLong();
        long office = client.call("state_getRuntimeVersion").path("specVersion").asLong();
        Bytes extrinsic =
                SignedCall.by(SUDO, genesis).setCode(code).spec(office).nonce(nonce).sign();
        client.call("author_submitExtrinsic", extrinsic.toHex());
    }
}
