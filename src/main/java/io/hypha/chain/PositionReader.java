package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one account holds at one block.
 *
 * <p>A stake is a share of its validator's pool. Shares exist in two generations whose entries move
 * from the old map to the new one when they are touched, shares and their total each on its own:
 * the old entry counts where it exists, else the new one.
 */
final class PositionReader {

    /** Most validators of one account that are read. */
    static final int MAX_HOTKEYS = 512;

    /** What a full exit may leave behind by rounding; such a position is closed. */
    private static final long DUST_RAO = 1;

    private static final int FRACTION_BITS = 32;

    private static final Reading<List<PositionView.Owed>> NOTHING_TO_CLAIM =
            Reading.missing(
                    Reading.Reason.UNSUPPORTED, "only stake on root earns dividends to claim");

    private final ChainAt at;
    private final Coldkey coldkey;

    PositionReader(ChainAt at, Coldkey coldkey) {
        this.at = at;
        this.coldkey = coldkey;
    }

    private record Place(Hotkey hotkey, NetUid netUid) {}

    Answer<List<PositionView>> read(List<Hotkey> hotkeys, List<NetUid> netUids) {
        Set<Hotkey> distinct = new LinkedHashSet<>(hotkeys);
        if (distinct.size() > MAX_HOTKEYS) {
            return Answer.missing(
                    Answer.Reason.UNSUPPORTED,
                    "this account stakes with "
                            + distinct.size()
                            + " validators; more than "
                            + MAX_HOTKEYS
                            + " are not read");
        }
        ChainAt.Batch shares = at.batch();
        for (Hotkey hotkey : distinct) {
            for (NetUid netUid : netUids) {
                askShares(shares, hotkey, netUid);
            }
        }
        return shares.read()
                .flatMap(state -> {
                    List<Place> held = new ArrayList<>();
                    for (Hotkey hotkey : distinct) {
                        for (NetUid netUid : netUids) {
                            if (holds(state, hotkey, netUid)) {
                                held.add(new Place(hotkey, netUid));
                            }
                        }
                    }
                    return positions(held);
                });
    }

    private Answer<List<PositionView>> positions(List<Place> held) {
        ChainAt.Batch batch = at.batch();
        for (Place place : held) {
            ask(batch, place.hotkey(), place.netUid());
            PoolReader.ask(batch, place.netUid());
            if (place.netUid().isRoot()) {
                batch.add(StorageItem.ROOT_CLAIMABLE, KeyPart.of(place.hotkey()));
            }
        }
        return batch.read()
                .flatMap(state ->
                        claimed(held, state)
                                .map(claims -> {
                                    List<PositionView> positions = new ArrayList<>();
                                    for (Place place : held) {
                                        PositionView position = position(state, claims, place);
                                        if (!(position.stake()
                                                        instanceof Reading.Known<Alpha> stake)
                                                || stake.value().rao() > DUST_RAO) {
                                            positions.add(position);
                                        }
                                    }
                                    positions.sort(
                                            Comparator.comparing(PositionView::netUid)
                                                    .thenComparing(PositionView::hotkey));
                                    return List.copyOf(positions);
                                }));
    }

    /** What was claimed of each rate on root, and the pools that price it. */
    private Answer<ProvenState> claimed(List<Place> held, ProvenState state) {
        ChainAt.Batch batch = at.batch();
        for (Place place : held) {
            if (place.netUid().isRoot()) {
                for (NetUid origin : rates(state, place.hotkey()).keySet()) {
                    askOwed(batch, place.hotkey(), origin);
                }
            }
        }
        return batch.read();
    }

    private PositionView position(ProvenState state, ProvenState claims, Place place) {
        Reading<Alpha> stake = stake(state, place.hotkey(), place.netUid());
        return new PositionView(
                place.hotkey(),
                place.netUid(),
                stake,
                atSpot(
                        stake,
                        PoolReader.pool(at.runtime(), state, place.netUid()),
                        ProofId.of(
                                at.block(),
                                "value",
                                coldkey.address(),
                                place.hotkey().address(),
                                place.netUid().toString())),
                place.netUid().isRoot()
                        ? owed(state, claims, place.hotkey(), stake)
                        : NOTHING_TO_CLAIM);
    }

    static Reading<Rao> atSpot(Reading<Alpha> amount, Reading<SubnetPool> pool, ProofId proof) {
        return amount.flatMap(known ->
                pool.flatMap(priced ->
                        Reading.known(
                                priced.value().atSpot(known.value()),
                                known.block(),
                                Level.DERIVED,
                                proof)));
    }

    /** Keys of one position. */
    void ask(ChainAt.Batch batch, Hotkey hotkey, NetUid netUid) {
        askShares(batch, hotkey, netUid);
        batch.add(StorageItem.TOTAL_HOTKEY_ALPHA, KeyPart.of(hotkey), KeyPart.of(netUid))
                .add(StorageItem.TOTAL_HOTKEY_SHARES, KeyPart.of(hotkey), KeyPart.of(netUid))
                .add(StorageItem.TOTAL_HOTKEY_SHARES_V2, KeyPart.of(hotkey), KeyPart.of(netUid));
    }

    private void askShares(ChainAt.Batch batch, Hotkey hotkey, NetUid netUid) {
        batch.add(StorageItem.ALPHA, KeyPart.of(hotkey), KeyPart.of(coldkey), KeyPart.of(netUid))
                .add(
                        StorageItem.ALPHA_V2,
                        KeyPart.of(hotkey),
                        KeyPart.of(coldkey),
                        KeyPart.of(netUid));
    }

    void askOwed(ChainAt.Batch batch, Hotkey hotkey, NetUid origin) {
        batch.add(
                StorageItem.ROOT_CLAIMED,
                KeyPart.of(origin),
                KeyPart.of(hotkey),
                KeyPart.of(coldkey));
        PoolReader.ask(batch, origin);
    }

    private boolean holds(ProvenState state, Hotkey hotkey, NetUid netUid) {
        return state.bytes(
                                StorageItem.ALPHA,
                                KeyPart.of(hotkey),
                                KeyPart.of(coldkey),
                                KeyPart.of(netUid))
                        .isPresent()
                || state.bytes(
                                StorageItem.ALPHA_V2,
                                KeyPart.of(hotkey),
                                KeyPart.of(coldkey),
                                KeyPart.of(netUid))
                        .isPresent();
    }

    /** {@code floor(V × s / S)}. */
    Reading<Alpha> stake(ProvenState state, Hotkey hotkey, NetUid netUid) {
        KeyPart hot = KeyPart.of(hotkey);
        KeyPart subnet = KeyPart.of(netUid);
        try {
            Optional<Long> total =
                    state.find(StorageItem.TOTAL_HOTKEY_ALPHA, Decode::u64, hot, subnet);
            if (total.isEmpty()) {
                return state.unsupported(StorageItem.TOTAL_HOTKEY_ALPHA);
            }
            Optional<ShareValue> shares =
                    shares(
                            state,
                            StorageItem.ALPHA,
                            StorageItem.ALPHA_V2,
                            hot,
                            KeyPart.of(coldkey),
                            subnet);
            Optional<ShareValue> all =
                    shares(
                            state,
                            StorageItem.TOTAL_HOTKEY_SHARES,
                            StorageItem.TOTAL_HOTKEY_SHARES_V2,
                            hot,
                            subnet);
            long stake =
                    shares.isEmpty() || all.isEmpty()
                            ? 0
                            : ShareValue.stakeRao(total.get(), shares.get(), all.get());
            return Reading.known(
                    new Alpha(netUid, stake),
                    state.block(),
                    Level.DERIVED,
                    ProofId.of(
                            state.block(),
                            "position",
                            coldkey.address(),
                            hotkey.address(),
                            netUid.toString()));
        } catch (ScaleException | IllegalArgumentException e) {
            return state.foreign(StorageItem.ALPHA_V2, e);
        }
    }

    /** The old generation where that entry exists, zero or not, else the new one. */
    private static Optional<ShareValue> shares(
            ProvenState state, StorageItem oldItem, StorageItem newItem, KeyPart... parts) {
        return ShareValue.inOffice(state.bytes(oldItem, parts), state.bytes(newItem, parts));
    }

    private Reading<List<PositionView.Owed>> owed(
            ProvenState state, ProvenState claims, Hotkey hotkey, Reading<Alpha> rootStake) {
        if (!at.runtime().has(StorageItem.ROOT_CLAIMABLE)
                || !at.runtime().has(StorageItem.ROOT_CLAIMED)) {
            return state.unsupported(StorageItem.ROOT_CLAIMABLE);
        }
        return rootStake.flatMap(stake -> {
            List<PositionView.Owed> owed = new ArrayList<>();
            try {
                for (Map.Entry<NetUid, BigInteger> rate : rates(state, hotkey).entrySet()) {
                    owed.add(
                            owed(
                                    claims,
                                    hotkey,
                                    rate.getKey(),
                                    rate.getValue(),
                                    stake.value().rao()));
                }
            } catch (ScaleException | IllegalArgumentException e) {
                return state.foreign(StorageItem.ROOT_CLAIMABLE, e);
            }
            return Reading.known(
                    List.copyOf(owed),
                    state.block(),
                    Level.DERIVED,
                    ProofId.of(state.block(), "owed", coldkey.address(), hotkey.address()));
        });
    }

    private PositionView.Owed owed(
            ProvenState claims,
            Hotkey hotkey,
            NetUid origin,
            BigInteger rateBits,
            long rootStakeRao) {
        BigInteger claimed =
                claims.find(
                                StorageItem.ROOT_CLAIMED,
                                io.hypha.node.scale.ScaleCodecReader::readUint128,
                                KeyPart.of(origin),
                                KeyPart.of(hotkey),
                                KeyPart.of(coldkey))
                        .orElse(BigInteger.ZERO);
        Reading<Alpha> amount =
                Reading.known(
                        owed(origin, rateBits, rootStakeRao, claimed),
                        claims.block(),
                        Level.DERIVED,
                        ProofId.of(
                                claims.block(),
                                "owed",
                                coldkey.address(),
                                hotkey.address(),
                                origin.toString()));
        return new PositionView.Owed(
                origin,
                amount,
                atSpot(
                        amount,
                        PoolReader.pool(at.runtime(), claims, origin),
                        ProofId.of(
                                claims.block(),
                                "owedvalue",
                                coldkey.address(),
                                hotkey.address(),
                                origin.toString())));
    }

    /** {@code floor(rate × stake) − claimed}, at least 0. */
    static Alpha owed(NetUid origin, BigInteger rateBits, long rootStakeRao, BigInteger claimed) {
        BigInteger earned =
                rateBits.multiply(BigInteger.valueOf(rootStakeRao)).shiftRight(FRACTION_BITS);
        return new Alpha(origin, earned.subtract(claimed).max(BigInteger.ZERO).longValueExact());
    }

    static Map<NetUid, BigInteger> rates(ProvenState state, Hotkey hotkey) {
        return state.bytes(StorageItem.ROOT_CLAIMABLE, KeyPart.of(hotkey))
                .<Map<NetUid, BigInteger>>map(
                        bytes -> ProvenState.decode(bytes, Decode::claimRates))
                .orElse(Map.of());
    }
}
