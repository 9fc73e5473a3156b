package io.hypha.node.network.message;

/**
 * Bounds on what a peer may send. Byte counts are those of whole messages; the decoders check them
 * again, so that nothing depends on who framed the message.
 */
public final class MessageLimits {

    /** Largest request of the request-response protocols. */
    public static final int MAX_REQUEST = 1 << 20;

    /** Largest response: what one peer may make this process hold. */
    public static final int MAX_RESPONSE = 16 << 20;

    public static final int MAX_IDENTIFY = 64 << 10;
    public static final int MAX_KAD_REQUEST = 4 << 10;
    public static final int MAX_KAD_RESPONSE = 256 << 10;

    /** A block announcement is a header and little more. */
    public static final int MAX_BLOCK_ANNOUNCE = 1 << 20;

    /** Handshakes of {@code /transactions/1} and {@code /grandpa/1}: one byte; more is ignored. */
    public static final int MAX_ROLE_HANDSHAKE = 32;

    public static final int MAX_TRANSACTIONS = 16 << 20;
    public static final int MAX_GRANDPA = 1 << 20;

    /** Most blocks of one response; a server sends as many at most. */
    public static final int MAX_BLOCKS = 128;

    /** Bodies of one response: a server stops after the block that exceeds this. */
    public static final int MAX_BODY_BYTES = 8 << 20;

    /** Most extrinsics of one {@link BlockResponse} or {@link TransactionsMessage}. */
    public static final int MAX_EXTRINSICS = 1 << 17;

    /** Most keys of one {@link LightRequest}. */
    public static final int MAX_KEYS = 1 << 14;

    /** Longest storage key. */
    public static final int MAX_KEY_BYTES = 16 << 10;

    /** Longest name of a runtime function. */
    public static final int MAX_METHOD_BYTES = 256;

    /** What {@code /state/2} serves at once: bytes of keys and values. */
    public static final int MAX_STATE_ENTRY_BYTES = 2 << 20;

    /** Largest warp proof that a server makes. */
    public static final int MAX_WARP_PROOF = 8 << 20;

    /** Most peers of one {@link KadResponse}; an honest one has 20. */
    public static final int MAX_KAD_PEERS = 1024;

    /** Most addresses of one peer. */
    public static final int MAX_ADDRESSES = 64;

    /** Longest multiaddr. */
    public static final int MAX_ADDRESS_BYTES = 1 << 10;

    /** Longest PeerId or public key. */
    public static final int MAX_PEER_ID_BYTES = 128;

    /** Most protocols that {@link Identify} lists. */
    public static final int MAX_PROTOCOLS = 512;

    /** Longest text of {@link Identify}: protocol names, agent. */
    public static final int MAX_TEXT_BYTES = 1 << 10;

    /** Most votes of one GRANDPA message: one or, of an equivocator, two of each voter. */
    public static final int MAX_VOTES = 4096;

    /** Most justifications of one block, and kinds of engines they may be of. */
    public static final int MAX_JUSTIFICATIONS = 16;

    /** Largest header. */
    public static final int MAX_HEADER_BYTES = 1 << 20;

    private MessageLimits() {}
}
