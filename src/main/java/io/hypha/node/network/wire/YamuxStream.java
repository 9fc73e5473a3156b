package io.hypha.node.network.wire;

/** The state of one substream in yamux: windows, what waits to be sent, which sides are open. */
final class YamuxStream {

    final int id;
    final boolean ours;
    final ByteFifo queue = new ByteFifo();

    /** Flags that the next frame has to carry: SYN or ACK. */
    int openingFlag;

    /** What this side may still send. */
    long sendWindow = YamuxFrame.INITIAL_WINDOW;

    /** What the remote may still send. */
    long receiveWindow = YamuxFrame.INITIAL_WINDOW;

    /** Taken by the application, not yet given back to the remote. */
    long credit;

    /** Received and not yet taken by the application. */
    long unread;

    /** This side sends nothing after the queue. */
    boolean finishing;

    boolean finSent;
    boolean remoteFinished;
    boolean wantsRoom;
    boolean isQueued;

    YamuxStream(int id, boolean ours, ConnectionLimits limits) {
        this.id = id;
        this.ours = ours;
        // a window wider than yamux's initial one is given with the first frame
        this.credit = (long) limits.receiveWindowBytes() - YamuxFrame.INITIAL_WINDOW;
        this.openingFlag = ours ? YamuxFrame.SYN : YamuxFrame.ACK;
    }

    /** The remote lets this side send {@code delta} more. */
    void widen(long delta) throws WireException {
        sendWindow += delta;
        if (sendWindow > 0xffffffffL) {
            throw new WireException(
                    WireFault.Kind.WINDOW_ABUSE,
                    "yamux: a window of " + sendWindow + " bytes, more than 2^32 - 1");
        }
    }

    boolean hasDueCredit(long window) {
        return !remoteFinished && credit > 0 && credit >= window / 2;
    }

    boolean hasSendable() {
        return !queue.isEmpty() && sendWindow > 0;
    }

    boolean hasDueFin() {
        return finishing && !finSent && queue.isEmpty();
    }

    int takeOpeningFlag() {
        int flag = openingFlag;
        openingFlag = 0;
        return flag;
    }

    boolean isDone() {
        return finSent && remoteFinished;
    }
}
