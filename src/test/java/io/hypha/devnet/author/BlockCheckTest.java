package io.hypha.devnet.author;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.SignedCall;
import io.hypha.devnet.runtime.DevnetRuntime;
import io.hypha.devnet.runtime.DevnetSpec;
import io.hypha.devnet.store.ChainStore;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.trie.OrderedRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One node makes a block, another one of the same chain checks it and its bad twins. */
class BlockCheckTest {

    private static final long NOW = 1_790_000_000_000L;
    private static final int HISTORY = 2;
    private static final DevnetSpec SPEC = spec();

    @TempDir Path dir;

    private final Authorities keys = new Authorities();
    private final List<ChainStore> open = new ArrayList<>();
    private Chain maker;
    private Chain checker;
    private long slot;
    private Candidate made;

    private static DevnetSpec spec() {
        DevnetSpec now = DevnetSpec.startingAt("check", NOW, 2000);
        return new DevnetSpec(
                now.seed(),
                now.creationTimeMillis(),
                now.slotDurationMillis(),
                HISTORY,
                now.historyStepMillis(),
                now.epochBlocks());
    }

    @BeforeEach
    void start() {
        maker = chain("a");
        checker = chain("b");
        slot = Slot.of(maker.head().header()) + 5;
        Bytes stake =
                SignedCall.by("//Bob", maker.genesis().hash())
                        .addStake(SignedCall.account("//Alice"), 0, 1_000_000_000L)
                        .sign();
        made = maker.propose(slot, List.of(stake));
        assertThat(made.body()).hasSize(2);
    }

    private Chain chain(String name) {
        ChainStore store = ChainStore.open(dir.resolve(name), false);
        open.add(store);
        Chain chain = Chain.open(store, new DevnetRuntime(SPEC), keys, 1, Long.MAX_VALUE);
        chain.appendHistory(keys, _ -> {});
        return chain;
    }

    @AfterEach
    void stop() {
        open.forEach(ChainStore::close);
    }

    private BlockCheck check(Header header, List<Bytes> body) {
        return checker.check(header, body, slot);
    }

    private void assertWrong(Header header, List<Bytes> body, String words) {
        BlockCheck check = check(header, body);
        assertThat(check).isInstanceOf(BlockCheck.Wrong.class);
        assertThat(((BlockCheck.Wrong) check).reason()).contains(words);
        assertThat(checker.head().number()).isEqualTo(HISTORY);
    }

    /** The header with other parts, sealed again by the author of the slot. */
    private Header sealed(Hash256 stateRoot, Hash256 extrinsicsRoot, List<DigestItem> digest) {
        Header honest = made.header();
        return keys.seal(
                new Header(honest.parentHash(), honest.number(), stateRoot, extrinsicsRoot, digest),
                keys.auraKeys().get((int) (slot % 4)));
    }

    private List<DigestItem> unsealed() {
        return made.header().withoutLastDigestItem().digest();
    }

    @Test
    void a_block_that_another_node_made_is_good_and_can_be_accepted() {
        BlockCheck check = check(made.header(), made.body());
        assertThat(check).isInstanceOf(BlockCheck.Good.class);
        Candidate good = ((BlockCheck.Good) check).candidate();
        assertThat(good.hash()).isEqualTo(made.hash());
        Bytes justification = keys.justify(made.id(), slot, checker.voters().voters());
        assertThat(checker.accept(good, justification).id()).isEqualTo(made.id());
        assertThat(checker.head().id()).isEqualTo(made.id());
        assertThat(check(made.header(), made.body())).isInstanceOf(BlockCheck.NotNext.class);
    }

    @Test
    void a_block_on_another_parent_is_not_next() {
        Header honest = made.header();
        Header other =
                new Header(
                        Hash256.ZERO,
                        honest.number(),
                        honest.stateRoot(),
                        honest.extrinsicsRoot(),
                        honest.digest());
        assertThat(check(other, made.body()))
                .isEqualTo(new BlockCheck.NotNext(checker.head().id()));
        Header later =
                new Header(
                        honest.parentHash(),
                        honest.number() + 1,
                        honest.stateRoot(),
                        honest.extrinsicsRoot(),
                        honest.digest());
        assertThat(check(later, made.body())).isInstanceOf(BlockCheck.NotNext.class);
    }

    @Test
    void a_slot_must_be_above_the_parents_and_have_begun() {
        assertThat(checker.check(made.header(), made.body(), slot - 1))
                .isEqualTo(new BlockCheck.TooEarly(slot));
        long parents = Slot.of(checker.head().header());
        Header old =
                sealed(
                        made.header().stateRoot(),
                        made.header().extrinsicsRoot(),
                        List.of(Slot.digestItem(parents)));
        assertWrong(old, made.body(), "above " + parents);
        Header none = sealed(made.header().stateRoot(), made.header().extrinsicsRoot(), List.of());
        assertWrong(none, made.body(), "slot");
    }

    @Test
    void the_seal_must_be_of_the_author_whose_turn_it_is() {
        Header unsealed = made.header().withoutLastDigestItem();
        assertWrong(unsealed, made.body(), "seal");
        Hash256 other = keys.auraKeys().get((int) ((slot + 1) % 4));
        assertWrong(keys.seal(unsealed, other), made.body(), "seal of author");
        Bytes seal = made.header().seal().orElseThrow().data();
        byte[] flipped = seal.toArray();
        flipped[9] ^= 1;
        Header forged =
                unsealed.withDigestItem(new DigestItem.Seal(EngineId.AURA, Bytes.of(flipped)));
        assertWrong(forged, made.body(), "seal");
    }

    @Test
    void the_body_must_be_the_one_of_the_extrinsics_root() {
        assertWrong(made.header(), List.of(), "no body");
        assertWrong(made.header(), made.body().subList(0, 1), "extrinsics root");
        assertWrong(made.header(), made.body().reversed(), "extrinsics root");
    }

    @Test
    void every_extrinsic_must_stand() {
        List<Bytes> twice = new ArrayList<>(made.body());
        twice.add(made.body().getLast());
        Header header = sealed(made.header().stateRoot(), OrderedRoot.of(twice), unsealed());
        assertWrong(header, twice, "cannot stand");
        List<Bytes> noTime = made.body().subList(1, 2);
        assertWrong(
                sealed(made.header().stateRoot(), OrderedRoot.of(noTime), unsealed()),
                noTime,
                "cannot stand");
    }

    @Test
    void the_state_root_must_be_what_the_extrinsics_lead_to() {
        assertWrong(
                sealed(
                        checker.head().header().stateRoot(),
                        made.header().extrinsicsRoot(),
                        unsealed()),
                made.body(),
                "state root");
    }

    @Test
    void the_digest_must_hold_nothing_that_the_runtime_did_not_say() {
        List<DigestItem> more = new ArrayList<>(unsealed());
        more.add(new DigestItem.Other(Bytes.ofInts(1)));
        assertWrong(
                sealed(made.header().stateRoot(), made.header().extrinsicsRoot(), more),
                made.body(),
                "digest");
    }
}
