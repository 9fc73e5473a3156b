package io.hypha.web;

import io.hypha.chain.Reading;
import io.hypha.rank.RankingPage;

/** The first page: where the node stands and what is on record. */
public record HomePage(NodePage node, Figure validators, String validatorsText, Ground ground) {

    static HomePage of(NodePage node, Reading<RankingPage> root) {
        return switch (root) {
            case Reading.Known<RankingPage> known ->
                    new HomePage(
                            node,
                            Figure.at(
                                    Numbers.grouped(known.value().total()),
                                    known.value().level(),
                                    known.value().block().number()),
                            "on root, newest epoch "
                                    + Numbers.block(known.value().block().number()),
                            node.ground());
            case Reading.Missing<RankingPage>(var _, String text) ->
                    new HomePage(node, Figure.missing("none yet"), text, node.ground());
        };
    }
}
