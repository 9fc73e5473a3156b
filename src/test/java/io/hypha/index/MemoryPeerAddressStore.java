package io.hypha.index;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The port in memory, for tests. */
public final class MemoryPeerAddressStore implements PeerAddressStore {

    private record Row(String address, Instant workedAt, int failures) {}

    private static final Comparator<Row> NEWEST =
            Comparator.comparing(Row::workedAt).reversed().thenComparing(Row::address);

    private final Map<String, Row> rows = new HashMap<>();

    @Override
    public synchronized List<String> known() {
        return rows.values().stream().sorted(NEWEST).map(Row::address).toList();
    }

    @Override
    public synchronized void worked(String address, Instant at) {
        rows.put(address, new Row(address, at, 0));
        rows.values().stream()
                .sorted(Comparator.comparingInt(Row::failures).thenComparing(NEWEST))
                .skip(MOST)
                .map(Row::address)
                .toList()
                .forEach(rows::remove);
    }

    @Override
    public synchronized void failed(String address, Instant at) {
        rows.computeIfPresent(
                address,
                (_, row) ->
                        row.failures() + 1 >= MOST_FAILURES
                                ? null
                                : new Row(address, row.workedAt(), row.failures() + 1));
    }
}
