package io.hypha.web;

import io.hypha.stake.Standing;

/** Words for a transaction between the wallet and the block. */
final class SentWords {

    /** One that keeps a transaction back does no harm where so many others have it. */
    private static final int ENOUGH_PEERS = 3;

    private SentWords() {}

    /** {@code Sent to 3 peers and 1 endpoint}. */
    static String title(int peers, int endpoints) {
        if (peers == 0 && endpoints == 0) {
            return "Sent";
        }
        String both = peers > 0 && endpoints > 0 ? " and " : "";
        return "Sent to " + count(peers, "peer") + both + count(endpoints, "endpoint");
    }

    private static String count(int count, String what) {
        return count == 0 ? "" : Numbers.grouped(count) + " " + what + (count == 1 ? "" : "s");
    }

    static String text(int peers) {
        if (peers == 0) {
            return "no peer has it: whoever keeps it back can delay it";
        }
        return (peers >= ENOUGH_PEERS
                        ? ""
                        : "fewer than three peers have it, so that whoever keeps it back can delay it; ")
                + "it is sent again every few blocks until it is final or expired";
    }

    /** Which blocks were looked at and do not hold it. */
    static String searched(Standing standing) {
        if (standing.sealedTo() == 0) {
            return "only final blocks are searched, and none up to "
                    + Numbers.block(standing.checkedTo())
                    + " holds it";
        }
        return standing.sealedTo() > standing.checkedTo()
                ? "not in block "
                        + Numbers.block(standing.sealedTo())
                        + ", the newest looked at, which is sealed and not final"
                : "no final block up to " + Numbers.block(standing.checkedTo()) + " holds it";
    }
}
