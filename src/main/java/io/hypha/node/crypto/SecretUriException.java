package io.hypha.node.crypto;

/** A text that is no secret URI. The message never repeats the secret. */
public final class SecretUriException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretUriException(String reason) {
        super(reason);
    }
}
