package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Subtensor;
import io.hypha.node.Answer;
import io.hypha.node.LightNode;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeMetadata;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The desk where somebody does something with stake: a plan, a payload for the wallet, the check of
 * what came back, and the sending. Following it to its end is the {@link TransactionFollower}'s
 * work.
 */
public final class StakeDesk {

    private final LightNode node;
    private final Planner planner;
    private final MetadataCache metadata = new MetadataCache();
    private final Payloads payloads;
    private final Preparing preparing;
    private final Answering answering;
    private final TransactionLog log;
    private final InstantSource clock;

    public StakeDesk(
            LightNode node,
            Subtensor subtensor,
            Planner planner,
            TransactionLog log,
            InstantSource clock) {
        this.node = node;
        this.planner = planner;
        this.payloads = new Payloads(node);
        this.log = log;
        this.clock = clock;
        this.preparing = new Preparing(subtensor, planner, payloads, this::ground, log, clock);
        this.answering = new Answering(node, payloads, this::ground, log, clock);
    }

    /** Why nothing may be signed now; empty when signing is on. */
    public Optional<String> signingOff() {
        return switch (ground()) {
            case SigningGround.Off(String sentence) -> Optional.of(sentence);
            case SigningGround.Firm firm -> payloads.obstacle(firm.metadata());
        };
    }

    /** By its id or the hash of its extrinsic. */
    public Optional<Transaction> transaction(Hash256 idOrHash) {
        return log.find(idOrHash);
    }

    /** Whether its payload was never answered and an answer would come too late. */
    public boolean isLapsed(Transaction transaction) {
        return transaction.state() == TransactionState.WAITING && !answering.isWaiting(transaction);
    }

    /** What an action would do and cost; with a signer also whether the account can. */
    public PlanAnswer plan(StakingAction action, Optional<Coldkey> signer) {
        return planner.plan(action, signer);
    }

    /** For each kind of action whether the runtime in office has calls for it. */
    public Optional<Map<StakingAction.Kind, StakingCalls.Offer>> offered() {
        return inOffice().map(StakingCalls::offered);
    }

    /** The claim types that may be chosen; none where the runtime has no such call. */
    public List<StakingCalls.ClaimType> claimTypes() {
        return inOffice().map(StakingCalls::rootClaimTypes).orElse(List.of());
    }

    /** A plan's call as a wallet would show it; empty where it cannot be built now. */
    public Optional<CallView> view(Plan plan) {
        return inOffice()
                .flatMap(known ->
                        StakingCalls.build(
                                                known,
                                                plan.action(),
                                                plan.limits(),
                                                StakingCalls.Names.none())
                                        instanceof StakingCalls.Build.Built(Bytes call, var _)
                                ? Optional.of(CallView.of(known, call))
                                : Optional.empty());
    }

    private Optional<RuntimeMetadata> inOffice() {
        return node.finalizedHead()
                .flatMap(head ->
                        node.nextRuntime(head) instanceof Answer.Given<RuntimeInfo>(var runtime)
                                ? Optional.of(metadata.of(runtime))
                                : Optional.empty());
    }

    /** Makes the payload that the signer's wallet is asked to sign, and keeps it. */
    public Preparation prepare(StakingAction action, Coldkey signer) {
        return prepare(action, signer, OptionalLong.empty());
    }

    /**
     * Makes the payload that the signer's wallet is asked to sign, and keeps it.
     *
     * @param reviewed the spec version under which the person reviewed it; under another nothing is
     *     prepared
     */
    public Preparation prepare(StakingAction action, Coldkey signer, OptionalLong reviewed) {
        return preparing.prepare(action, signer, reviewed);
    }

    /**
     * The same once more: for a payload that was not signed, above all after the runtime changed.
     * It gets a name of its own, and the old one takes no answer any more.
     */
    public Preparation rebuild(Hash256 id) {
        return preparing.rebuild(id);
    }

    /**
     * Makes a payload with the number of one that waits for a block, so that only one of both can
     * ever be in a block. It carries a tip one rao above the other's, which makes it another
     * transaction and nothing more: Bittensor ranks by the class of the call, so a node that has
     * the first refuses the second, and the second wins only where the first was lost.
     *
     * @param waiting by its id or the hash of its extrinsic
     * @param action what is wanted instead; the same again, too
     */
    public Preparation replace(Hash256 waiting, StakingAction action) {
        return preparing.replace(waiting, action);
    }

    /** Whether the runtime in office is another than the one its payload was built for. */
    public boolean isOutdated(Transaction transaction) {
        return transaction.state() == TransactionState.WAITING
                && ground() instanceof SigningGround.Firm firm
                && firm.runtime().specVersion() != transaction.specVersion();
    }

    /**
     * BLAKE2b-256 of the bytes that a key signs for it, as a careful device shows it; empty where
     * they cannot be made again.
     */
    public Optional<Hash256> payloadHash(Transaction waiting) {
        return ground() instanceof SigningGround.Firm firm
                ? payloads.hash(waiting, firm)
                : Optional.empty();
    }

    /** The person said no in the wallet. */
    public Acceptance rejected(Hash256 id) {
        return answering.rejected(id);
    }

    /** Checks what the wallet returned; when it holds, keeps it and then sends it. */
    public Acceptance signed(Hash256 id, WalletAnswer answer) {
        return answering.signed(id, answer);
    }

    private SigningGround ground() {
        return SigningGround.of(node, metadata, clock.instant());
    }
}
