package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.util.function.BooleanSupplier;

/**
 * Reads the messages of one substream within the peer's {@link Budget}. The peer gets window back
 * as long as its message was admitted and whoever takes messages keeps up; so it sends no more than
 * is wanted.
 */
final class Inbox {

    /** Takes what was read, under the link's lock. */
    interface Receiver {
        /**
         * One whole message.
         *
         * @param kept bytes of the budget to be released once the message was dealt with
         */
        void message(Bytes message, int kept);

        /** The peer broke a limit or the form. */
        void broken(PeerFault fault);
    }

    /** Messages up to here are admitted at once. */
    private static final int SMALL = 64 << 10;

    private final Substream substream;
    private final Budget budget;
    private final int limit;
    private final BooleanSupplier keepsUp;
    private final Receiver receiver;
    private final MessageReader reader;
    private boolean admitted;
    private int kept;
    private int owed;
    private Bytes rest = Bytes.EMPTY;
    private boolean ended;

    Inbox(Substream substream, int limit, BooleanSupplier keepsUp, Receiver receiver) {
        this.substream = substream;
        this.budget = substream.link().budget();
        this.limit = limit;
        this.keepsUp = keepsUp;
        this.receiver = receiver;
        this.reader = new MessageReader(limit);
    }

    /** Whether a message was begun and is not complete. */
    boolean midway() {
        return !reader.untouched() || !rest.isEmpty();
    }

    int bytesOfMessage() {
        return reader.filled();
    }

    void received(Bytes data) {
        rest = rest.isEmpty() ? data : Bytes.concat(rest, data);
        proceed();
    }

    /** Admits what waits, and gives window to whom it was held back from. */
    void turn() {
        proceed();
    }

    /** Whether the peer waits for window from us, so that its silence is no fault of its own. */
    boolean withholds() {
        return owed > 0;
    }

    private void proceed() {
        int at = 0;
        boolean more = true;
        while (more && !ended && settle()) {
            more = at < rest.size() && reader.state() == MessageReader.State.OPEN;
            if (more) {
                int next = reader.take(rest, at);
                owed += next - at;
                at = next;
            }
        }
        rest = ended ? Bytes.EMPTY : rest.slice(at, rest.size());
        giveWindow();
    }

    /** Gives back what an unfinished message holds. */
    void end() {
        if (!ended) {
            ended = true;
            budget.release(kept);
            kept = 0;
        }
    }

    private boolean settle() {
        switch (reader.state()) {
            case TOO_LARGE -> {
                fail(new PeerFault.TooLarge(limit));
                return false;
            }
            case BAD_LENGTH -> {
                fail(new PeerFault.Garbage("the length of a message is no varint"));
                return false;
            }
            case OPEN, COMPLETE -> {}
        }
        if (reader.lengthKnown() && !admitted && !admit()) {
            return false;
        }
        if (reader.state() == MessageReader.State.COMPLETE && admitted) {
            int size = kept;
            kept = 0;
            admitted = false;
            receiver.message(reader.next(), size);
        }
        return true;
    }

    /** False when the connection had to be closed. */
    private boolean admit() {
        int length = reader.length();
        if (length <= SMALL ? budget.keep(length) : budget.admit(length)) {
            budget.release(kept);
            kept = length;
            admitted = true;
            return true;
        }
        int more = reader.filled() - kept;
        if (length <= SMALL || !budget.keep(more)) {
            ended = true;
            budget.release(kept);
            kept = 0;
            substream
                    .link()
                    .flood("more than " + budget.limit() + " bytes would be kept for one peer");
            return false;
        }
        kept += more;
        return true;
    }

    private void giveWindow() {
        boolean waits = reader.lengthKnown() && !admitted;
        if (!ended && !waits && owed > 0 && keepsUp.getAsBoolean()) {
            substream.link().consumed(substream.id(), owed);
            owed = 0;
        }
    }

    private void fail(PeerFault fault) {
        end();
        receiver.broken(fault);
    }
}
