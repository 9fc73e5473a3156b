package io.hypha.node.consensus;

import io.hypha.node.bytes.BlockId;

/** How this room writes blocks in its reasons: in full, so that they can be searched for. */
final class Text {

    private Text() {}

    static String block(BlockId block) {
        return "#" + block.number() + " " + block.hash();
    }
}
