package io.hypha.web;

import io.hypha.chain.Reading;
import io.hypha.rank.RankingPage;

/** The first page: where the node stands and what is on record. */
public record HomePage(NodePage node, String validators, String validatorsText, Ground ground) {

    static HomePage of(NodePage node, Reading<RankingPage> root) {
        return switch (root) {
            case Reading.Known<RankingPage> known ->
                    new HomePage(
                            node,
                            Numbers.grouped(known.value().total()),
                            "on root, newest epoch "
                                    + Numbers.block(known.value().block().number()),
                            new Ground(null, null));
            case Reading.Missing<RankingPage>(var _, String text) ->
                    new HomePage(node, "none yet", text, new Ground(null, null));
        };
    }
}
