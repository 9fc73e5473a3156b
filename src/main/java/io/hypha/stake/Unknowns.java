package io.hypha.stake;

import io.hypha.chain.Reading;
import io.hypha.node.Answer;

/** The node's reasons in the words of readings. */
final class Unknowns {

    private Unknowns() {}

    static PlanAnswer.Unknown of(Answer.Missing<?> missing) {
        Reading.Reason reason =
                switch (missing.reason()) {
                    case NO_PEER -> Reading.Reason.NO_PEER;
                    case STATE_PRUNED -> Reading.Reason.STATE_PRUNED;
                    case UNSUPPORTED -> Reading.Reason.UNSUPPORTED;
                    case NOT_READ_YET -> Reading.Reason.NOT_READ_YET;
                    case METADATA_UNCONFIRMED -> Reading.Reason.METADATA_UNCONFIRMED;
                    case NO_CHECKPOINT -> Reading.Reason.NO_CHECKPOINT;
                };
        return new PlanAnswer.Unknown(reason, missing.text());
    }
}
