package io.hypha.node.network.wire;

/** A breach inside the room; the machine's door turns it into {@link ConnectionEvent.Closed}. */
final class WireException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient WireFault fault;

    WireException(WireFault.Kind kind, String text) {
        // no stack trace: the remote decides how often this is made
        super(text, null, false, false);
        this.fault = new WireFault(kind, text);
    }

    static WireException violation(String text) {
        return new WireException(WireFault.Kind.PROTOCOL_VIOLATION, text);
    }

    WireFault fault() {
        return fault;
    }
}
