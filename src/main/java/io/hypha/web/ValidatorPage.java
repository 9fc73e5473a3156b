package io.hypha.web;

import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetView;
import io.hypha.chain.ValidatorView;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Score;
import io.hypha.rank.ValidatorProfile;
import io.hypha.yield.Growth;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One validator: its figures on every subnet, the score with its parts, the chart and its table,
 * its takes.
 */
public record ValidatorPage(
        String name,
        boolean named,
        String address,
        Figure takeNow,
        Figure rootStake,
        Figure owner,
        @Nullable String ownerHref,
        String subnetLabel,
        @Nullable Place shown,
        List<Place> places,
        List<Part> parts,
        List<String> caps,
        String scoreText,
        String chartPath,
        String chartWords,
        List<Point> points,
        List<TakeRow> takes,
        Ground ground) {

    public record Place(
            String subnet,
            String label,
            boolean current,
            String href,
            Figure rank,
            Figure month,
            Figure week,
            Figure day,
            Figure apr,
            Figure apy,
            Figure score,
            Figure coverage,
            Figure vtrust,
            String permit,
            Figure stake,
            String level,
            String proof,
            String delegateHref) {}

    public record Part(String label, String points, String weight, String input, String peers) {}

    public record Point(String block, String time, String index, boolean gapBefore) {}

    public record TakeRow(String block, String time, String take) {}

    static ValidatorPage of(
            ValidatorProfile profile,
            NetUid wanted,
            List<ValidatorProfile.Point> chart,
            Reading<ValidatorView> live,
            List<SubnetView> subnets) {
        Map<NetUid, String> names =
                subnets.stream()
                        .filter(view -> view.name().toOptional().isPresent())
                        .collect(
                                Collectors.toMap(
                                        SubnetView::netUid,
                                        view -> view.name().toOptional().orElse("")));
        List<Place> places =
                profile.places().stream().map(place -> place(place, wanted, names)).toList();
        @Nullable RankedValidator ranked =
                profile.places().stream()
                        .filter(place -> place.netUid().equals(wanted))
                        .findFirst()
                        .orElse(null);
        @Nullable Score score = ranked == null ? null : ranked.score().toOptional().orElse(null);
        String name = profile.name().toOptional().filter(text -> !text.isBlank()).orElse("");
        String address = profile.hotkey().address();
        Figure take = Figure.percent(live.flatMap(v -> v.value().take()).map(t -> t.ratio()), 2);
        Figure rootStake = Figure.tao(live.flatMap(v -> v.value().rootStake()), 4);
        Figure owner = Figure.words(live.flatMap(v -> v.value().owner()).map(key -> key.address()));
        List<Figure> figures = new ArrayList<>(List.of(take, rootStake, owner));
        places.forEach(p -> Stream.of(p.month(), p.score(), p.stake()).forEach(figures::add));
        return new ValidatorPage(
                name.isEmpty() ? Numbers.shortAddress(address) : name,
                !name.isEmpty(),
                address,
                take,
                rootStake,
                owner,
                owner.unknown() ? null : "/accounts/" + owner.text(),
                label(wanted, names),
                places.stream().filter(Place::current).findFirst().orElse(null),
                places,
                score == null
                        ? List.of()
                        : score.components().stream().map(ValidatorPage::part).toList(),
                score == null
                        ? List.of()
                        : score.caps().stream()
                                .map(cap -> "At most " + cap.ceiling() + ": " + cap.reason())
                                .toList(),
                score == null ? scoreMissing(ranked) : scoreText(score),
                Drawing.spark(chart.stream().map(ValidatorProfile.Point::index).toList(), 640, 160),
                chartWords(chart),
                chart.stream().map(ValidatorPage::point).toList(),
                profile.takes().stream()
                        .map(change ->
                                new TakeRow(
                                        Numbers.block(change.block()),
                                        Numbers.utc(change.timestampMillis()),
                                        Numbers.percent(change.take().ratio(), 2) + " %"))
                        .toList(),
                Ground.of(figures));
    }

    private static Place place(RankedValidator item, NetUid wanted, Map<NetUid, String> names) {
        String address = item.hotkey().address();
        return new Place(
                item.netUid().toString(),
                label(item.netUid(), names),
                item.netUid().equals(wanted),
                "/validators/" + address + "?subnet=" + item.netUid(),
                Figure.number(item.rank()),
                Figure.percent(item.month().map(Growth::realised), 2),
                Figure.percent(item.week().map(Growth::realised), 2),
                Figure.percent(item.day().map(Growth::realised), 3),
                Figure.percent(item.month().map(Growth::apr), 2),
                Figure.percent(item.month().map(Growth::apy), 2),
                Figure.decimal(item.score().map(Score::points), 1, null),
                Figure.percent(
                        Reading.known(item.coverage(), item.block(), item.level(), item.proof()),
                        1),
                Figure.decimal(item.vtrust(), 4, null),
                switch (item.permit()) {
                    case Reading.Known<Boolean> known -> known.value() ? "yes" : "no";
                    case Reading.Missing<Boolean> missing -> missing.text();
                },
                Figure.alpha(item.stake(), 4),
                item.level().code(),
                item.proof().toString(),
                "/stake?hotkey=" + address + "&netuid=" + item.netUid());
    }

    private static String label(NetUid netUid, Map<NetUid, String> names) {
        if (netUid.isRoot()) {
            return "Root";
        }
        String name = names.get(netUid);
        return "Subnet " + netUid + (name == null ? "" : " (" + name + ")");
    }

    private static Part part(Score.Component component) {
        return new Part(
                component.part().label(),
                component.voided() ? "void" : Numbers.plain(component.points(), 2),
                Integer.toString(component.part().weight()),
                component.input(),
                component.peers().isEmpty() ? "—" : component.peers());
    }

    private static String scoreText(Score score) {
        return "Raw %s, confidence %s from %d epochs, drawn toward the subnet's median %s."
                .formatted(
                        Numbers.plain(score.raw(), 2),
                        Numbers.plain(score.confidence(), 3),
                        score.eligibleEpochs(),
                        Numbers.plain(score.median(), 2));
    }

    private static String scoreMissing(@Nullable RankedValidator ranked) {
        if (ranked == null) {
            return "No stake on record here.";
        }
        return switch (ranked.score()) {
            case Reading.Missing<Score> missing -> missing.text();
            case Reading.Known<Score> _ -> "";
        };
    }

    private static String chartWords(List<ValidatorProfile.Point> chart) {
        if (chart.size() < 2) {
            return "Not enough epochs on record for a chart.";
        }
        BigDecimal growth =
                chart.getLast()
                        .index()
                        .divide(chart.getFirst().index(), java.math.MathContext.DECIMAL64)
                        .subtract(BigDecimal.ONE);
        return "One unit of stake grew by %s %% from block %s to block %s. The scale does not start at 0."
                .formatted(
                        Numbers.percent(growth, 3),
                        Numbers.block(chart.getFirst().block()),
                        Numbers.block(chart.getLast().block()));
    }

    private static Point point(ValidatorProfile.Point point) {
        return new Point(
                Numbers.block(point.block()),
                Numbers.utc(point.timestampMillis()),
                Numbers.plain(point.index(), 9),
                point.gapBefore());
    }
}
