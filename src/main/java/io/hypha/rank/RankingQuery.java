package io.hypha.rank;

import io.hypha.yield.Window;

/**
 * What a reader asks of a ranking.
 *
 * @param window the returns that {@code order} goes by
 * @param search part of a name or an address, ignoring case; empty for all
 * @param order column to order by; places keep their numbers
 * @param limit rows of the page, 1..{@value #MAX_LIMIT}
 * @param offset rows before the page, from 0
 */
public record RankingQuery(
        Window window, String search, Order order, boolean descending, int limit, int offset) {

    public static final int MAX_LIMIT = 500;
    public static final int DEFAULT_LIMIT = 50;

    public RankingQuery {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit is 1.." + MAX_LIMIT + ", was " + limit);
        }
        if (offset < 0) {
            throw new IllegalArgumentException("offset is 0 or more, was " + offset);
        }
        if (search.length() > 100) {
            throw new IllegalArgumentException("a search has at most 100 characters");
        }
    }

    public enum Order {
        RANK,
        NAME,
        TAKE,
        STAKE,
        SCORE,
        YIELD,
        VTRUST
    }

    /** The first page by place. */
    public static RankingQuery first() {
        return new RankingQuery(Window.MONTH, "", Order.RANK, false, DEFAULT_LIMIT, 0);
    }
}
