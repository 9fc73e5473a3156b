package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProofLink;
import java.util.ArrayList;
import java.util.List;

/** The way from a block back to the checkpoint, in the form of evidence. */
final class WayReader {

    private WayReader() {}

    static Reading<Evidence.Way> way(LightNode node, FinalizedHead at) {
        return switch (node.link(at)) {
            case Answer.Given<ProofLink>(ProofLink link) -> {
                List<Evidence.Fragment> fragments = new ArrayList<>();
                for (ProofLink.Fragment fragment : link.fragments()) {
                    fragments.add(
                            new Evidence.Fragment(
                                    fragment.header(),
                                    fragment.justification(),
                                    fragment.announcement()));
                }
                BlockRef block = ChainStatusReader.block(at);
                yield Reading.known(
                        new Evidence.Way(
                                fragments, link.justified(), link.justification(), link.ancestry()),
                        block,
                        Level.PROVEN,
                        ProofId.of(block, "evidence"));
            }
            case Answer.Missing<ProofLink> missing -> Chain.missing(missing);
        };
    }
}
