package io.hypha.rank;

import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Take;
import io.hypha.index.Coverage;
import io.hypha.index.EpochHistory;
import io.hypha.index.RootEpoch;
import io.hypha.index.SubnetEpoch;
import io.hypha.index.ValidatorRecord;
import io.hypha.yield.Growth;
import io.hypha.yield.PoolYield;
import io.hypha.yield.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Rankings from the record, kept per subnet until the record changes. While history is still being
 * read a ranking is computed anew only when its subnet has noticeably more of it: the order it
 * shows says how much it stands on.
 */
public final class ScoredRanking implements Ranking {

    private static final Duration BACK = Duration.ofDays(38);

    private final EpochHistory history;
    private final Map<NetUid, Kept> kept = new ConcurrentHashMap<>();

    public ScoredRanking(EpochHistory history) {
        this.history = history;
    }

    private record Kept(
            long version, Coverage coverage, BlockRef block, List<RankedValidator> rows) {

        /** The same newest epoch, and less than a twentieth more of history below it. */
        boolean isGoodFor(Coverage now) {
            return now.newestBlock() == coverage.newestBlock()
                    && now.complete() == coverage.complete()
                    && now.epochs() <= coverage.epochs() + coverage.epochs() / 20;
        }
    }

    @Override
    public List<NetUid> subnets() {
        return history.subnets();
    }

    @Override
    public Reading<RankingPage> page(NetUid netUid, RankingQuery query) {
        Optional<Kept> ranking = ranking(netUid);
        if (ranking.isEmpty()) {
            return Reading.missing(
                    Reading.Reason.NOT_READ_YET,
                    "no epoch of subnet " + netUid + " is on record yet");
        }
        List<RankedValidator> matching =
                ranking.get().rows().stream()
                        .filter(row -> matches(row, query.search()))
                        .sorted(order(query))
                        .toList();
        int from = Math.min(query.offset(), matching.size());
        int to = (int) Math.min((long) from + query.limit(), matching.size());
        BlockRef block = ranking.get().block();
        RankingPage page =
                new RankingPage(
                        netUid,
                        block,
                        Level.DERIVED,
                        matching.size(),
                        ranking.get().coverage(),
                        matching.subList(from, to));
        return Reading.known(
                page, block, Level.DERIVED, ProofId.of(block, "ranking", netUid.toString()));
    }

    @Override
    public Reading<RankedValidator> validator(NetUid netUid, Hotkey hotkey) {
        return ranking(netUid)
                .flatMap(ranking ->
                        ranking.rows().stream()
                                .filter(row -> row.hotkey().equals(hotkey))
                                .findFirst())
                .<Reading<RankedValidator>>map(
                        row -> Reading.known(row, row.block(), row.level(), row.proof()))
                .orElseGet(() ->
                        Reading.missing(
                                Reading.Reason.NOT_READ_YET,
                                "no epoch on record has "
                                        + hotkey.address()
                                        + " on subnet "
                                        + netUid));
    }

    @Override
    public Optional<ValidatorProfile> profile(Hotkey hotkey) {
        ValidatorRecord validator = history.validators().get(hotkey);
        if (validator == null) {
            return Optional.empty();
        }
        List<RankedValidator> places = new ArrayList<>();
        List<NetUid> subnets = new ArrayList<>(history.subnetsOf(hotkey));
        subnets.addFirst(NetUid.ROOT);
        for (NetUid netUid : subnets) {
            validator(netUid, hotkey).toOptional().ifPresent(places::add);
        }
        Optional<BlockRef> block =
                places.stream().map(RankedValidator::block).max(Comparator.naturalOrder());
        List<ValidatorProfile.TakeChange> takes =
                history.takes(hotkey, 0).stream()
                        .map(take ->
                                new ValidatorProfile.TakeChange(
                                        take.block().number(),
                                        take.block().timestampMillis(),
                                        take.take()))
                        .toList();
        return Optional.of(
                new ValidatorProfile(
                        hotkey,
                        block.map(at -> Places.name(Optional.of(validator), at))
                                .orElseGet(() ->
                                        Reading.missing(
                                                Reading.Reason.NOT_READ_YET, "not read yet")),
                        places,
                        takes));
    }

    @Override
    public List<ValidatorProfile.Point> chart(NetUid netUid, Hotkey hotkey) {
        Optional<BlockRef> newest = ranking(netUid).map(Kept::block);
        if (newest.isEmpty()) {
            return List.of();
        }
        long since = newest.get().timestampMillis() - BACK.toMillis();
        if (netUid.isRoot()) {
            return rootChart(history.rootEpochs(hotkey, since), newest.get());
        }
        PoolYield pool =
                new PoolYield(history.epochs(netUid, since), history.stakes(netUid, hotkey, since));
        return pool.points(Window.MONTH).stream()
                .map(point ->
                        new ValidatorProfile.Point(
                                point.epoch().block().number(),
                                point.epoch().block().timestampMillis(),
                                point.index(),
                                point.gapBefore()))
                .toList();
    }

    private static List<ValidatorProfile.Point> rootChart(List<RootEpoch> epochs, BlockRef newest) {
        long since = newest.timestampMillis() - Window.MONTH.length().toMillis();
        List<ValidatorProfile.Point> points = new ArrayList<>();
        BigDecimal index = BigDecimal.ONE;
        for (RootEpoch epoch : epochs) {
            if (epoch.block().timestampMillis() >= since) {
                index = points.isEmpty() ? index : index.add(epoch.accrual());
                points.add(
                        new ValidatorProfile.Point(
                                epoch.block().number(),
                                epoch.block().timestampMillis(),
                                index,
                                false));
            }
        }
        return points;
    }

    private Optional<Kept> ranking(NetUid netUid) {
        long version = history.version(netUid);
        Kept before = kept.get(netUid);
        if (before != null && before.version() == version) {
            return Optional.of(before);
        }
        // A block that is kept between two questions would be in the rows and not in the coverage.
        return history.atOnce(() -> ranking(netUid, version, before));
    }

    private Optional<Kept> ranking(NetUid netUid, long version, @Nullable Kept before) {
        Optional<Coverage> coverage = history.coverage(netUid);
        if (coverage.isEmpty()) {
            return Optional.empty();
        }
        if (before != null && before.isGoodFor(coverage.get())) {
            return Optional.of(before);
        }
        Optional<Kept> made =
                netUid.isRoot()
                        ? root(version, coverage.get())
                        : subnet(netUid, version, coverage.get());
        made.ifPresent(ranking -> kept.put(netUid, ranking));
        return made;
    }

    private Optional<Kept> subnet(NetUid netUid, long version, Coverage coverage) {
        List<SubnetEpoch> newest = history.epochs(netUid, 0);
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        SubnetRecord subnet =
                SubnetRecord.read(history, netUid, newest.getLast().block().timestampMillis());
        return Optional.of(
                new Kept(
                        version,
                        coverage,
                        subnet.newest().block(),
                        SubnetRanking.of(subnet, coverage)));
    }

    private Optional<Kept> root(long version, Coverage coverage) {
        Optional<BlockRef> newest = Optional.empty();
        for (NetUid netUid : history.subnets()) {
            List<SubnetEpoch> epochs = netUid.isRoot() ? List.of() : history.epochs(netUid, 0);
            if (!epochs.isEmpty()
                    && (newest.isEmpty() || newest.get().compareTo(epochs.getLast().block()) < 0)) {
                newest = Optional.of(epochs.getLast().block());
            }
        }
        return newest.map(block ->
                new Kept(
                        version,
                        coverage,
                        block,
                        RootRanking.of(
                                history.rootEpochs(block.timestampMillis() - BACK.toMillis()),
                                history.validators(),
                                coverage,
                                block)));
    }

    private static boolean matches(RankedValidator row, String search) {
        String wanted = search.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || row.name().toOptional().orElse("").toLowerCase(Locale.ROOT).contains(wanted)
                || row.hotkey().address().toLowerCase(Locale.ROOT).contains(wanted);
    }

    private static Comparator<RankedValidator> order(RankingQuery query) {
        Comparator<RankedValidator> order =
                switch (query.order()) {
                    case RANK ->
                            Comparator.comparing(
                                    row -> row.rank().toOptional().orElse(Integer.MAX_VALUE));
                    case NAME ->
                            Comparator.comparing(row ->
                                    row.name()
                                            .toOptional()
                                            .orElse("\uffff")
                                            .toLowerCase(Locale.ROOT));
                    case TAKE ->
                            Comparator.comparing(
                                    row -> row.take().toOptional().map(Take::parts).orElse(-1));
                    case STAKE ->
                            Comparator.comparing(
                                    row -> row.stake().toOptional().map(Alpha::rao).orElse(-1L));
                    case SCORE ->
                            Comparator.comparing(
                                    row -> Places.orLowest(row.score().map(Score::points)));
                    case YIELD ->
                            Comparator.comparing(row ->
                                    Places.orLowest(
                                            growth(row, query.window()).map(Growth::realised)));
                    case VTRUST -> Comparator.comparing(row -> Places.orLowest(row.vtrust()));
                };
        return query.descending() ? order.reversed() : order;
    }

    private static Reading<Growth> growth(RankedValidator row, Window window) {
        return switch (window) {
            case DAY -> row.day();
            case WEEK -> row.week();
            case MONTH -> row.month();
        };
    }
}
