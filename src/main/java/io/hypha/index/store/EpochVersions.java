package io.hypha.index.store;

import io.hypha.chain.NetUid;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts changes per subnet; this process is the only writer. */
final class EpochVersions {

    private final Map<NetUid, Long> versions = new ConcurrentHashMap<>();
    private final AtomicLong any = new AtomicLong();

    void changed(Collection<NetUid> netUids) {
        if (!netUids.isEmpty()) {
            any.incrementAndGet();
            netUids.forEach(netUid -> versions.merge(netUid, 1L, Long::sum));
        }
    }

    long of(NetUid netUid) {
        return netUid.isRoot() ? any.get() : versions.getOrDefault(netUid, 0L);
    }
}
