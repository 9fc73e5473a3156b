package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * {@code StakeInfoRuntimeApi}: positions, what of them is free, and what a trade pays the pool.
 * Rule: {@code rpc_info/stake_info.rs} of Subtensor at spec 424.
 */
final class StakeInfoApi {

    private final WorkingState state;

    StakeInfoApi(WorkingState state) {
        this.state = state;
    }

    /** A hotkey's place on a subnet. */
    private record Place(Bytes hotkey, int netuid) {
        static Place read(ScaleCodecReader in) {
            return new Place(in.readFixed(32), in.readUint16());
        }
    }

    /** False where there is no such method. */
    boolean answer(String method, ScaleCodecReader in, ScaleCodecWriter out) {
        switch (method) {
            case "StakeInfoRuntimeApi_get_stake_info_for_coldkey" ->
                    writePositions(in.readFixed(32), out);
            case "StakeInfoRuntimeApi_get_stake_info_for_coldkeys" ->
                    out.writeVector(
                            accounts(in),
                            (to, coldkey) -> writePositions(coldkey, to.writeFixed(coldkey)));
            case "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid" -> {
                Bytes hotkey = in.readFixed(32);
                Bytes coldkey = in.readFixed(32);
                out.writeBoolean(true);
                writePosition(hotkey, coldkey, in.readUint16(), out);
            }
            case "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys" ->
                    availability(
                            accounts(in),
                            in.readOptional(
                                    list -> list.readVector(2, ScaleCodecReader::readUint16)),
                            out);
            case "StakeInfoRuntimeApi_get_stake_fee" -> out.writeLong(fee(in));
            default -> {
                return false;
            }
        }
        return true;
    }

    private static List<Bytes> accounts(ScaleCodecReader in) {
        return in.readVector(32, each -> each.readFixed(32));
    }

    private List<Integer> subnets() {
        return IntStream.range(0, state.u16(Subtensor.TOTAL_NETWORKS.prefix(), 0))
                .filter(this::exists)
                .boxed()
                .toList();
    }

    private boolean exists(int netuid) {
        return state.bool(Subtensor.NETWORKS_ADDED.key(netuid), false);
    }

    private List<Bytes> hotkeys(Bytes coldkey) {
        return Staking.accounts(state, Subtensor.STAKING_HOTKEYS.key(coldkey));
    }

    private void writePositions(Bytes coldkey, ScaleCodecWriter out) {
        List<Place> held = new ArrayList<>();
        for (int netuid : subnets()) {
            for (Bytes hotkey : hotkeys(coldkey)) {
                if (Staking.stakeOf(state, hotkey, coldkey, netuid) > 0) {
                    held.add(new Place(hotkey, netuid));
                }
            }
        }
        out.writeVector(
                held, (to, place) -> writePosition(place.hotkey(), coldkey, place.netuid(), to));
    }

    /** Locked, TAO dividends and drain are fields that the main network fills no more. */
    private void writePosition(Bytes hotkey, Bytes coldkey, int netuid, ScaleCodecWriter out) {
        out.writeFixed(hotkey)
                .writeFixed(coldkey)
                .writeCompact(netuid)
                .writeCompact(Staking.stakeOf(state, hotkey, coldkey, netuid))
                .writeCompact(0)
                .writeCompact(state.u64(Subtensor.ALPHA_DIVIDENDS_PER_SUBNET.key(netuid, hotkey)))
                .writeCompact(0)
                .writeCompact(0)
                .writeBoolean(state.contains(Subtensor.UIDS.key(netuid, hotkey)));
    }

    /** Nothing can be locked here: all that is there is free. */
    private void availability(
            List<Bytes> coldkeys, Optional<List<Integer>> asked, ScaleCodecWriter out) {
        List<Integer> existing = subnets();
        SortedSet<Integer> netuids = new TreeSet<>(asked.orElse(existing));
        if (asked.isPresent() && netuids.size() > existing.size()) {
            netuids.clear();
        }
        netuids.retainAll(existing);
        out.writeVector(
                List.copyOf(new TreeSet<>(coldkeys)),
                (to, coldkey) -> {
                    SortedMap<Integer, Long> totals = new TreeMap<>();
                    for (int netuid : netuids) {
                        long total = 0;
                        for (Bytes hotkey : hotkeys(coldkey)) {
                            total =
                                    Math.addExact(
                                            total, Staking.stakeOf(state, hotkey, coldkey, netuid));
                        }
                        if (total > 0) {
                            totals.put(netuid, total);
                        }
                    }
                    to.writeFixed(coldkey)
                            .writeVector(
                                    List.copyOf(totals.entrySet()),
                                    (row, entry) ->
                                            row.writeUint16(entry.getKey())
                                                    .writeCompact(entry.getValue())
                                                    .writeCompact(0)
                                                    .writeCompact(entry.getValue()));
                });
    }

    /** By the pool that the amount goes to, or comes from where it goes nowhere. */
    private long fee(ScaleCodecReader in) {
        Optional<Place> origin = in.readOptional(Place::read);
        in.readFixed(32);
        Optional<Place> destination = in.readOptional(Place::read);
        in.readFixed(32);
        long amount = in.readUint63();
        int netuid = destination.or(() -> origin).map(Place::netuid).orElse(Subtensor.ROOT);
        return origin.equals(destination) ? 0 : Swap.feeOf(state, netuid, amount);
    }
}
