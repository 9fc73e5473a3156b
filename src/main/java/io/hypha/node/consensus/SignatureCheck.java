package io.hypha.node.consensus;

/** Whether a signature is one of this key over this message. Answers false for keys and signatures of any other form. */
@FunctionalInterface
public interface SignatureCheck {

    boolean isValid(byte[] publicKey, byte[] message, byte[] signature);
}
