package io.hypha.index;

import java.time.Instant;
import java.util.List;

/**
 * Addresses at which peers of the recorded chain were met, over restarts. They are kept in the
 * database of that chain, which this room owns; to this room they are text. Only an address that
 * worked once is kept: what peers merely tell would let them choose what fills the table.
 */
public interface PeerAddressStore {

    /** Most addresses that are kept: those with fewest failures, then those that worked last. */
    int MOST = 512;

    /** After so many attempts in vain, one after another, an address is forgotten. */
    int MOST_FAILURES = 10;

    /** Those that worked last first. */
    List<String> known();

    /** A peer of the chain answered there. */
    void worked(String address, Instant at);

    /** Nobody of the chain answered there; nothing happens to an address that is not kept. */
    void failed(String address, Instant at);
}
