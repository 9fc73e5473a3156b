package io.hypha.chain;

import io.hypha.Fixtures;
import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Freshness;
import io.hypha.node.LightNode;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProofLink;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.SealedBlock;
import io.hypha.node.StorageValue;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A light node over a state written by hand, with the metadata of finney 424. It counts what it is
 * asked.
 */
public final class FakeChain implements LightNode {

    private static final long STEP_MILLIS = 4_320_000;
    private static final Hash256 GENESIS = Blake2b.hash256(Bytes.ofInts(1));

    private final Bytes metadataBytes = Fixtures.bytes("metadata/finney-424-v16.scale.gz");
    private final RuntimeMetadata metadata = RuntimeMetadata.decode(metadataBytes);
    private final SortedMap<Long, SortedMap<Bytes, Bytes>> states = new TreeMap<>();
    private Optional<Answer.Missing<FinalizedHead>> down = Optional.empty();
    private long oldestState;
    private int questions;

    /** A key that stands for a name. */
    public static Hash256 key(String name) {
        return Blake2b.hash256(Bytes.of(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    public static Hotkey hotkey(String name) {
        return new Hotkey(key("hot " + name));
    }

    public static Coldkey coldkey(String name) {
        return new Coldkey(key("cold " + name));
    }

    /** Copies the newest state into a new block of that number and goes on there. */
    public FakeChain block(long number) {
        states.put(
                number,
                new TreeMap<>(states.isEmpty() ? new TreeMap<>() : states.get(states.lastKey())));
        return this;
    }

    public FakeChain put(String item, Bytes value, Bytes... parts) {
        return putAt("SubtensorModule", item, value, parts);
    }

    public FakeChain putAt(String pallet, String item, Bytes value, Bytes... parts) {
        states.get(states.lastKey()).put(metadata.keys(pallet, item).of(parts), value);
        return this;
    }

    public FakeChain remove(String item, Bytes... parts) {
        states.get(states.lastKey()).remove(metadata.keys("SubtensorModule", item).of(parts));
        return this;
    }

    /** From now on no endpoint has states below that block. */
    public void pruneBelow(long number) {
        oldestState = number;
    }

    public void goDown(Answer.Reason reason, String text) {
        down = Optional.of(new Answer.Missing<>(reason, text));
    }

    public void comeBack() {
        down = Optional.empty();
    }

    public int questions() {
        return questions;
    }

    public static Bytes u16(int value) {
        return new ScaleCodecWriter().writeUint16(value).toBytes();
    }

    public static Bytes u64(long value) {
        return new ScaleCodecWriter().writeLong(value).toBytes();
    }

    public static Bytes safeFloat(String mantissa, long exponent) {
        return new ScaleCodecWriter()
                .writeUint128(new BigInteger(mantissa))
                .writeLong(exponent)
                .toBytes();
    }

    public static Bytes u128(BigInteger value) {
        return new ScaleCodecWriter().writeUint128(value).toBytes();
    }

    public static Bytes text(String... texts) {
        List<Bytes> parts = new ArrayList<>();
        for (String text : texts) {
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            parts.add(Bytes.concat(compact(bytes.length), Bytes.of(bytes)));
        }
        return Bytes.concat(parts);
    }

    public static Bytes compact(int value) {
        return new ScaleCodecWriter().writeCompact(value).toBytes();
    }

    @Override
    public Network network() {
        return new Network("fake", GENESIS, 42, "TAO", 9);
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(
                network(),
                NodeStatus.State.FOLLOWING,
                "following",
                new NodeStatus.Checkpoint(
                        Optional.of(new BlockId(0, GENESIS)),
                        Optional.of(new NodeStatus.Voters(0, 4, 4, 3)),
                        "by hand"),
                finalizedHead(),
                Optional.empty(),
                finalizedHead(),
                Optional.empty(),
                Duration.ofSeconds(12),
                Optional.of(new NodeStatus.Voters(0, 4, 4, 3)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Freshness.Unknown(),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    @Override
    public Optional<FinalizedHead> finalizedHead() {
        return states.isEmpty() ? Optional.empty() : Optional.of(head(states.lastKey()));
    }

    @Override
    public Answer<FinalizedHead> readableHead() {
        questions++;
        return down.<Answer<FinalizedHead>>map(missing -> missing)
                .orElseGet(() -> Answer.given(head(states.lastKey())));
    }

    @Override
    public Answer<FinalizedHead> finalizedAt(long number) {
        questions++;
        if (down.isPresent()) {
            return down.get();
        }
        return states.isEmpty() || number > states.lastKey()
                ? Answer.missing(Answer.Reason.NOT_READ_YET, "block " + number + " is not final")
                : Answer.given(head(number));
    }

    @Override
    public Answer<ProvenRead> read(FinalizedHead at, List<Bytes> keys) {
        questions++;
        if (keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException(keys.size() + " keys in one read");
        }
        return state(at)
                .map(state -> {
                    Map<Bytes, StorageValue> values = new HashMap<>();
                    for (Bytes key : keys) {
                        Bytes value = state.get(key);
                        values.put(
                                key,
                                value == null
                                        ? new StorageValue.Absent()
                                        : new StorageValue.Present(value));
                    }
                    return new ProvenRead(at, values, List.of(Bytes.ofInts(7)));
                });
    }

    @Override
    public Answer<ProvenRange> readRange(FinalizedHead at, Bytes prefix) {
        questions++;
        return state(at)
                .map(state -> {
                    SortedMap<Bytes, Bytes> entries = new TreeMap<>();
                    state.forEach((key, value) -> {
                        if (key.startsWith(prefix)) {
                            entries.put(key, value);
                        }
                    });
                    return new ProvenRange(at, prefix, entries, List.of());
                });
    }

    @Override
    public Answer<RuntimeInfo> runtime(FinalizedHead at) {
        questions++;
        return Answer.given(
                new RuntimeInfo(
                        "node-subtensor",
                        424,
                        1,
                        Blake2b.hash256(metadataBytes),
                        metadataBytes,
                        new RuntimeInfo.MetadataTrust.Agreed(2)));
    }

    @Override
    public Answer<Executed> call(FinalizedHead at, String method, Bytes parameters) {
        return Answer.missing(Answer.Reason.UNSUPPORTED, "this fake runs no runtime");
    }

    @Override
    public Answer<Rehearsed> rehearse(
            FinalizedHead at,
            List<RuntimeCall> calls,
            Set<Hash256> assumedSigners,
            List<Bytes> keysToReadAfter) {
        return Answer.missing(Answer.Reason.UNSUPPORTED, "this fake runs no runtime");
    }

    @Override
    public Answer<List<Bytes>> body(FinalizedHead at) {
        return Answer.given(List.of());
    }

    @Override
    public Answer<ProofLink> link(FinalizedHead at) {
        return Answer.given(new ProofLink(at, List.of(), at.header(), Bytes.ofInts(9), List.of()));
    }

    @Override
    public SubmitResult submit(Bytes extrinsic) {
        return new SubmitResult.Unreachable("a fake");
    }

    @Override
    public Answer<List<Bytes>> body(SealedBlock at) {
        throw new UnsupportedOperationException("no test asks for the body of a sealed block");
    }

    @Override
    public void forget(Hash256 extrinsicHash) {
        throw new UnsupportedOperationException("no test forgets");
    }

    @Override
    public Subscription onSealed(Consumer<SealedBlock> listener) {
        throw new UnsupportedOperationException("no test follows sealed blocks");
    }

    @Override
    public Subscription onFinalized(Consumer<FinalizedHead> listener) {
        return () -> {};
    }

    private Answer<SortedMap<Bytes, Bytes>> state(FinalizedHead at) {
        if (down.isPresent()) {
            return Answer.missing(down.get().reason(), down.get().text());
        }
        if (at.number() < oldestState) {
            return Answer.missing(
                    Answer.Reason.STATE_PRUNED,
                    "state of block " + at.number() + " is gone everywhere");
        }
        SortedMap<Long, SortedMap<Bytes, Bytes>> until = states.headMap(at.number() + 1);
        return Answer.given(until.isEmpty() ? new TreeMap<>() : until.get(until.lastKey()));
    }

    private static FinalizedHead head(long number) {
        Bytes header = u64(number);
        return new FinalizedHead(
                new BlockId(number, Blake2b.hash256(header)),
                header,
                Blake2b.hash256(u64(number - 1)),
                Hash256.ZERO,
                Hash256.ZERO,
                0,
                number,
                number * STEP_MILLIS);
    }
}
