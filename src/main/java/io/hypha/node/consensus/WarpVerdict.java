package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Optional;

/** What a warp proof proves. Fragments are counted from 0. */
public sealed interface WarpVerdict {

    /**
     * The name of this verdict in JSON and on pages; that of a justification's verdict where one
     * failed.
     */
    String name();

    /** One sentence for people: what was expected and what was found. */
    String reason();

    /**
     * Every hop holds. Without fragments and finished, the sender knows nothing newer: that is a
     * legal answer.
     *
     * @param headers the headers of the fragments, all of them final, rising
     * @param voters the set after the last fragment, with a scheduled change of its header taken in
     */
    record Valid(boolean finished, List<Header> headers, VoterSet voters) implements WarpVerdict {
        public Valid {
            headers = List.copyOf(headers);
        }

        public Optional<BlockId> last() {
            return headers.isEmpty() ? Optional.empty() : Optional.of(headers.getLast().id());
        }

        @Override
        public String name() {
            return "valid";
        }

        @Override
        public String reason() {
            return headers.size() + " fragments lead to " + voters;
        }
    }

    /** The bytes are no warp proof. */
    record Malformed(int offset, String reason) implements WarpVerdict {
        @Override
        public String name() {
            return "malformed";
        }
    }

    /** The justification of a fragment does not finalize its header. */
    record Unjustified(int fragment, Verdict why) implements WarpVerdict {
        @Override
        public String name() {
            return why.name();
        }

        @Override
        public String reason() {
            return "fragment " + fragment + ": " + why.reason();
        }
    }

    /** A header whose announcement about voters does not decode. */
    record MalformedChange(int fragment, String flaw) implements WarpVerdict {
        @Override
        public String name() {
            return "malformed";
        }

        @Override
        public String reason() {
            return "fragment " + fragment + ": " + flaw;
        }
    }

    /** A header that is not above the one before, or not above the block the proof starts from. */
    record NotRising(int fragment, long before, long found) implements WarpVerdict {
        @Override
        public String name() {
            return "not-rising";
        }

        @Override
        public String reason() {
            return "fragment "
                    + fragment
                    + ": expected a block above #"
                    + before
                    + ", found #"
                    + found;
        }
    }

    /** A header that does not change the set, and is not the last of a finished proof. */
    record MissingSetChange(int fragment, BlockId block) implements WarpVerdict {
        @Override
        public String name() {
            return "missing-set-change";
        }

        @Override
        public String reason() {
            return "fragment "
                    + fragment
                    + ": expected "
                    + Text.block(block)
                    + " to change the voters, or to be the last of a finished proof";
        }
    }

    /** A forced change: it takes effect without finality, so no proof leads across it. */
    record ForcedChange(int fragment, BlockId block) implements WarpVerdict {
        @Override
        public String name() {
            return "forced-change";
        }

        @Override
        public String reason() {
            return "fragment "
                    + fragment
                    + ": "
                    + Text.block(block)
                    + " forces a change of voters; a newer checkpoint is needed";
        }
    }
}
