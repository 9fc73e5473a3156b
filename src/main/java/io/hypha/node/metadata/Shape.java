package io.hypha.node.metadata;

/** How a type looks in JSON, by the mapping of the contract's section 1. */
enum Shape {
    /** {@code AccountId32}: SS58 text. */
    ACCOUNT,
    /** Null or the value. */
    OPTION,
    /** An Option whose value may itself be null: null or {@code {"Some": value}}. */
    OPTION_OF_NULLABLE,
    /** A map whose keys are numbers or text: an object. */
    OBJECT_MAP,
    /** Any other map: a list of pairs. */
    PAIR_MAP,
    /** A {@code BTreeSet}: a list, in order when written. */
    SET,
    /** {@code Vec<u8>}: hex. */
    BYTES,
    /** {@code [u8; n]}: hex. */
    FIXED_BYTES,
    /** Nothing: null. */
    UNIT,
    /** A struct or tuple of one unnamed field: that field. */
    NEWTYPE,
    /** Named fields: an object. */
    STRUCT,
    /** Unnamed fields or a tuple: a list. */
    FIELDS,
    VARIANT,
    SEQUENCE,
    ARRAY,
    PRIMITIVE,
    COMPACT,
    BITS
}
