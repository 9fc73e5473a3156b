package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens blocks of the light node together with the runtime in office. Keeps decoded metadata by its
 * hash.
 */
final class Chain {

    /** Runtimes kept decoded; a chain has about one a week. */
    private static final int MAX_RUNTIMES = 8;

    private final LightNode node;
    private final Map<Hash256, RuntimeView> runtimes = new ConcurrentHashMap<>();

    Chain(LightNode node) {
        this.node = node;
    }

    LightNode node() {
        return node;
    }

    /** The newest block whose state can be read. */
    Answer<ChainAt> newest() {
        return node.readableHead().flatMap(this::at);
    }

    Answer<ChainAt> at(long number) {
        return node.finalizedAt(number).flatMap(this::at);
    }

    Answer<ChainAt> at(FinalizedHead head) {
        return node.runtime(head)
                .flatMap(info -> view(info).map(view -> new ChainAt(node, head, view)));
    }

    private Answer<RuntimeView> view(RuntimeInfo info) {
        RuntimeView known = runtimes.get(info.metadataHash());
        if (known != null) {
            return Answer.given(known);
        }
        RuntimeView view;
        try {
            view = new RuntimeView(info);
        } catch (ScaleException e) {
            return Answer.missing(
                    Answer.Reason.UNSUPPORTED,
                    "the metadata of runtime "
                            + info.specVersion()
                            + " does not decode: "
                            + e.getMessage());
        }
        if (runtimes.size() >= MAX_RUNTIMES) {
            runtimes.clear();
        }
        runtimes.put(info.metadataHash(), view);
        return Answer.given(view);
    }

    /** The same reason in the words of readings. */
    static <T> Reading<T> missing(Answer.Missing<?> missing) {
        Reading.Reason reason =
                switch (missing.reason()) {
                    case NO_PEER -> Reading.Reason.NO_PEER;
                    case STATE_PRUNED -> Reading.Reason.STATE_PRUNED;
                    case UNSUPPORTED -> Reading.Reason.UNSUPPORTED;
                    case NOT_READ_YET -> Reading.Reason.NOT_READ_YET;
                    case METADATA_UNCONFIRMED -> Reading.Reason.METADATA_UNCONFIRMED;
                    case NO_CHECKPOINT -> Reading.Reason.NO_CHECKPOINT;
                };
        return Reading.missing(reason, missing.text());
    }
}
