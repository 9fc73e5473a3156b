package io.hypha.node.metadata;

/**
 * A generic parameter of a type.
 *
 * @param type id of the type it is bound to, or {@link #SKIPPED}
 */
public record TypeParameter(String name, int type) {

    /** The parameter is not part of the encoding. */
    public static final int SKIPPED = -1;

    public boolean isSkipped() {
        return type == SKIPPED;
    }
}
