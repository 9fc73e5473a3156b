package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One finalized block with its runtime: where a question is asked. */
final class ChainAt {

    private final LightNode node;
    private final FinalizedHead head;
    private final RuntimeView runtime;
    private final BlockRef block;

    ChainAt(LightNode node, FinalizedHead head, RuntimeView runtime) {
        this.node = node;
        this.head = head;
        this.runtime = runtime;
        this.block = ChainStatusReader.block(head);
    }

    FinalizedHead head() {
        return head;
    }

    BlockRef block() {
        return block;
    }

    RuntimeView runtime() {
        return runtime;
    }

    Batch batch() {
        return new Batch();
    }

    /** Every entry of a map below those key parts; empty where this runtime has no such item. */
    Answer<Optional<ProvenRange>> range(StorageItem item, KeyPart... parts) {
        Optional<Bytes> prefix = runtime.key(item, parts);
        if (prefix.isEmpty()) {
            return Answer.given(Optional.empty());
        }
        return node.readRange(head, prefix.get()).map(Optional::of);
    }

    /** Collects the keys of one question, so that they travel together. */
    final class Batch {

        private final Set<Bytes> keys = new LinkedHashSet<>();

        Batch add(StorageItem item, KeyPart... parts) {
            runtime.key(item, parts).ifPresent(keys::add);
            return this;
        }

        /** Asks for all of them, in as few reads as the node allows. */
        Answer<ProvenState> read() {
            List<Bytes> all = List.copyOf(keys);
            Map<Bytes, StorageValue> values = HashMap.newHashMap(all.size());
            List<Bytes> nodes = new ArrayList<>();
            for (int from = 0; from < all.size(); from += LightNode.MAX_KEYS) {
                List<Bytes> part =
                        all.subList(from, Math.min(all.size(), from + LightNode.MAX_KEYS));
                switch (node.read(head, part)) {
                    case Answer.Given<ProvenRead>(ProvenRead read) -> {
                        values.putAll(read.values());
                        nodes.addAll(read.proof());
                    }
                    case Answer.Missing<ProvenRead>(Answer.Reason reason, String text) -> {
                        return Answer.missing(reason, text);
                    }
                }
            }
            return Answer.given(new ProvenState(ChainAt.this, values, nodes));
        }
    }
}
