package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;

/** A constant of a pallet: its encoded value and the id of its type. */
public record Constant(String name, int type, Bytes value) {}
