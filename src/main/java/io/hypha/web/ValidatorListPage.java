package io.hypha.web;

import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.RankingPage;
import io.hypha.rank.RankingQuery;
import io.hypha.yield.Growth;
import io.hypha.yield.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One page of the ranking of one subnet, as texts. */
public record ValidatorListPage(
        String heading,
        String summary,
        String order,
        boolean root,
        String subnet,
        String window,
        String search,
        List<Choice> subnets,
        List<Choice> windows,
        List<Column> columns,
        List<Row> rows,
        @Nullable String emptyText,
        @Nullable String previous,
        @Nullable String next,
        String range,
        Ground ground) {

    /** A link or option, and whether it is the one in force. */
    public record Choice(String value, String label, boolean current) {}

    /** A column that sorts: its link and whether it is sorted now. */
    public record Column(String key, String href, @Nullable String sorted) {}

    public record Row(
            Figure rank,
            String name,
            boolean named,
            String address,
            String shortAddress,
            String href,
            Figure yield,
            Figure apr,
            Figure apy,
            String spark,
            String sparkWords,
            Figure score,
            List<Drawing.Slot> scoreBar,
            String scoreWords,
            Figure coverage,
            Figure take,
            Figure vtrust,
            Figure stake,
            String level,
            String proof,
            String delegateHref) {}

    static ValidatorListPage of(
            ListRequest request, Reading<RankingPage> ranking, List<SubnetView> subnets) {
        List<Row> rows = new ArrayList<>();
        @Nullable String empty = null;
        String summary;
        String range = "";
        int total = 0;
        switch (ranking) {
            case Reading.Known<RankingPage>(RankingPage page, var _, var _, var _) -> {
                page.items().forEach(item -> rows.add(row(item, request.window())));
                total = page.total();
                summary =
                        "%s validators. As of epoch block %s. On record: %s epochs, %s%s."
                                .formatted(
                                        Numbers.grouped(total),
                                        Numbers.block(page.block().number()),
                                        Numbers.grouped(page.coverage().epochs()),
                                        Numbers.span(page.coverage().span()),
                                        page.coverage().complete()
                                                ? ", the whole chain"
                                                : page.coverage().gap().isEmpty()
                                                        ? ", older epochs are being read"
                                                        : "; " + page.coverage().gap());
                if (rows.isEmpty()) {
                    empty = "No validator matches.";
                }
                range =
                        rows.isEmpty()
                                ? ""
                                : (request.offset() + 1)
                                        + "–"
                                        + (request.offset() + rows.size())
                                        + " of "
                                        + total;
            }
            case Reading.Missing<RankingPage>(var _, String text) -> {
                summary = text;
                empty = text;
            }
        }
        int size = RankingQuery.DEFAULT_LIMIT;
        return new ValidatorListPage(
                request.netUid().isRoot()
                        ? "Validators"
                        : "Validators on subnet " + request.netUid(),
                summary,
                request.netUid().isRoot()
                        ? "Ordered by what root stake accrued over 30 days, net of take."
                        : "Ordered by score: yield, consistency, consensus, freshness, stable take, spread.",
                request.netUid().isRoot(),
                request.netUid().toString(),
                request.window().code(),
                request.search(),
                subnets.stream().map(view -> choice(view, request)).toList(),
                List.of(Window.values()).stream()
                        .map(window ->
                                new Choice(
                                        request.href(window),
                                        window.code(),
                                        window == request.window()))
                        .toList(),
                columns(request),
                rows,
                empty,
                request.offset() == 0 ? null : request.href(Math.max(0, request.offset() - size)),
                request.offset() + rows.size() < total
                        ? request.href(request.offset() + size)
                        : null,
                range,
                Ground.of(
                        rows.stream()
                                .flatMap(r ->
                                        java.util.stream.Stream.of(
                                                r.yield(), r.score(), r.take(), r.stake()))
                                .toList()));
    }

    private static List<Column> columns(ListRequest request) {
        return List.of(RankingQuery.Order.values()).stream()
                .map(order ->
                        new Column(
                                ListRequest.key(order),
                                request.href(order),
                                order != request.order()
                                        ? null
                                        : request.descending() ? "descending" : "ascending"))
                .toList();
    }

    private static Choice choice(SubnetView view, ListRequest request) {
        String name =
                view.netUid().isRoot()
                        ? "Root"
                        : view.netUid()
                                + view.name().toOptional().map(text -> " · " + text).orElse("");
        return new Choice(view.netUid().toString(), name, view.netUid().equals(request.netUid()));
    }

    private static Row row(RankedValidator item, Window window) {
        Reading<Growth> growth =
                switch (window) {
                    case DAY -> item.day();
                    case WEEK -> item.week();
                    case MONTH -> item.month();
                };
        String address = item.hotkey().address();
        String name = item.name().toOptional().filter(text -> !text.isBlank()).orElse("");
        return new Row(
                Figure.number(item.rank()),
                name.isEmpty() ? Numbers.shortAddress(address) : name,
                !name.isEmpty(),
                address,
                Numbers.shortAddress(address),
                "/validators/" + address,
                Figure.percent(growth.map(Growth::realised), 2),
                Figure.percent(growth.map(Growth::apr), 2),
                Figure.percent(growth.map(Growth::apy), 2),
                Drawing.spark(item.sparkline(), 84, 24),
                sparkWords(item.sparkline()),
                Figure.decimal(item.score().map(score -> score.points()), 1, null),
                item.score().toOptional().map(Drawing::scoreBar).orElse(List.of()),
                item.score().toOptional().map(Drawing::scoreWords).orElse(""),
                Figure.percent(
                        Reading.known(item.coverage(), item.block(), item.level(), item.proof()),
                        1),
                Figure.percent(item.take().map(take -> take.ratio()), 2),
                Figure.decimal(item.vtrust(), 4, null),
                Figure.alpha(item.stake(), 0),
                item.level().code(),
                item.proof().toString(),
                "/stake?hotkey=" + address + "&netuid=" + item.netUid());
    }

    private static String sparkWords(List<BigDecimal> values) {
        return values.size() < 2
                ? "not enough daily values"
                : values.size()
                        + " daily values, from "
                        + Numbers.percent(values.getFirst(), 3)
                        + " to "
                        + Numbers.percent(values.getLast(), 3)
                        + " percent";
    }
}
