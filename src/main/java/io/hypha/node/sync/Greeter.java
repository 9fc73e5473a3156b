package io.hypha.node.sync;

import io.hypha.node.bytes.Hash256;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcFault;
import java.util.Optional;
import java.util.Set;

/** Meets an endpoint: asks for its genesis hash, and only on our chain for what it can do. */
final class Greeter {

    private final Hash256 genesis;

    Greeter(Hash256 genesis) {
        this.genesis = genesis;
    }

    void greet(Source source) {
        Optional<Hash256> found = source.take(source.rpc().blockHash(0)).flatMap(hash -> hash);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().equals(genesis)) {
            source.lie(
                    "the genesis hash", "expected " + genesis + ", found " + found.get() + ": another network");
            return;
        }
        // Gateways may refuse these two; then it is tried what it can do.
        Optional<Set<String>> methods = orRefused(source, source.rpc().methods());
        String software = orRefused(source, source.rpc().software()).orElse("unknown");
        if (source.state() == io.hypha.node.NodeStatus.EndpointState.BANNED) {
            return;
        }
        source.greet(
                software,
                methods.map(all -> all.contains("state_getReadProof")).orElse(true),
                methods.map(all -> all.contains("grandpa_subscribeJustifications"))
                        .orElse(false));
    }

    private static <T> Optional<T> orRefused(Source source, RpcAnswer<T> answer) {
        return answer instanceof RpcAnswer.Failed<T>(RpcFault.RpcError _) ? Optional.empty() : source.take(answer);
    }
}
