package io.hypha.stake;

import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
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
import io.hypha.node.crypto.SS58;
import io.hypha.node.metadata.RuntimeMetadata;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A node whose blocks, bodies and events a test sets; every block up to {@link #head} is final, and
 * what is sealed above it is handed to the follower by the test.
 */
public final class FakeNode implements LightNode {

    public static final Hash256 GENESIS = Blake2b.hash256(Bytes.fromHex("0x47"));
    public static final long START_MILLIS = 1_790_000_000_000L;
    public static final long SLOT_MILLIS = 12_000;

    private static final Map<Bytes, RuntimeMetadata> DECODED = new ConcurrentHashMap<>();

    public RuntimeMetadata metadata;
    private Bytes metadataBytes;

    /** Accounts' next numbers by the state of any block; an account without one is absent. */
    public final Map<Hash256, Long> numbers = new HashMap<>();

    public Optional<NodeStatus.Upgrade> upgrade = Optional.empty();
    public NodeStatus.State state = NodeStatus.State.FOLLOWING;
    public long head = 1_000;
    public long sealed = 1_000;
    public boolean anyFinal = true;
    public long specVersion = 424;
    public @Nullable String runtimeMissing;
    public final Map<Long, List<Bytes>> bodies = new HashMap<>();
    public final Map<Long, Bytes> events = new HashMap<>();
    public final Set<Long> unreadableBodies = ConcurrentHashMap.newKeySet();
    public final Set<Long> unprovable = new HashSet<>();
    public final Map<Long, Answer.Reason> unreadableState = new HashMap<>();
    public final List<Bytes> submitted = new ArrayList<>();
    public final List<Long> searched = new ArrayList<>();
    public final List<Long> looked = new ArrayList<>();

    /** Bodies of blocks beside the chain, by hash. */
    public final Map<Hash256, List<Bytes>> forks = new HashMap<>();

    public final BlockingQueue<Hash256> forgotten = new LinkedBlockingQueue<>();
    public final List<Consumer<SealedBlock>> sealedListeners = new CopyOnWriteArrayList<>();
    public final List<Consumer<FinalizedHead>> finalListeners = new CopyOnWriteArrayList<>();
    public final Deque<SubmitResult> answers = new ArrayDeque<>();

    /** Answers calls of the runtime; without it none runs. */
    public @Nullable BiFunction<String, Bytes, ExecutedOutcome> runtime;

    public final List<RuntimeCall> rehearsed = new ArrayList<>();
    public Set<Hash256> assumed = Set.of();

    /** What rehearsals read after their calls. */
    public @Nullable Bytes after;

    public Runnable whileSubmitting = () -> {};

    public FakeNode(Bytes metadataBytes) {
        this.metadata = DECODED.computeIfAbsent(metadataBytes, RuntimeMetadata::decode);
        this.metadataBytes = metadataBytes;
    }

    /** Another runtime is in office from now on. */
    public void upgrade(Bytes otherMetadata, long spec) {
        metadata = RuntimeMetadata.decode(otherMetadata);
        metadataBytes = otherMetadata;
        specVersion = spec;
    }

    public static Hash256 hash(long number) {
        return number == 0 ? GENESIS : Blake2b.hash256(Bytes.fromHex("0x%016x".formatted(number)));
    }

    public static FinalizedHead block(long number) {
        return new FinalizedHead(
                new BlockId(number, hash(number)),
                Bytes.EMPTY,
                hash(Math.max(0, number - 1)),
                Hash256.ZERO,
                Hash256.ZERO,
                6,
                number,
                START_MILLIS + number * SLOT_MILLIS);
    }

    /** The block that is final later, as it is while it is only sealed. */
    public static SealedBlock sealed(long number) {
        return sealed(new BlockId(number, hash(number)));
    }

    public static SealedBlock sealed(BlockId block) {
        return new SealedBlock(
                block,
                Bytes.EMPTY,
                hash(block.number() - 1),
                Hash256.ZERO,
                block.number(),
                START_MILLIS + block.number() * SLOT_MILLIS);
    }

    /** A block of that number which never becomes final. */
    public static SealedBlock fork(long number) {
        return sealed(
                new BlockId(number, Blake2b.hash256(Bytes.fromHex("0xff%016x".formatted(number)))));
    }

    @Override
    public Network network() {
        return new Network("devnet", GENESIS, 42, "TAO", 9);
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(
                network(),
                state,
                "The node says " + state + ".",
                new NodeStatus.Checkpoint(Optional.empty(), Optional.empty(), "test"),
                finalizedHead(),
                Optional.empty(),
                finalizedHead(),
                Optional.of(new BlockId(sealed, hash(sealed))),
                Duration.ofMillis(SLOT_MILLIS),
                Optional.of(new NodeStatus.Voters(6, 4, 4, 3)),
                Optional.empty(),
                upgrade.map(each ->
                        new NodeStatus.Code(
                                Hash256.ZERO,
                                "node-subtensor",
                                specVersion,
                                true,
                                Optional.of(each))),
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
        return anyFinal ? Optional.of(block(head)) : Optional.empty();
    }

    @Override
    public Answer<FinalizedHead> readableHead() {
        return Answer.given(block(head));
    }

    @Override
    public Answer<FinalizedHead> finalizedAt(long number) {
        return number > head || number < 0 || unprovable.contains(number)
                ? Answer.missing(
                        Answer.Reason.NOT_READ_YET, "block " + number + " is not final here")
                : Answer.given(block(number));
    }

    @Override
    public Answer<ProvenRead> read(FinalizedHead at, List<Bytes> keys) {
        Answer.Reason missing = unreadableState.get(at.number());
        if (missing != null) {
            return Answer.missing(missing, "no endpoint has the state of block " + at.number());
        }
        Map<Bytes, StorageValue> values = new HashMap<>();
        Map<Bytes, Bytes> accounts = new HashMap<>();
        numbers.forEach((account, number) -> accounts.put(accountKey(account), account(number)));
        for (Bytes key : keys) {
            Bytes value =
                    key.equals(metadata.storageKey("System", "Events"))
                            ? events.get(at.number())
                            : accounts.get(key);
            values.put(
                    key,
                    value == null ? new StorageValue.Absent() : new StorageValue.Present(value));
        }
        return Answer.given(new ProvenRead(at, values, List.of()));
    }

    private Bytes accountKey(Hash256 account) {
        return metadata.storageKey(
                "System", "Account", JsonNodeFactory.instance.stringNode(SS58.encode(account)));
    }

    private Bytes account(long number) {
        int type =
                metadata.pallet("System").orElseThrow().entry("Account").orElseThrow().valueType();
        return metadata.codec()
                .encode(
                        type,
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"nonce":%d,"consumers":0,"providers":1,"sufficients":0,
                                         "data":{"free":"1","reserved":"0","frozen":"0","flags":"0"}}
                                        """
                                                .formatted(number)));
    }

    @Override
    public Answer<RuntimeInfo> runtime(FinalizedHead at) {
        return runtimeMissing != null
                ? Answer.missing(Answer.Reason.METADATA_UNCONFIRMED, runtimeMissing)
                : Answer.given(
                        new RuntimeInfo(
                                "node-subtensor",
                                specVersion,
                                1,
                                Blake2b.hash256(metadataBytes),
                                metadataBytes,
                                new RuntimeInfo.MetadataTrust.Agreed(2)));
    }

    @Override
    public Answer<Executed> call(FinalizedHead at, String method, Bytes parameters) {
        return runtime == null
                ? Answer.missing(Answer.Reason.UNSUPPORTED, "this fake runs no runtime")
                : Answer.given(
                        new Executed(
                                at,
                                GENESIS,
                                specVersion,
                                method,
                                parameters,
                                runtime.apply(method, parameters),
                                List.of()));
    }

    @Override
    public Answer<Rehearsed> rehearse(
            FinalizedHead at,
            List<RuntimeCall> calls,
            Set<Hash256> assumedSigners,
            List<Bytes> keysToReadAfter) {
        if (runtime == null) {
            return Answer.missing(Answer.Reason.UNSUPPORTED, "this fake runs no runtime");
        }
        assumed = assumedSigners;
        List<ExecutedOutcome> outcomes = new ArrayList<>();
        for (RuntimeCall call : calls) {
            rehearsed.add(call);
            outcomes.add(runtime.apply(call.method(), call.parameters()));
            if (!(outcomes.getLast() instanceof ExecutedOutcome.Returned)) {
                break;
            }
        }
        Map<Bytes, StorageValue> read = new HashMap<>();
        for (Bytes key : keysToReadAfter) {
            read.put(
                    key,
                    after == null ? new StorageValue.Absent() : new StorageValue.Present(after));
        }
        return Answer.given(
                new Rehearsed(at, GENESIS, specVersion, calls, outcomes, read, List.of()));
    }

    @Override
    public Answer<List<Bytes>> body(FinalizedHead at) {
        searched.add(at.number());
        return unreadableBodies.contains(at.number())
                ? Answer.missing(Answer.Reason.NO_PEER, "no endpoint answered")
                : Answer.given(bodies.getOrDefault(at.number(), List.of(Bytes.fromHex("0x0404"))));
    }

    @Override
    public SubmitResult submit(Bytes extrinsic) {
        submitted.add(extrinsic);
        whileSubmitting.run();
        SubmitResult answer = answers.poll();
        return answer == null ? new SubmitResult.Sent(Blake2b.hash256(extrinsic), 2, 0) : answer;
    }

    @Override
    public Answer<ProvenRange> readRange(FinalizedHead at, Bytes prefix) {
        throw new UnsupportedOperationException("no test asks for a range");
    }

    @Override
    public Answer<ProofLink> link(FinalizedHead at) {
        throw new UnsupportedOperationException("no test asks for a link");
    }

    @Override
    public Answer<List<Bytes>> body(SealedBlock at) {
        looked.add(at.number());
        return unreadableBodies.contains(at.number())
                ? Answer.missing(Answer.Reason.NO_PEER, "no endpoint answered")
                : Answer.given(
                        at.hash().equals(hash(at.number()))
                                ? bodies.getOrDefault(at.number(), List.of())
                                : forks.getOrDefault(at.hash(), List.of()));
    }

    @Override
    public void forget(Hash256 extrinsicHash) {
        forgotten.add(extrinsicHash);
    }

    @Override
    public Subscription onSealed(Consumer<SealedBlock> listener) {
        sealedListeners.add(listener);
        return () -> sealedListeners.remove(listener);
    }

    @Override
    public Subscription onFinalized(Consumer<FinalizedHead> listener) {
        finalListeners.add(listener);
        return () -> finalListeners.remove(listener);
    }
}
