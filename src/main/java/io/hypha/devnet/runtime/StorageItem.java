package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Twox;
import io.hypha.node.scale.ScaleCodecWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A storage item: its hashed name and how its key parts are hashed. Names and hashers are the main
 * network's.
 */
final class StorageItem {

    enum Hasher {
        IDENTITY,
        BLAKE2_128_CONCAT,
        TWOX_64_CONCAT
    }

    /** Hashed accounts kept at hand; beyond this count they are hashed each time. */
    private static final int CACHED_PARTS = 8192;

    private static final Map<Bytes, Bytes> BLAKE_PARTS = new ConcurrentHashMap<>();

    private static final Bytes[] NETUIDS = new Bytes[64];

    static {
        for (int netuid = 0; netuid < NETUIDS.length; netuid++) {
            NETUIDS[netuid] = Bytes.ofInts(netuid, 0);
        }
    }

    private final String pallet;
    private final String name;
    private final Bytes prefix;
    private final List<Hasher> hashers;

    StorageItem(String pallet, String name, Hasher... hashers) {
        this.pallet = pallet;
        this.name = name;
        this.prefix = Bytes.concat(twox(pallet), twox(name));
        this.hashers = List.of(hashers);
    }

    /** The key of a plain item, or what all keys of a map begin with. */
    Bytes prefix() {
        return prefix;
    }

    Bytes key(Bytes first) {
        return Bytes.concat(prefix, hashed(0, first));
    }

    Bytes key(Bytes first, Bytes second) {
        return Bytes.concat(prefix, hashed(0, first), hashed(1, second));
    }

    Bytes key(Bytes first, Bytes second, Bytes third) {
        return Bytes.concat(prefix, hashed(0, first), hashed(1, second), hashed(2, third));
    }

    Bytes key(int netuid) {
        return key(u16(netuid));
    }

    Bytes key(Bytes account, int netuid) {
        return key(account, u16(netuid));
    }

    Bytes key(int netuid, Bytes account) {
        return key(u16(netuid), account);
    }

    Bytes key(int netuid, int uid) {
        return key(u16(netuid), u16(uid));
    }

    Bytes key(Bytes hotkey, Bytes coldkey, int netuid) {
        return key(hotkey, coldkey, u16(netuid));
    }

    Bytes key(int netuid, Bytes hotkey, Bytes coldkey) {
        return key(u16(netuid), hotkey, coldkey);
    }

    @Override
    public String toString() {
        return pallet + "." + name;
    }

    static Bytes u16(int value) {
        return value < NETUIDS.length ? NETUIDS[value] : Bytes.ofInts(value & 0xff, value >> 8);
    }

    static Bytes u32(long value) {
        return new ScaleCodecWriter().writeUint32(value).toBytes();
    }

    private Bytes hashed(int index, Bytes part) {
        return switch (hashers.get(index)) {
            case IDENTITY -> part;
            case TWOX_64_CONCAT -> Bytes.concat(Bytes.of(Twox.hash64(part.toArray())), part);
            case BLAKE2_128_CONCAT -> {
                Bytes known = BLAKE_PARTS.get(part);
                if (known != null) {
                    yield known;
                }
                Bytes made = Bytes.concat(Bytes.of(Blake2b.hash128(part.toArray())), part);
                if (BLAKE_PARTS.size() < CACHED_PARTS) {
                    BLAKE_PARTS.put(part, made);
                }
                yield made;
            }
        };
    }

    private static Bytes twox(String text) {
        return Bytes.of(Twox.hash128(text.getBytes(StandardCharsets.UTF_8)));
    }
}
