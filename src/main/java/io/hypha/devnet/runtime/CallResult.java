package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/** The end of a runtime API call ({@code state_call}). */
public sealed interface CallResult {

    /** SCALE of the API's return type. */
    record Returned(Bytes value) implements CallResult {}

    /** This runtime exports no such function. */
    record NoSuchMethod(String method) implements CallResult {}

    /** The parameters do not decode, or the call cannot be answered; a WASM runtime would trap. */
    record Trapped(String reason) implements CallResult {}
}
