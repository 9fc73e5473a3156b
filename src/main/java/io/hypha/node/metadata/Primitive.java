package io.hypha.node.metadata;

import java.util.Locale;

/** The primitive types of scale-info, in the order of their encoding. */
public enum Primitive {
    BOOL(0, 1),
    CHAR(1, 4),
    STR(2, 0),
    U8(3, 1),
    U16(4, 2),
    U32(5, 4),
    U64(6, 8),
    U128(7, 16),
    U256(8, 32),
    I8(9, 1),
    I16(10, 2),
    I32(11, 4),
    I64(12, 8),
    I128(13, 16),
    I256(14, 32);

    private final int code;
    private final int size;
    private final String scaleName;

    Primitive(int code, int size) {
        this.code = code;
        this.size = size;
        this.scaleName = name().toLowerCase(Locale.ROOT);
    }

    /** The byte that stands for it in metadata. */
    int code() {
        return code;
    }

    /** Encoded size in bytes; 0 for {@code str}, whose size varies. */
    public int size() {
        return size;
    }

    /** {@code bool}, {@code u64}, … as Rust writes it. */
    public String scaleName() {
        return scaleName;
    }

    public boolean isUnsigned() {
        return code >= U8.code && code <= U256.code;
    }

    public boolean isSigned() {
        return code >= I8.code;
    }
}
