package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Reading;
import io.hypha.node.FinalizedHead;
import io.hypha.node.SealedBlock;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.metadata.RealMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.json.JsonMapper;

/**
 * A desk over fakes with finney's metadata of spec 424: an account with 100 τ and nonce 5, and a
 * chain at #1000.
 */
public final class Scene {

    public static final long TAO = 1_000_000_000L;
    public static final Coldkey SIGNER = new Coldkey(SigningWallet.key(SignatureScheme.SR25519, 7));
    public static final Coldkey ED_SIGNER =
            new Coldkey(SigningWallet.key(SignatureScheme.ED25519, 7));

    public final FakeNode node;
    public final FakeSubtensor chain = new FakeSubtensor();
    public MemoryTransactionLog log;
    public Instant now =
            Instant.ofEpochMilli(FakeNode.block(1_000).timestampMillis()).plusSeconds(10);
    public final StakeDesk desk;

    /** What the planner says of an action, where a test sets it. */
    public final Map<StakingAction, PlanAnswer> planned = new HashMap<>();

    public TransactionFollower follower;

    public Scene() {
        this(RealMetadata.FINNEY_424_V16.bytes());
    }

    public Scene(Bytes metadata) {
        this(metadata, new MemoryTransactionLog());
    }

    public Scene(MemoryTransactionLog log) {
        this(RealMetadata.FINNEY_424_V16.bytes(), log);
    }

    private Scene(Bytes metadata, MemoryTransactionLog log) {
        this.log = log;
        node = new FakeNode(metadata);
        chain.account(SIGNER, 100 * TAO, 5);
        chain.account(ED_SIGNER, 100 * TAO, 5);
        node.runtime = new FakeRuntime(chain)::call;
        Planner planner = new RuntimePlanner(node, new FakeStates(chain));
        desk =
                new StakeDesk(
                        node,
                        chain,
                        (action, signer) ->
                                planned.containsKey(action)
                                        ? planned.get(action)
                                        : planner.plan(action, signer),
                        log,
                        () -> now);
        follower = new TransactionFollower(node, log, () -> now);
    }

    public static StakingAction stake(long rao) {
        return new StakingAction.Stake(
                FakeSubtensor.MOSSGATE, FakeSubtensor.SUBNET, rao, Tolerance.DEFAULT);
    }

    public static StakingAction stakeOnRoot(long rao) {
        return new StakingAction.Stake(FakeSubtensor.MOSSGATE, NetUid.ROOT, rao, Tolerance.DEFAULT);
    }

    public static StakingAction unstake(long rao) {
        return new StakingAction.Unstake(
                FakeSubtensor.MOSSGATE, FakeSubtensor.SUBNET, rao, Tolerance.DEFAULT);
    }

    public static StakingAction unstakeFromRoot(long rao) {
        return new StakingAction.Unstake(
                FakeSubtensor.MOSSGATE, NetUid.ROOT, rao, Tolerance.DEFAULT);
    }

    public void pass(Duration time) {
        now = now.plus(time);
    }

    /** Lets the planner say of an action that it can be done, each limited call at one price. */
    public StakingAction can(StakingAction action, long limit) {
        planned.put(
                action,
                new PlanAnswer.Planned(
                        new Plan(
                                action,
                                FakeSubtensor.BLOCK,
                                Optional.empty(),
                                List.of(),
                                new Limits(
                                        action.singles().stream()
                                                .map(each ->
                                                        StakingAction.takesLimit(each)
                                                                ? OptionalLong.of(limit)
                                                                : OptionalLong.empty())
                                                .toList()),
                                FakeSubtensor.known(new io.hypha.chain.Rao(123_456)),
                                FakeSubtensor.known(new io.hypha.chain.Rao(0)),
                                new Rehearsal.NotOffered("not in this test"),
                                List.of(),
                                List.of(),
                                "")));
        return action;
    }

    public Transaction prepared(StakingAction action, Coldkey signer) {
        return switch (desk.prepare(action, signer)) {
            case Preparation.Prepared(Transaction transaction) -> transaction;
            case Preparation.Refused(String sentence) ->
                    throw new AssertionError("refused: " + sentence);
        };
    }

    public Transaction prepared() {
        return prepared(stake(10 * TAO), SIGNER);
    }

    public String refusal(StakingAction action) {
        return switch (desk.prepare(action, SIGNER)) {
            case Preparation.Prepared(Transaction transaction) ->
                    throw new AssertionError("prepared: " + transaction.words());
            case Preparation.Refused(String sentence) -> sentence;
        };
    }

    public static SigningWallet wallet(Transaction prepared) {
        return SigningWallet.reading(prepared.payloadJson());
    }

    /** Both forms, as extensions return them. */
    public static WalletAnswer whole(SigningWallet wallet) {
        return new WalletAnswer(wallet.typed(), wallet.signedTransaction(), "sr25519");
    }

    public static WalletAnswer bare(Bytes signature) {
        return new WalletAnswer(signature, null, null);
    }

    public Transaction accepted(Transaction prepared, WalletAnswer answer) {
        return switch (desk.signed(prepared.id(), answer)) {
            case Acceptance.Accepted(Transaction transaction) -> transaction;
            case Acceptance.Rejected(List<String> sentences) ->
                    throw new AssertionError("rejected: " + sentences);
            case Acceptance.NotWaiting(String sentence) ->
                    throw new AssertionError("not waiting: " + sentence);
        };
    }

    /** What the desk said against it, and that nothing went out. */
    public List<String> rejected(Transaction prepared, WalletAnswer answer) {
        int before = node.submitted.size();
        return switch (desk.signed(prepared.id(), answer)) {
            case Acceptance.Accepted(Transaction transaction) ->
                    throw new AssertionError("accepted: " + transaction);
            case Acceptance.NotWaiting(String sentence) ->
                    throw new AssertionError("not waiting: " + sentence);
            case Acceptance.Rejected(List<String> sentences) -> {
                if (node.submitted.size() != before) {
                    throw new AssertionError("it was rejected and sent");
                }
                yield sentences;
            }
        };
    }

    /** A transaction that was signed, checked and handed over. */
    public Transaction sent() {
        Transaction prepared = prepared();
        return accepted(prepared, whole(wallet(prepared)));
    }

    public Transaction now(Transaction transaction) {
        return log.find(transaction.id()).orElseThrow();
    }

    /** Makes blocks final up to that number and lets the follower look. */
    public void finalizeTo(long number) {
        node.head = number;
        node.sealed = Math.max(node.sealed, number);
        FinalizedHead head = FakeNode.block(number);
        follower.follow(head);
    }

    /** Seals a block above the final ones and lets the follower look. */
    public void seal(SealedBlock block) {
        node.sealed = Math.max(node.sealed, block.number());
        follower.look(block);
    }

    /** A block that never becomes final and holds it. */
    public SealedBlock fork(long number, Transaction transaction) {
        SealedBlock fork = FakeNode.fork(number);
        node.forks.put(fork.hash(), List.of(Bytes.fromHex("0x0404"), transaction.extrinsic()));
        return fork;
    }

    /** As after a restart: nothing is known but the log. */
    public void restart() {
        pass(Duration.ofSeconds(1));
        follower = new TransactionFollower(node, log, () -> now);
    }

    /** Puts it into a block, second after an inherent, with what the block's events say of it. */
    public void include(long number, Transaction transaction, String... events) {
        node.bodies.put(number, List.of(Bytes.fromHex("0x0404"), transaction.extrinsic()));
        StringBuilder records = new StringBuilder("[");
        records.append(
                record(0, "{\"System\":{\"ExtrinsicSuccess\":{\"dispatch_info\":" + INFO + "}}}"));
        for (String event : events) {
            records.append(',').append(record(1, event));
        }
        int type =
                node.metadata
                        .pallet("System")
                        .orElseThrow()
                        .entry("Events")
                        .orElseThrow()
                        .valueType();
        node.events.put(
                number,
                node.metadata
                        .codec()
                        .encode(
                                type,
                                JsonMapper.builder()
                                        .build()
                                        .readTree(records.append(']').toString()),
                                "events"));
    }

    public static final String INFO =
            "{\"weight\":{\"ref_time\":\"1\",\"proof_size\":\"1\"},\"class\":\"Normal\",\"pays_fee\":\"Yes\"}";
    public static final String SUCCESS =
            "{\"System\":{\"ExtrinsicSuccess\":{\"dispatch_info\":" + INFO + "}}}";

    public static String fee(long rao) {
        return "{\"TransactionPayment\":{\"TransactionFeePaid\":{\"who\":\"%s\",\"actual_fee\":\"%d\",\"tip\":\"0\"}}}"
                .formatted(SIGNER.address(), rao);
    }

    public static String failure(int pallet, int error) {
        return "{\"System\":{\"ExtrinsicFailed\":{\"dispatch_error\":{\"Module\":{\"index\":%d,\"error\":\"0x%02x000000\"}},\"dispatch_info\":%s}}}"
                .formatted(pallet, error, INFO);
    }

    private static String record(int index, String event) {
        return "{\"phase\":{\"ApplyExtrinsic\":%d},\"event\":%s,\"topics\":[]}"
                .formatted(index, event);
    }

    public static <T> T known(Reading<T> reading) {
        return reading.toOptional().orElseThrow();
    }
}
