package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.rpc.RpcAnswer;
import io.hypha.node.rpc.RpcBlock;
import io.hypha.node.rpc.RpcFault;
import io.hypha.node.trie.OrderedRoot;
import java.util.List;
import java.util.Optional;

/** Reads the extrinsics of final blocks and checks them against the extrinsics root. */
final class BodyReader {

    private final Sources sources;

    BodyReader(Sources sources) {
        this.sources = sources;
    }

    Answer<List<Bytes>> read(FinalizedHead at) {
        boolean unknown = false;
        for (Source source : sources.usable()) {
            switch (source.rpc().block(at.hash())) {
                case RpcAnswer.Failed<Optional<RpcBlock>>(RpcFault fault) -> {
                    unknown |= Pruned.says(fault);
                    source.fault(fault);
                }
                case RpcAnswer.Got<Optional<RpcBlock>>(Optional<RpcBlock> block) -> {
                    if (block.isEmpty()) {
                        unknown = true;
                    } else {
                        List<Bytes> extrinsics = block.get().extrinsics();
                        Hash256 root = OrderedRoot.of(extrinsics);
                        if (root.equals(at.extrinsicsRoot())) {
                            return Answer.given(extrinsics);
                        }
                        source.lie(
                                "the body of #" + at.number(),
                                "expected extrinsics with root "
                                        + at.extrinsicsRoot()
                                        + ", found root "
                                        + root);
                    }
                }
            }
        }
        return unknown
                ? Answer.missing(
                        Reason.STATE_PRUNED,
                        "no endpoint has the body of " + at.block() + " any more")
                : Answer.missing(Reason.NO_PEER, sources.whyNone());
    }
}
