package io.hypha.devnet.rpc;

import io.hypha.devnet.author.BlockState;
import io.hypha.devnet.author.Chain;
import io.hypha.node.bytes.Hash256;
import java.util.Optional;

/** The state that a request asks for, or Substrate's error for one that cannot be read. */
final class States {

    private static final int CLIENT_ERROR = 4003;

    private States() {}

    /**
     * @param at without it, the newest block
     */
    static BlockState.Kept kept(Chain chain, Optional<Hash256> at) {
        return kept(chain, at, "UnknownBlock");
    }

    /** As {@link #kept}, with the words of a runtime call. */
    static BlockState.Kept keptForCall(Chain chain, Optional<Hash256> at) {
        return kept(chain, at, "Api called for an unknown Block");
    }

    private static BlockState.Kept kept(Chain chain, Optional<Hash256> at, String kind) {
        return switch (chain.state(at.orElseGet(() -> chain.head().hash()))) {
            case BlockState.Kept state -> state;
            case BlockState.UnknownBlock(Hash256 hash) -> throw unknown(kind, hash);
            case BlockState.Discarded(Hash256 hash, long _) ->
                    throw new RpcFailure(
                            CLIENT_ERROR,
                            "Client error: "
                                    + kind
                                    + ": State already discarded for "
                                    + hash.toHex());
        };
    }

    static RpcFailure unknown(Hash256 hash) {
        return unknown("UnknownBlock", hash);
    }

    private static RpcFailure unknown(String kind, Hash256 hash) {
        return new RpcFailure(
                CLIENT_ERROR,
                "Client error: "
                        + kind
                        + ": Header was not found in the database: "
                        + hash.toHex());
    }
}
