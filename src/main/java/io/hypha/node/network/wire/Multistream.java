package io.hypha.node.network.wire;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One negotiation of multistream-select 1.0. Each message is a varint length, text, and a line feed
 * that the length counts. The dialer sends header and first proposal in one go.
 */
final class Multistream {

    static final String HEADER = "/multistream/1.0.0";
    static final String NOT_AVAILABLE = "na";

    /** Longest message with its line feed; Substrate's longest name has about 110 characters. */
    static final int MAX_MESSAGE = 1_024;

    static final int MAX_PROPOSALS = 16;

    private final boolean dialer;
    private final List<String> proposals;
    private final Predicate<String> supported;
    private final ByteFifo output = new ByteFifo();

    private boolean headerSeen;
    private int proposed;
    private int refusals;
    private boolean refused;
    private Optional<String> agreed = Optional.empty();

    private int length;
    private int lengthBytes;
    private boolean inMessage;
    private byte[] message = new byte[0];
    private int filled;

    private Multistream(boolean dialer, List<String> proposals, Predicate<String> supported) {
        this.dialer = dialer;
        this.proposals = proposals;
        this.supported = supported;
    }

    /**
     * @throws IllegalArgumentException for no or too many proposals, or a name that cannot be sent
     */
    static Multistream dialer(List<String> proposals) {
        if (proposals.isEmpty() || proposals.size() > MAX_PROPOSALS) {
            throw new IllegalArgumentException(
                    "propose 1.." + MAX_PROPOSALS + " protocols, not " + proposals.size());
        }
        for (String proposal : proposals) {
            if (!isName(proposal)) {
                throw new IllegalArgumentException("not the name of a protocol: " + proposal);
            }
        }
        Multistream negotiation = new Multistream(true, List.copyOf(proposals), name -> false);
        negotiation.send(HEADER);
        negotiation.send(proposals.getFirst());
        return negotiation;
    }

    static Multistream listener(Predicate<String> supported) {
        return new Multistream(false, List.of(), supported);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() < MAX_MESSAGE
                && !name.equals(NOT_AVAILABLE)
                && !name.equals("ls")
                && name.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }

    /** The protocol that both sides speak from here on. */
    Optional<String> agreed() {
        return agreed;
    }

    /** The dialer's proposals were all turned down. */
    boolean isRefused() {
        return refused;
    }

    /** A dialer with one proposal: data may follow at once, the answer cannot change it. */
    boolean isCommitted() {
        return proposals.size() == 1;
    }

    /** How many proposals this listener turned down. */
    int refusals() {
        return refusals;
    }

    boolean isDialer() {
        return dialer;
    }

    byte[] takeOutput() {
        return output.takeAll();
    }

    /**
     * Takes bytes until the negotiation is decided.
     *
     * @return how many were taken; the rest belongs to the agreed protocol
     */
    int receive(byte[] bytes, int offset, int count) throws WireException {
        int at = offset;
        int end = offset + count;
        while (at < end && agreed.isEmpty() && !refused) {
            if (!inMessage) {
                readLength(bytes[at++] & 0xff);
            } else {
                int take = Math.min(end - at, length - filled);
                System.arraycopy(bytes, at, message, filled, take);
                at += take;
                filled += take;
                if (filled == length) {
                    inMessage = false;
                    accept(text());
                    length = 0;
                    lengthBytes = 0;
                }
            }
        }
        return at - offset;
    }

    private void readLength(int b) throws WireException {
        length |= (b & 0x7f) << (7 * lengthBytes);
        lengthBytes++;
        if (b >= 0x80) {
            if (lengthBytes == 2) {
                throw WireException.violation("negotiation: a message longer than " + MAX_MESSAGE);
            }
            return;
        }
        if (length == 0 || length > MAX_MESSAGE || (lengthBytes == 2 && b == 0)) {
            throw WireException.violation("negotiation: a message of length " + length);
        }
        message = new byte[length];
        filled = 0;
        inMessage = true;
    }

    private String text() throws WireException {
        if (message[length - 1] != '\n') {
            throw WireException.violation("negotiation: a message without line feed at its end");
        }
        for (int i = 0; i < length - 1; i++) {
            if (message[i] < 0x20 || message[i] > 0x7e) {
                throw WireException.violation("negotiation: a message that is no ASCII text");
            }
        }
        return new String(message, 0, length - 1, StandardCharsets.US_ASCII);
    }

    private void accept(String text) throws WireException {
        if (!headerSeen) {
            if (!text.equals(HEADER)) {
                throw WireException.violation(
                        "negotiation: expected " + HEADER + ", found \"" + shortened(text) + "\"");
            }
            headerSeen = true;
            if (!dialer) {
                send(HEADER);
            }
        } else if (dialer) {
            acceptAnswer(text);
        } else {
            acceptProposal(text);
        }
    }

    private void acceptAnswer(String text) throws WireException {
        if (text.equals(proposals.get(proposed))) {
            agreed = Optional.of(text);
        } else if (!text.equals(NOT_AVAILABLE)) {
            throw WireException.violation(
                    "negotiation: proposed "
                            + proposals.get(proposed)
                            + ", the answer is \""
                            + shortened(text)
                            + "\"");
        } else if (++proposed < proposals.size()) {
            send(proposals.get(proposed));
        } else {
            refused = true;
        }
    }

    private void acceptProposal(String text) throws WireException {
        if (isName(text) && supported.test(text)) {
            send(text);
            agreed = Optional.of(text);
            return;
        }
        if (++refusals > MAX_PROPOSALS) {
            throw new WireException(
                    WireFault.Kind.FLOOD, "negotiation: more than " + MAX_PROPOSALS + " proposals");
        }
        send(NOT_AVAILABLE);
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private void send(String text) {
        int size = text.length() + 1;
        byte[] out = new byte[(size < 0x80 ? 1 : 2) + size];
        int at = 0;
        if (size < 0x80) {
            out[at++] = (byte) size;
        } else {
            out[at++] = (byte) ((size & 0x7f) | 0x80);
            out[at++] = (byte) (size >> 7);
        }
        for (int i = 0; i < text.length(); i++) {
            out[at++] = (byte) text.charAt(i);
        }
        out[at] = '\n';
        output.add(out);
    }
}
