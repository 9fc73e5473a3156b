package io.hypha.node.sync;

import io.hypha.node.bytes.Hash256;
import java.util.Optional;

/** Meets a full node: asks for its genesis hash, and only on our chain for what it can do. */
final class Greeter {

    private final Hash256 genesis;

    Greeter(Hash256 genesis) {
        this.genesis = genesis;
    }

    void greet(Source source) {
        Optional<Hash256> found = source.take(source.node().genesis()).flatMap(hash -> hash);
        if (found.isEmpty()) {
            return;
        }
        if (!found.get().equals(genesis)) {
            source.lie(
                    "the genesis hash",
                    "expected " + genesis + ", found " + found.get() + ": another network");
            return;
        }
        source.take(source.node().introduce()).ifPresent(source::greet);
    }
}
