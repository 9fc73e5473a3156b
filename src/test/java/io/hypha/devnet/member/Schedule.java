package io.hypha.devnet.member;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Commit;
import io.hypha.node.consensus.GrandpaVerifier;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Verdict;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.network.message.GrandpaMessage;
import io.hypha.node.network.message.GrandpaMessage.Phase;
import io.hypha.node.network.message.GrandpaVote;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Four members on a bus that loses, repeats and reorders what it carries, and that kill and revive
 * by chance. What a member has on disk outlives it; anything else does not. Fails as soon as two
 * blocks of one height are final anywhere.
 */
final class Schedule {

    static final int MEMBERS = 4;

    /** The voters get a new set id after each so many blocks. */
    private static final int SET_BLOCKS = 6;

    private static final long FIRST_SLOT = 1000;
    private static final SignatureCheck CHECK =
            (key, message, signature) -> Arrays.equals(signature, signature(key, message));

    private final Random random;
    private final List<Disk> disks = new ArrayList<>();
    private final List<MemberMachine<Integer>> running = new ArrayList<>();
    private final List<MemoryLedger> ledgers = new ArrayList<>();
    private final List<Parcel> bus = new ArrayList<>();
    private final long[] slots = new long[MEMBERS];
    private final Map<Long, Hash256> decided = new HashMap<>();
    private final Map<Hash256, Header> everything = new LinkedHashMap<>();
    private final Header genesis =
            new Header(Hash256.ZERO, 0, Hash256.ZERO, Hash256.ZERO, List.of());
    private long slot = FIRST_SLOT;
    double loss = 0.25;
    double repetition = 0.1;

    /** How often a member makes a block beside the one that waits for its finality. */
    double rivalry = 0.3;

    /** The member that votes for everything; −1 for none. */
    int liar = -1;

    private sealed interface Message {}

    private record Announced(BlockId parent, BlockId block) implements Message {}

    private record Voted(GrandpaMessage message) implements Message {}

    private record Committed(Bytes commit) implements Message {}

    private record WantBlock(Hash256 hash) implements Message {}

    private record WantFrom(long number) implements Message {}

    private record Blocks(List<Ledger.Block> blocks) implements Message {}

    private record Stands(long number) implements Message {}

    private record Parcel(int from, int to, Message message) {}

    private static final class Disk {
        final List<Ledger.Block> chain = new ArrayList<>();
        Ballot ballot = Ballot.EMPTY;
        Optional<Ledger.Block> locked = Optional.empty();
    }

    Schedule(long seed) {
        random = new Random(seed);
        for (int i = 0; i < MEMBERS; i++) {
            Disk disk = new Disk();
            disk.chain.add(new Ledger.Block(genesis, List.of(), Optional.empty()));
            disks.add(disk);
            ledgers.add(new MemoryLedger(i));
            running.add(machine(i));
            slots[i] = slot;
        }
    }

    static Hash256 key(int member) {
        return Blake2b.hash256(Bytes.ofInts(7, member));
    }

    private static byte[] signature(Hash256 key, byte[] message) {
        return Blake2b.hash512(Bytes.concat(key.toBytes(), Bytes.of(message)).toArray()).clone();
    }

    private static VoterSet votersOf(long number) {
        List<Authority> list = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            list.add(new Authority(key(i), 1));
        }
        return new VoterSet((number - 1) / SET_BLOCKS, list);
    }

    private MemberMachine<Integer> machine(int member) {
        return new MemberMachine<>(
                ledgers.get(member),
                (voter, message) ->
                        voter.equals(key(member))
                                ? Optional.of(Bytes.of(signature(voter, message)))
                                : Optional.empty(),
                CHECK);
    }

    // ---- what happens by chance

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void step() {
        int dice = random.nextInt(1000);
        if (dice < 4) {
            slot++;
        } else if (dice < 70) {
            tick(random.nextInt(MEMBERS));
        } else if (dice < 72) {
            kill(random.nextInt(MEMBERS));
        } else if (dice < 79) {
            revive(random.nextInt(MEMBERS));
        } else if (liar >= 0 && dice < 140) {
            lie();
        } else if (!bus.isEmpty()) {
            int at = random.nextInt(bus.size());
            Parcel parcel = bus.get(at);
            if (random.nextDouble() >= repetition) {
                bus.set(at, bus.getLast());
                bus.removeLast();
            }
            if (random.nextDouble() >= loss) {
                deliver(parcel);
            }
        }
    }

    boolean isRunning(int member) {
        return running.get(member) != null;
    }

    void kill(int member) {
        running.set(member, null);
    }

    void revive(int member) {
        if (!isRunning(member)) {
            ledgers.set(member, new MemoryLedger(member));
            MemberMachine<Integer> machine = machine(member);
            running.set(member, machine);
            perform(member, machine.restore(slot));
        }
    }

    /** The member looks at its clock. */
    private void tick(int member) {
        if (isRunning(member) && slots[member] < slot) {
            slots[member] = slot;
            perform(member, running.get(member).startSlot(slot));
            if (random.nextDouble() < rivalry) {
                rival(member);
            }
            broadcast(member, new Stands(ledgers.get(member).best()));
        }
    }

    /** One more child of the head, where an honest author would have made none. */
    private void rival(int member) {
        MemoryLedger ledger = ledgers.get(member);
        Header header = ledger.propose(slot);
        Ledger.Block block = new Ledger.Block(header, List.of(), Optional.empty());
        perform(member, running.get(member).fetched(member, List.of(block)));
    }

    // ---- the good times

    /** So many slots in which nothing is lost and everybody who runs sees everything in time. */
    void calm(int count) {
        loss = 0;
        repetition = 0;
        rivalry = 0;
        for (int i = 0; i < count; i++) {
            slot++;
            for (int member = 0; member < MEMBERS; member++) {
                tick(member);
            }
            for (int guard = 0; !bus.isEmpty(); guard++) {
                if (guard > 20_000) {
                    throw new AssertionError("messages without end");
                }
                deliver(bus.removeFirst());
            }
        }
    }

    long head(int member) {
        return ledgers.get(member).head().number();
    }

    long highest() {
        long highest = 0;
        for (int i = 0; i < MEMBERS; i++) {
            highest = Math.max(highest, head(i));
        }
        return highest;
    }

    // ---- the bus

    private void broadcast(int from, Message message) {
        for (int to = 0; to < MEMBERS; to++) {
            send(from, to, message);
        }
    }

    private void send(int from, int to, Message message) {
        if (from != to && bus.size() < 4000) {
            bus.add(new Parcel(from, to, message));
        }
    }

    private void deliver(Parcel parcel) {
        MemberMachine<Integer> to = running.get(parcel.to());
        if (to == null) {
            return;
        }
        int from = parcel.from();
        switch (parcel.message()) {
            case Announced(BlockId parent, BlockId block) ->
                    perform(parcel.to(), to.announced(from, parent, block));
            case Voted(GrandpaMessage.Vote vote) -> perform(parcel.to(), to.vote(from, vote));
            case Voted(GrandpaMessage.CatchUp shown) ->
                    perform(parcel.to(), to.catchUp(from, shown));
            case Voted(GrandpaMessage other) -> throw new AssertionError(other);
            case Committed(Bytes commit) -> perform(parcel.to(), to.commit(from, commit));
            case Stands(long number) -> perform(parcel.to(), to.standsAt(from, number));
            case Blocks(List<Ledger.Block> blocks) ->
                    perform(parcel.to(), to.fetched(from, blocks));
            case WantBlock(Hash256 hash) ->
                    ledgers.get(parcel.to())
                            .find(hash)
                            .ifPresent(
                                    block -> send(parcel.to(), from, new Blocks(List.of(block))));
            case WantFrom(long number) ->
                    send(parcel.to(), from, new Blocks(ledgers.get(parcel.to()).from(number)));
        }
    }

    private void perform(int member, List<Action<Integer>> actions) {
        for (Action<Integer> action : actions) {
            switch (action) {
                case Action.Announce<Integer>(Header header) ->
                        broadcast(
                                member,
                                new Announced(
                                        new BlockId(header.number() - 1, header.parentHash()),
                                        header.id()));
                case Action.Gossip<Integer>(GrandpaMessage message) ->
                        broadcast(member, new Voted(message));
                case Action.FetchBlock<Integer>(Integer from, Hash256 hash) ->
                        send(member, from, new WantBlock(hash));
                case Action.FetchFrom<Integer>(Integer from, long number) ->
                        send(member, from, new WantFrom(number));
                case Action.Accuse<Integer>(Integer peer, String reason) -> {
                    if (liar < 0) {
                        throw new AssertionError(member + " accuses " + peer + ": " + reason);
                    }
                }
            }
        }
    }

    /** A vote of the liar for any block there is, to anybody. */
    private void lie() {
        if (everything.isEmpty()) {
            return;
        }
        List<Header> all = new ArrayList<>(everything.values());
        Header block = all.get(Math.max(0, all.size() - 1 - random.nextInt(4)));
        long setId = votersOf(block.number()).setId();
        Phase phase = random.nextBoolean() ? Phase.PREVOTE : Phase.PRECOMMIT;
        long round = slot - random.nextInt(4) + random.nextInt(3);
        byte[] message = VoteSignature.message(phase, block.id(), round, setId);
        GrandpaVote vote =
                new GrandpaVote(block.id(), Bytes.of(signature(key(liar), message)), key(liar));
        send(
                liar,
                random.nextInt(MEMBERS),
                new Voted(new GrandpaMessage.Vote(round, setId, phase, vote)));
    }

    /** A member's chain in memory, over what it has on disk. */
    private final class MemoryLedger implements Ledger {

        private final int member;
        private final Map<Hash256, Block> children = new HashMap<>();

        MemoryLedger(int member) {
            this.member = member;
        }

        private Disk disk() {
            return disks.get(member);
        }

        private Header top() {
            return disk().chain.getLast().header();
        }

        @Override
        public BlockId head() {
            return top().id();
        }

        @Override
        public long headSlot() {
            return io.hypha.node.consensus.AuraSeal.slotOf(top()).orElse(0);
        }

        @Override
        public VoterSet voters() {
            return votersOf(top().number() + 1);
        }

        @Override
        public boolean canAuthor(long at) {
            return at % MEMBERS == member;
        }

        @Override
        public Header propose(long at) {
            Header header =
                    new Header(
                            top().hash(),
                            top().number() + 1,
                            Blake2b.hash256(Bytes.ofInts(everything.size() & 0xff, member)),
                            Hash256.ZERO,
                            List.of(
                                    new DigestItem.PreRuntime(
                                            EngineId.AURA,
                                            new ScaleCodecWriter().writeLong(at).toBytes())));
            children.put(header.hash(), new Block(header, List.of(), Optional.empty()));
            everything.put(header.hash(), header);
            return header;
        }

        @Override
        public Opinion check(Header header, List<Bytes> body, long lastSlot) {
            if (!header.parentHash().equals(top().hash())) {
                return new Opinion.NotNext();
            }
            children.put(header.hash(), new Block(header, body, Optional.empty()));
            return new Opinion.Good();
        }

        @Override
        public boolean knows(Hash256 child) {
            return children.containsKey(child);
        }

        @Override
        public void accept(Hash256 child, Bytes justification) {
            Block block = children.get(child);
            BlockId id = block.header().id();
            Verdict verdict = new GrandpaVerifier(CHECK).verify(justification, id, voters());
            if (!(verdict instanceof Verdict.Finalized)
                    || !block.header().parentHash().equals(top().hash())) {
                throw new AssertionError(member + " accepts " + id + ": " + verdict);
            }
            Hash256 before = decided.putIfAbsent(id.number(), id.hash());
            if (before != null && !before.equals(id.hash())) {
                throw new AssertionError(
                        "two final blocks #" + id.number() + ": " + before + " and " + id.hash());
            }
            Justification proof = Justification.decode(justification);
            long setId = voters().setId();
            disk().chain.add(new Block(block.header(), block.body(), Optional.of(justification)));
            children.clear();
            broadcast(
                    member,
                    new Committed(
                            new Commit(proof.round(), setId, id, proof.precommits()).encode()));
        }

        @Override
        public void keep(Ballot ballot) {
            disk().ballot = Ballot.decode(ballot.encode());
            if (ballot.binds(head())) {
                disk().locked = Optional.of(children.get(ballot.lock().hash()));
            }
        }

        @Override
        public Ballot kept() {
            return disk().ballot;
        }

        @Override
        public Optional<Block> locked() {
            return disk().locked.filter(block -> block.header().parentHash().equals(top().hash()));
        }

        Optional<Block> find(Hash256 hash) {
            return children.containsKey(hash)
                    ? Optional.of(children.get(hash))
                    : disk().chain.stream()
                            .filter(block -> block.header().hash().equals(hash))
                            .findFirst();
        }

        long best() {
            return top().number() + (children.isEmpty() ? 0 : 1);
        }

        List<Block> from(long number) {
            List<Block> blocks = new ArrayList<>();
            for (long at = number; at < disk().chain.size() && blocks.size() < 8; at++) {
                blocks.add(disk().chain.get((int) at));
            }
            if (blocks.size() < 8 && number <= top().number() + 1) {
                children.values().stream().limit(1).forEach(blocks::add);
            }
            return blocks;
        }
    }
}
