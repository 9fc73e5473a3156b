package io.hypha.node.metadata;

import java.util.Locale;

/** The primitive types of scale-info, in the order of their encoding. */
public enum Primitive {
    BOOL(1),
    CHAR(4),
    STR(0),
    U8(1),
    U16(2),
    U32(4),
    U64(8),
    U128(16),
    U256(32),
    I8(1),
    I16(2),
    I32(4),
    I64(8),
    I128(16),
    I256(32);

    private final int size;
    private final String scaleName;

    Primitive(int size) {
        this.size = size;
        this.scaleName = name().toLowerCase(Locale.ROOT);
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
        return ordinal() >= U8.ordinal() && ordinal() <= U256.ordinal();
    }

    public boolean isSigned() {
        return ordinal() >= I8.ordinal();
    }

    public boolean isInteger() {
        return ordinal() >= U8.ordinal();
    }
}
