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
                    "the genesis hash",
                    "expected " + genesis + ", found " + found.get() + ": another network");
            return;
        }
        // Gateways may refuse these two; then it is tried what it can do.
        RpcAnswer<Set<String>> methods = source.rpc().methods();
        RpcAnswer<String> software = source.rpc().software();
        if (broken(source, methods) || broken(source, software)) {
            return;
        }
        Optional<Set<String>> offered = methods.toOptional();
        source.greet(
                software.toOptional().orElse("unknown"),
                offered.map(all -> all.contains("state_getReadProof")).orElse(true),
                offered.map(all -> all.contains("grandpa_subscribeJustifications")).orElse(false));
    }

    private static boolean broken(Source source, RpcAnswer<?> answer) {
        return switch (answer) {
            case RpcAnswer.Got<?> _ -> false;
            case RpcAnswer.Failed<?>(RpcFault.RpcError _) -> false;
            case RpcAnswer.Failed<?>(RpcFault fault) -> {
                source.fault(fault);
                yield true;
            }
        };
    }
}
