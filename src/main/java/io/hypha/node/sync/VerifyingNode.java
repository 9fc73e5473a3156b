package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.FinalizedHead;
import io.hypha.node.Network;
import io.hypha.node.NodeStatus;
import io.hypha.node.ProofLink;
import io.hypha.node.ProvenRange;
import io.hypha.node.ProvenRead;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.SealedBlock;
import io.hypha.node.SubmitResult;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.TrustPath;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The light node: wires the parts of this room and answers at the door. */
final class VerifyingNode implements RunningNode {

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    private final NodeOptions options;
    private final Sources sources;
    private final TrustKeeper trust = new TrustKeeper();
    private final HeaderLine line;
    private final ProvenReader reader;
    private final RuntimeReader runtimes;
    private final BodyReader bodies;
    private final LinkBuilder links;
    private final HeadFollower heads;
    private final ReadableHead readable;
    private final Submission submission;
    private final StatusBoard status;
    private final FinalizedFeed feed = new FinalizedFeed();
    private final List<Follower> followers;
    private final Optional<StateFile> file;

    VerifyingNode(NodeOptions options) {
        this.options = options;
        NetworkRecord record = options.network();
        GrandpaVerifier grandpa = new GrandpaVerifier();
        Disagreements disagreements = new Disagreements(options.clock());
        this.sources =
                new Sources(
                        options.endpoints().stream()
                                .map(rpc -> new Source(new RpcFullNode(rpc), options.clock(), disagreements))
                                .toList());
        this.line = new HeaderLine(sources, trust, record.slotDuration());
        this.reader = new ProvenReader(sources, this::prunedText);
        this.runtimes = new RuntimeReader(sources, reader, record.pinnedMetadata(), disagreements);
        this.bodies = new BodyReader(sources);
        this.links = new LinkBuilder(sources, trust, line, grandpa);
        this.heads =
                new HeadFollower(
                        trust, options.clock(), record.slotDuration(), this::auraAuthorities);
        this.readable =
                new ReadableHead(trust, sources, line, reader, disagreements, options.clock());
        this.submission = new Submission(sources);
        this.status =
                new StatusBoard(
                        options, sources, trust, line, readable, heads, runtimes, disagreements);
        this.file =
                options.dataDir()
                        .map(dir -> new StateFile(dir, record.network().genesisHash(), grandpa));
        trust.onGrowth(line::add);
        Greeter greeter = new Greeter(record.network().genesisHash());
        this.followers =
                sources.all().stream()
                        .map(source ->
                                new Follower(
                                        source,
                                        greeter,
                                        this::begin,
                                        new FinalitySync(
                                                source, trust, grandpa, heads, options.clock()),
                                        heads,
                                        this::afterRound,
                                        options.pollInterval()))
                        .toList();
        beginFromRecord();
    }

    private void beginFromRecord() {
        if (options.network().anchor()
                instanceof Anchor.Trusted(Checkpoint checkpoint, String origin)) {
            begin(checkpoint, origin);
        }
        trust.onGrowth(path -> file.ifPresent(kept -> kept.save(path)));
        trust.onGrowth(path -> feed.tell(line.head(path)));
    }

    private void begin(Checkpoint checkpoint, String origin) {
        switch (TrustPath.from(checkpoint)) {
            case TrustPath.Extended(TrustPath path) ->
                    trust.begin(file.flatMap(kept -> kept.load(checkpoint)).orElse(path));
            case TrustPath.NeedsCheckpoint(var at, String reason) ->
                    throw new RecordException(
                            origin + ": " + at + " is no place to start from: " + reason);
            case TrustPath.NotNewer _, TrustPath.Refused _ ->
                    throw new IllegalStateException("a beginning is not judged");
        }
    }

    /** Proves the voters of a trusted genesis, where only its header is known. */
    private void begin(Source source) {
        if (trust.path().isEmpty()
                && options.network().anchor()
                        instanceof Anchor.Genesis(Header header, String origin)) {
            GenesisVoters.prove(source, header).ifPresent(checkpoint -> begin(checkpoint, origin));
        }
    }

    private void afterRound() {
        status.roundDone();
        readable.refresh();
    }

    void start() {
        if (!(options.network().anchor() instanceof Anchor.None)) {
            followers.forEach(Follower::start);
        }
    }

    /** One round over all endpoints on the calling thread: for tests, instead of {@link #start}. */
    void round() {
        followers.forEach(Follower::round);
    }

    private Optional<List<Hash256>> auraAuthorities(Header header) {
        Optional<TrustPath> path = trust.path().filter(each -> each.justified().equals(header));
        return path.map(line::head)
                .flatMap(head ->
                        switch (reader.read(head, List.of(StorageKeys.AURA_AUTHORITIES))) {
                            case Answer.Given<ProvenRead>(ProvenRead read) ->
                                    read.value(StorageKeys.AURA_AUTHORITIES).toOptional();
                            case Answer.Missing<ProvenRead> _ -> Optional.empty();
                        })
                .flatMap(VerifyingNode::keys);
    }

    private static Optional<List<Hash256>> keys(Bytes encoded) {
        try {
            ScaleCodecReader in = new ScaleCodecReader(encoded);
            List<Hash256> keys = in.readVector(Hash256.SIZE, ScaleCodecReader::readHash);
            return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
        } catch (ScaleException unreadable) {
            return Optional.empty();
        }
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
                        + " blocks old, state pruned at every endpoint"
                : "the state of block " + at.number() + " is pruned at every endpoint";
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
        return ask(() -> runtimes.at(at));
    }

    @Override
    public Answer<List<Bytes>> body(FinalizedHead at) {
        return ask(() -> bodies.read(at));
    }

    @Override
    public Answer<List<Bytes>> body(SealedBlock at) {
        return ask(() -> bodies.read(at));
    }

    /** Nothing is sent again by itself yet. */
    @Override
    public void forget(Hash256 extrinsicHash) {}

    /** Sealed blocks are followed, but not handed out yet: nobody is called. */
    @Override
    public Subscription onSealed(Consumer<SealedBlock> listener) {
        return () -> {};
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
        return feed.subscribe(listener);
    }

    @Override
    public void close() {
        followers.forEach(Follower::close);
        sources.close();
        followers.forEach(each -> each.join(LAST_WORDS));
        feed.close();
    }
}
