package io.hypha.devnet.rpc;

/** An error answer: runs from a method to the dispatcher, which writes it. Codes as Substrate's. */
final class RpcFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;

    private final int code;
    private final String data;

    /**
     * @param data says more; empty leaves it out
     */
    RpcFailure(int code, String message, String data) {
        super(message, null, false, false);
        this.code = code;
        this.data = data;
    }

    RpcFailure(int code, String message) {
        this(code, message, "");
    }

    static RpcFailure invalidParams(String what) {
        return new RpcFailure(INVALID_PARAMS, "Invalid params", what);
    }

    int code() {
        return code;
    }

    String data() {
        return data;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
