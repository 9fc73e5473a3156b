package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.bytes.Bytes;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * Asks the chain's own code, run here on proven state, whether a full node's pool would take an
 * extrinsic. It sees the newest block that can be read, which is older than what pools see: a
 * number that was used since looks free.
 */
final class SecondOpinion {

    private static final String VALIDATE = "TaggedTransactionQueue_validate_transaction";

    /** The variant of {@code TransactionSource} for what came from outside. */
    private static final Bytes EXTERNAL = Bytes.ofInts(2);

    private static final int OK = 0;

    private final Supplier<Answer<FinalizedHead>> head;
    private final BiFunction<FinalizedHead, RuntimeCall, Answer<Executed>> call;

    SecondOpinion(
            Supplier<Answer<FinalizedHead>> head,
            BiFunction<FinalizedHead, RuntimeCall, Answer<Executed>> call) {
        this.head = head;
        this.call = call;
    }

    /** The block at which it would be taken; empty where it would not, or nobody can tell. */
    Optional<FinalizedHead> takes(Bytes extrinsic) {
        Answer<Executed> answer = head.get().flatMap(at -> call.apply(at, question(at, extrinsic)));
        return answer instanceof Answer.Given<Executed>(Executed executed)
                        && executed.outcome() instanceof ExecutedOutcome.Returned(Bytes result)
                        && !result.isEmpty()
                        && result.unsignedAt(0) == OK
                ? Optional.of(executed.at())
                : Optional.empty();
    }

    private static RuntimeCall question(FinalizedHead at, Bytes extrinsic) {
        return new RuntimeCall(VALIDATE, Bytes.concat(EXTERNAL, extrinsic, at.hash().toBytes()));
    }
}
