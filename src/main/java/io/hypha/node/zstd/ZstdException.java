package io.hypha.node.zstd;

/** The bytes are no zstd, use what is not known here, or hold more than the limit. */
public final class ZstdException extends Exception {

    private static final long serialVersionUID = 1L;

    ZstdException(String message) {
        super(message);
    }
}
