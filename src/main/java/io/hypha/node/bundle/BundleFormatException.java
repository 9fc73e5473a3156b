package io.hypha.node.bundle;

/** JSON that is no bundle: says where, what was expected and what was found. */
public final class BundleFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BundleFormatException(String path, String expected) {
        super(path + ": expected " + expected);
    }
}
