package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Pallet 16: who may act for whom, against a deposit. Rule: {@code pallet_proxy} of Subtensor at
 * spec 424. Announcements and pure proxies do not exist here, and nobody can opt in to pay the fees
 * of its proxies; so a proxy with a delay can be appointed but never act.
 */
final class Proxies {

    static final long DEPOSIT_BASE = 60_000_000;
    static final long DEPOSIT_FACTOR = 33_000_000;
    static final int MAX_PROXIES = 20;

    private static final int PALLET = 16;
    private static final int PROXY_EXECUTED = 0;
    private static final int PROXY_ADDED = 4;
    private static final int PROXY_REMOVED = 5;

    private static final DispatchError TOO_MANY = new DispatchError.Module(PALLET, 0);
    private static final DispatchError NOT_FOUND = new DispatchError.Module(PALLET, 1);
    private static final DispatchError NOT_PROXY = new DispatchError.Module(PALLET, 2);
    private static final DispatchError DUPLICATE = new DispatchError.Module(PALLET, 4);
    private static final DispatchError UNANNOUNCED = new DispatchError.Module(PALLET, 6);
    private static final DispatchError NO_SELF_PROXY = new DispatchError.Module(PALLET, 7);

    private final Execution block;
    private final Balances balances;

    Proxies(Execution block) {
        this.block = block;
        this.balances = new Balances(block);
    }

    /** {@code ProxyDefinition}; kept in this order, the least first. */
    private record Definition(Bytes delegate, ProxyType type, long delay)
            implements Comparable<Definition> {

        private static final Comparator<Definition> ORDER =
                Comparator.comparing(Definition::delegate)
                        .thenComparing(Definition::type)
                        .thenComparingLong(Definition::delay);

        static Definition read(ScaleCodecReader in) {
            return new Definition(in.readFixed(32), ProxyType.read(in), in.readUint32());
        }

        void write(ScaleCodecWriter out) {
            out.writeFixed(delegate).writeUByte(type.index()).writeUint32(delay);
        }

        @Override
        public int compareTo(Definition other) {
            return ORDER.compare(this, other);
        }
    }

    private record Kept(List<Definition> definitions, long deposit) {

        static Kept of(Optional<Bytes> stored) {
            if (stored.isEmpty()) {
                return new Kept(List.of(), 0);
            }
            ScaleCodecReader in = new ScaleCodecReader(stored.get());
            return new Kept(in.readVector(37, Definition::read), in.readUint63());
        }

        Bytes encode() {
            return new ScaleCodecWriter()
                    .writeVector(definitions, (out, each) -> each.write(out))
                    .writeLong(deposit)
                    .toBytes();
        }
    }

    void add(Bytes account, Bytes delegate, ProxyType type, long delay) {
        if (account.equals(delegate)) {
            throw NO_SELF_PROXY.failure();
        }
        Kept kept = kept(account);
        Definition added = new Definition(delegate, type, delay);
        if (kept.definitions().contains(added)) {
            throw DUPLICATE.failure();
        }
        if (kept.definitions().size() >= MAX_PROXIES) {
            throw TOO_MANY.failure();
        }
        List<Definition> definitions = new ArrayList<>(kept.definitions());
        definitions.add(added);
        definitions.sort(Comparator.naturalOrder());
        put(account, kept.deposit(), definitions);
        event(PROXY_ADDED, account, added);
    }

    void remove(Bytes account, Bytes delegate, ProxyType type, long delay) {
        Kept kept = kept(account);
        Definition removed = new Definition(delegate, type, delay);
        List<Definition> definitions = new ArrayList<>(kept.definitions());
        if (!definitions.remove(removed)) {
            throw NOT_FOUND.failure();
        }
        put(account, kept.deposit(), definitions);
        event(PROXY_REMOVED, account, removed);
    }

    /**
     * The type by which {@code delegate} acts for {@code real}: the first of its appointments, or
     * the one it asks for.
     */
    ProxyType requireProxy(Bytes real, Bytes delegate, Optional<ProxyType> forced) {
        Definition found =
                kept(real).definitions().stream()
                        .filter(each -> each.delegate().equals(delegate))
                        .filter(each -> forced.isEmpty() || forced.get() == each.type())
                        .findFirst()
                        .orElseThrow(NOT_PROXY::failure);
        if (found.delay() != 0) {
            throw UNANNOUNCED.failure();
        }
        return found.type();
    }

    /** Says what became of a call that was made for somebody else. */
    void executed(Optional<DispatchError> error) {
        block.events()
                .deposit(
                        PALLET,
                        PROXY_EXECUTED,
                        out -> out.writeFixed(DispatchError.encodeResult(error)));
    }

    /** The deposit for so many proxies, in rao. */
    static long deposit(int proxies) {
        return proxies == 0 ? 0 : DEPOSIT_BASE + DEPOSIT_FACTOR * proxies;
    }

    private Kept kept(Bytes account) {
        return Kept.of(block.state().get(Items.PROXIES.key(account)));
    }

    private void put(Bytes account, long before, List<Definition> definitions) {
        long deposit = deposit(definitions.size());
        if (deposit > before) {
            balances.reserve(account, deposit - before);
        } else if (deposit < before) {
            balances.unreserve(account, before - deposit);
        }
        Bytes key = Items.PROXIES.key(account);
        if (definitions.isEmpty()) {
            block.state().remove(key);
        } else {
            block.state().put(key, new Kept(List.copyOf(definitions), deposit).encode());
        }
    }

    private void event(int variant, Bytes account, Definition definition) {
        block.events()
                .deposit(
                        PALLET,
                        variant,
                        out -> {
                            out.writeFixed(account);
                            definition.write(out);
                        });
    }
}
