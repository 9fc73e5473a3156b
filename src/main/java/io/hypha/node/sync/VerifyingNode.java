package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.Executed;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProofLink;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.Rehearsed;
import io.hypha.node.RuntimeCall;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.SealedBlock;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.GrandpaVerifier;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The light node: wires the parts of this room and answers at the door. */
final class VerifyingNode implements RunningNode {

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** So many peers are asked for the newest final block in turn, one in each slot. */
    private static final int IN_TURN = 5;

    private final NodeOptions options;
    private final Disagreements disagreements;
    private final Sources sources;
    private final TrustKeeper trust = new TrustKeeper();
    private final GrandpaVerifier grandpa = new GrandpaVerifier();
    private final Greeter greeter;
    private final Origin origin;
    private final HeaderLine line;
    private final ProvenReader reader;
    private final Runtimes runtimes;
    private final BodyReader bodies;
    private final LinkBuilder links;
    private final HeadFollower heads;
    private final ChainFacts facts;
    private final ReadableHead readable;
    private final Regossip again;
    private final Submission submission;
    private final StatusBoard status;
    private final Feed<FinalizedHead> finalizedFeed = new Feed<>();
    private final Feed<SealedBlock> sealedFeed = new Feed<>();
    private final List<Follower> followers;
    private final Optional<PeerSide> peers;

    VerifyingNode(NodeOptions options) {
        this.options = options;
        NetworkRecord record = options.network();
        this.disagreements = new Disagreements(options.clock());
        this.greeter = new Greeter(record.network().genesisHash());
        this.sources = new Sources();
        this.line =
                new HeaderLine(
                        sources, trust, new JustifiedHistory(grandpa), record.slotDuration());
        this.reader = new ProvenReader(sources, new Hedge(options.patience()), this::prunedText);
        this.facts = new ChainFacts(trust, line, reader);
        this.runtimes =
                new Runtimes(
                        options, sources, trust, line, reader, disagreements, facts::codeChanged);
        this.bodies = new BodyReader(sources);
        this.links = new LinkBuilder(sources, trust, line, grandpa);
        this.heads =
                new HeadFollower(
                        trust,
                        options.clock(),
                        record.slotDuration(),
                        facts::authorities,
                        block -> {
                            runtimes.upgrades().sealed(block);
                            sealedFeed.tell(block);
                        });
        this.readable =
                new ReadableHead(trust, sources, line, reader, disagreements, options.clock());
        this.again = new Regossip(this::gossip, bodies::read, bodies::read);
        this.submission =
                new Submission(
                        sources,
                        this::gossip,
                        again,
                        new SecondOpinion(this::readableHead, runtimes.calls()::executed)::takes);
        this.origin =
                new Origin(
                        record.anchor(),
                        trust,
                        options.dataDir()
                                .map(dir ->
                                        new StateFile(
                                                dir, record.network().genesisHash(), grandpa)));
        this.peers = options.peers().map(each -> new PeerSide(each, sources, trust, this::follow));
        this.status =
                new StatusBoard(
                        options,
                        sources,
                        peers,
                        trust,
                        line,
                        readable,
                        heads,
                        facts,
                        runtimes,
                        disagreements);
        this.followers =
                options.endpoints().stream().map(rpc -> follow(new RpcFullNode(rpc))).toList();
        followers.forEach(each -> sources.add(each.source()));
        trust.onGrowth(line::add);
        trust.onGrowth(runtimes.upgrades()::finalized);
        origin.begin();
        trust.onGrowth(path -> finalizedFeed.tell(line.head(path)));
    }

    private Follower follow(FullNode node) {
        Source source = new Source(node, options.clock(), disagreements);
        return new Follower(
                source,
                greeter,
                origin,
                new FinalitySync(
                        source, trust, grandpa, heads, options.clock(), this::warpInterval),
                heads,
                this::afterRound,
                options.pollInterval());
    }

    private Duration warpInterval() {
        int inTurn = Math.clamp(sources.peers().size(), 1, IN_TURN);
        return options.network().slotDuration().multipliedBy(inTurn);
    }

    private int gossip(Bytes extrinsic) {
        return peers.map(each -> each.gossip(extrinsic)).orElse(0);
    }

    private void afterRound() {
        status.roundDone();
        facts.refresh();
        readable.refresh();
        runtimes.upgrades().refresh();
        runtimes.reader().compare();
    }

    void start() {
        if (!(options.network().anchor() instanceof Anchor.None)) {
            followers.forEach(Follower::start);
            peers.ifPresent(each -> {
                sealedFeed.subscribe(again::sealed);
                finalizedFeed.subscribe(again::finalized);
                each.start();
            });
        }
    }

    /** One round over all sources on the calling thread: for tests, instead of {@link #start}. */
    void round() {
        followers.forEach(Follower::round);
        peers.ifPresent(PeerSide::round);
    }

    Optional<PeerSide> peers() {
        return peers;
    }

    private String prunedText(FinalizedHead at) {
        long newest =
                Math.max(
                        sources.highestClaim().orElse(0L),
                        heads.tip().map(tip -> tip.number()).orElse(0L));
        boolean isNewestFinal =
                trust.path().filter(path -> path.block().equals(at.block())).isPresent();
        return isNewestFinal
                ? "finality "
                        + Math.max(0, newest - at.number())
                        + " blocks old, state pruned at every source"
                : "the state of block " + at.number() + " is pruned at every source";
    }

    /** Asks, unless there is nothing to begin from. */
    private <T> Answer<T> ask(Supplier<Answer<T>> question) {
        return options.network().anchor() instanceof Anchor.None(String why)
                ? Answer.missing(Reason.NO_CHECKPOINT, why)
                : question.get();
    }

    @Override
    public Network network() {
        return options.network().network();
    }

    @Override
    public NodeStatus status() {
        return status.now();
    }

    @Override
    public Optional<FinalizedHead> finalizedHead() {
        return trust.path().map(line::head);
    }

    @Override
    public Answer<FinalizedHead> readableHead() {
        return ask(readable::get);
    }

    @Override
    public Answer<FinalizedHead> finalizedAt(long number) {
        return ask(() -> line.at(number));
    }

    @Override
    public Answer<ProvenRead> read(FinalizedHead at, List<Bytes> keys) {
        return ask(() -> reader.read(at, keys));
    }

    @Override
    public Answer<ProvenRange> readRange(FinalizedHead at, Bytes prefix) {
        return ask(() -> reader.readRange(at, prefix));
    }

    @Override
    public Answer<RuntimeInfo> runtime(FinalizedHead at) {
        return ask(() -> runtimes.reader().at(at));
    }

    @Override
    public Answer<Executed> call(FinalizedHead at, String method, Bytes parameters) {
        return ask(() -> runtimes.calls().call(at, new RuntimeCall(method, parameters)));
    }

    @Override
    public Answer<RuntimeInfo> nextRuntime(FinalizedHead at) {
        return ask(() -> runtimes.reader().next(at));
    }

    @Override
    public Answer<Rehearsed> rehearse(
            FinalizedHead at,
            List<RuntimeCall> calls,
            Set<Hash256> assumedSigners,
            List<Bytes> keysToReadAfter) {
        return ask(() -> runtimes.calls().rehearse(at, calls, assumedSigners, keysToReadAfter));
    }

    @Override
    public Answer<List<Bytes>> body(FinalizedHead at) {
        return ask(() -> bodies.read(at));
    }

    @Override
    public Answer<List<Bytes>> body(SealedBlock at) {
        return ask(() -> bodies.read(at));
    }

    @Override
    public void forget(Hash256 extrinsicHash) {
        again.forget(extrinsicHash);
    }

    @Override
    public Subscription onSealed(Consumer<SealedBlock> listener) {
        return sealedFeed.subscribe(listener);
    }

    @Override
    public Answer<ProofLink> link(FinalizedHead at) {
        return ask(() -> links.link(at));
    }

    @Override
    public SubmitResult submit(Bytes extrinsic) {
        return submission.submit(extrinsic);
    }

    @Override
    public Subscription onFinalized(Consumer<FinalizedHead> listener) {
        return finalizedFeed.subscribe(listener);
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
        peers.ifPresent(PeerSide::close);
        sources.close();
        followers.forEach(each -> each.join(LAST_WORDS));
        runtimes.close();
        finalizedFeed.close();
        sealedFeed.close();
    }
}
