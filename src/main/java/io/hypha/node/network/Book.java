package io.hypha.node.network;

import io.hypha.node.network.wire.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The caller's address book, whose failures are no reason to lose a peer. */
final class Book {

    private static final Logger LOG = LoggerFactory.getLogger(Book.class);

    private final AddressBook book;

    Book(AddressBook book) {
        this.book = book;
    }

    /** Takes note of an address that ends at a peer; of others there is nothing to remember. */
    void note(Multiaddr address, boolean worked) {
        if (address.peerId().isEmpty()) {
            return;
        }
        try {
            book.remember(address, worked);
        } catch (RuntimeException e) {
            LOG.warn("the address book failed: {}; going on without it", e.getMessage());
        }
    }
}
