package io.hypha.node.network.wire;

/** Text or bytes that are no multiaddr or no peer id; the message says why. */
public final class AddressException extends Exception {

    private static final long serialVersionUID = 1L;

    public AddressException(String message) {
        super(message);
    }
}
