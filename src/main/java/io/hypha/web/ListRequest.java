package io.hypha.web;

import io.hypha.chain.NetUid;
import io.hypha.rank.RankingQuery;
import io.hypha.yield.Window;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What the address of a validator list says; the whole state of the page is in its address. */
record ListRequest(
        NetUid netUid,
        Window window,
        String search,
        RankingQuery.Order order,
        boolean descending,
        int offset) {

    static final int MAX_SEARCH = 100;

    /**
     * Reads the parameters.
     *
     * @param sort a column, with {@code -} before it for descending
     * @throws IllegalArgumentException with a sentence for the person who typed the address
     */
    static ListRequest of(NetUid netUid, Window window, String search, String sort, int offset) {
        if (search.length() > MAX_SEARCH) {
            throw new IllegalArgumentException(
                    "A search has at most " + MAX_SEARCH + " characters.");
        }
        if (offset < 0) {
            throw new IllegalArgumentException("An offset is 0 or more, was " + offset + ".");
        }
        boolean descending = sort.startsWith("-");
        String column = descending ? sort.substring(1) : sort;
        for (RankingQuery.Order order : RankingQuery.Order.values()) {
            if (key(order).equals(column)) {
                return new ListRequest(netUid, window, search.strip(), order, descending, offset);
            }
        }
        throw new IllegalArgumentException(
                "A list is sorted by rank, name, take, stake, score, yield or vtrust.");
    }

    static String key(RankingQuery.Order order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    RankingQuery query(int limit) {
        return new RankingQuery(window, search, order, descending, limit, offset);
    }

    String href(Window other) {
        return href(other, order, descending, 0);
    }

    /** The next click on a column: best first, and on the sorted column the other way round. */
    String href(RankingQuery.Order other) {
        boolean bestIsMost =
                switch (other) {
                    case RANK, NAME, TAKE -> false;
                    case STAKE, SCORE, YIELD, VTRUST -> true;
                };
        return href(window, other, other == order ? !descending : bestIsMost, 0);
    }

    String href(int otherOffset) {
        return href(window, order, descending, otherOffset);
    }

    private String href(Window w, RankingQuery.Order o, boolean down, int from) {
        StringBuilder href =
                new StringBuilder("/validators?subnet=")
                        .append(netUid)
                        .append("&window=")
                        .append(w.code());
        if (!search.isEmpty()) {
            href.append("&q=").append(URLEncoder.encode(search, StandardCharsets.UTF_8));
        }
        if (o != RankingQuery.Order.RANK || down) {
            href.append("&sort=").append(down ? "-" : "").append(key(o));
        }
        if (from > 0) {
            href.append("&offset=").append(from);
        }
        return href.toString();
    }
}
