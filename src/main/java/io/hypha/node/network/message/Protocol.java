package io.hypha.node.network.message;

import java.time.Duration;

/**
 * The protocols of a substream, with the limits that hold for their messages before one is read.
 *
 * <p>Limits: Substrate's defaults as of 2026, in part tightened. Times are what an honest server
 * allows itself; who asks should wait a little longer.
 */
public enum Protocol {
    /** libp2p's ping: 32 bytes and their echo, as often as liked. No length prefix. */
    PING(32, 32, Duration.ofSeconds(20)),

    /** libp2p's identify: no request, one {@link Identify}. */
    IDENTIFY(0, MessageLimits.MAX_IDENTIFY, Duration.ofSeconds(10)),

    /** Kademlia: {@link KadRequest} and {@link KadResponse}. */
    KAD(MessageLimits.MAX_KAD_REQUEST, MessageLimits.MAX_KAD_RESPONSE, Duration.ofSeconds(20)),

    /** Blocks: {@link BlockRequest} and {@link BlockResponse}. */
    SYNC(MessageLimits.MAX_REQUEST, MessageLimits.MAX_RESPONSE, Duration.ofSeconds(20)),

    /** Proofs of storage and calls: {@link LightRequest} and {@link LightResponse}. */
    LIGHT(MessageLimits.MAX_REQUEST, MessageLimits.MAX_RESPONSE, Duration.ofSeconds(15)),

    /** Ranges of the state: {@link StateRequest} and {@link StateResponse}. */
    STATE(MessageLimits.MAX_REQUEST, MessageLimits.MAX_RESPONSE, Duration.ofSeconds(40)),

    /** Warp proofs: {@link WarpRequest}; the answer is the proof's SCALE bytes as they are. */
    WARP(WarpRequest.SIZE, MessageLimits.MAX_RESPONSE, Duration.ofSeconds(10)),

    /** Notifications: {@link AnnounceHandshake}, then {@link BlockAnnounce}s. */
    BLOCK_ANNOUNCES(
            AnnounceHandshake.SIZE, MessageLimits.MAX_BLOCK_ANNOUNCE, Duration.ofSeconds(10)),

    /** Notifications: {@link Role} as handshake, then {@link TransactionsMessage}s. */
    TRANSACTIONS(
            MessageLimits.MAX_ROLE_HANDSHAKE,
            MessageLimits.MAX_TRANSACTIONS,
            Duration.ofSeconds(10)),

    /** Notifications: {@link Role} as handshake, then {@link GrandpaMessage}s. */
    GRANDPA(MessageLimits.MAX_ROLE_HANDSHAKE, MessageLimits.MAX_GRANDPA, Duration.ofSeconds(10));

    private final int maxRequest;
    private final int maxResponse;
    private final Duration timeLimit;

    Protocol(int maxRequest, int maxResponse, Duration timeLimit) {
        this.maxRequest = maxRequest;
        this.maxResponse = maxResponse;
        this.timeLimit = timeLimit;
    }

    /** Most bytes of a request, or of a notification protocol's handshake; prefix not counted. */
    public int maxRequest() {
        return maxRequest;
    }

    /** Most bytes of a response, or of one notification; prefix not counted. */
    public int maxResponse() {
        return maxResponse;
    }

    /** How long an honest server takes at most; for notifications, to answer the handshake. */
    public Duration timeLimit() {
        return timeLimit;
    }

    /** Whether messages flow one way after a handshake, instead of an answer to each request. */
    public boolean isNotification() {
        return switch (this) {
            case BLOCK_ANNOUNCES, TRANSACTIONS, GRANDPA -> true;
            case PING, IDENTIFY, KAD, SYNC, LIGHT, STATE, WARP -> false;
        };
    }
}
