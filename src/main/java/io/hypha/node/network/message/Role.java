package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;

/**
 * What a peer says it is. Alone, one byte, it is the handshake of {@code /transactions/1} and
 * {@code /grandpa/1}.
 */
public enum Role {
    FULL(1),
    LIGHT(2),
    AUTHORITY(4);

    private final int code;

    Role(int code) {
        this.code = code;
    }

    /** 1, 2 or 4. */
    public int code() {
        return code;
    }

    /** The handshake of one byte. */
    public Bytes encode() {
        return Bytes.ofInts(code);
    }

    /**
     * Reads the handshake of one byte; what follows it is ignored, as Substrate ignores it.
     *
     * @throws MessageException when it is empty, too long or no role
     */
    public static Role decode(Bytes handshake) {
        if (handshake.isEmpty() || handshake.size() > MessageLimits.MAX_ROLE_HANDSHAKE) {
            throw new MessageException(
                    0,
                    "expected a role of 1 to "
                            + MessageLimits.MAX_ROLE_HANDSHAKE
                            + " bytes, found "
                            + handshake.size());
        }
        return of(handshake.unsignedAt(0), 0);
    }

    static Role of(int code, int offset) {
        return switch (code) {
            case 1 -> FULL;
            case 2 -> LIGHT;
            case 4 -> AUTHORITY;
            default -> throw new MessageException(offset, "expected role 1, 2 or 4, found " + code);
        };
    }
}
