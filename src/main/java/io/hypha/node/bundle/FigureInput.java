package io.hypha.node.bundle;

import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;

/**
 * One storage value that a figure rests on.
 *
 * @param name what the formula calls it; unique in its figure
 * @param block hash of the block whose state holds it
 * @param key in the main trie
 * @param value what the bundle claims and its proof must show
 */
public record FigureInput(String name, Hash256 block, Bytes key, StorageValue value) {}
