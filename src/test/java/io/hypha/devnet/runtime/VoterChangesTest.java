package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.AuthorityChange;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.header.Header;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class VoterChangesTest {

    private static final List<Authority> FIRST = voters("//Alice", "//Bob", "//Charlie", "//Dave");
    private static final List<Authority> NEXT = voters("//Eve", "//Ferdie", "//0", "//31");

    private final MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("voters"));
    private final ChainEvents events = new ChainEvents(chain.runtime);
    private final Wallet alice = Wallet.sr25519("//Alice");
    private final Wallet bob = Wallet.sr25519("//Bob");

    VoterChangesTest() {
        chain.author(10);
    }

    private static List<Authority> voters(String... paths) {
        return Stream.of(paths).map(path -> new Authority(key(path), 1)).toList();
    }

    private static Hash256 key(String path) {
        return Hash256.of(Ed25519.publicKey(DevelopmentVoters.seed(path).toArray()));
    }

    private BlockResult change(List<Authority> next, long inBlocks, Optional<Long> forced) {
        Bytes call = Wallet.sudo(Wallet.scheduleGrandpaChange(next, inBlocks, forced));
        return chain.author(alice.sign(chain, call));
    }

    /** The inner call's end, as {@code Sudo.Sudid} says it. */
    private JsonNode sudid() {
        return events.first(chain, 1, "Sudo", "Sudid").path("sudo_result");
    }

    private static AuthorityChange announced(BlockResult result) {
        return AuthorityChange.in(
                new Header(Hash256.ZERO, 1, Hash256.ZERO, Hash256.ZERO, result.digest()));
    }

    private VoterSet inOffice() {
        return VoterChanges.inOffice(chain.reading());
    }

    @Test
    void a_change_without_delay_takes_over_after_the_block_that_announces_it() {
        assertThat(inOffice()).isEqualTo(new VoterSet(0, FIRST));

        BlockResult result = change(NEXT, 0, Optional.empty());

        assertThat(announced(result)).isEqualTo(new AuthorityChange.Scheduled(NEXT, 0));
        assertThat(inOffice()).isEqualTo(new VoterSet(1, NEXT));
        assertThat(events.finalization(chain)).containsExactly("Grandpa.NewAuthorities");
        assertThat(sudid().has("Ok")).isTrue();
        assertThat(chain.get(VoterChanges.sessionKey(0))).isEmpty();
        assertThat(chain.get(VoterChanges.sessionKey(1))).contains(StorageItem.u32(1));

        assertThat(chain.author().digest()).isEmpty();
        assertThat(inOffice()).isEqualTo(new VoterSet(1, NEXT));
    }

    @Test
    void a_change_with_delay_two_is_announced_once_and_enacted_two_blocks_later() {
        BlockResult announcing = change(NEXT, 2, Optional.empty());
        assertThat(announced(announcing)).isEqualTo(new AuthorityChange.Scheduled(NEXT, 2));
        assertThat(pendingChange().path("delay").asInt()).isEqualTo(2);

        assertThat(chain.author().digest()).isEmpty();
        assertThat(inOffice()).isEqualTo(new VoterSet(0, FIRST));
        assertThat(events.finalization(chain)).isEmpty();
        assertThat(chain.author().digest()).isEmpty();

        assertThat(inOffice()).isEqualTo(new VoterSet(1, NEXT));
        assertThat(events.finalization(chain)).containsExactly("Grandpa.NewAuthorities");
        assertThat(chain.get(Items.PENDING_CHANGE.prefix())).isEmpty();
    }

    private JsonNode pendingChange() {
        RuntimeMetadata metadata = RuntimeMetadata.decode(chain.runtime.metadata(16));
        StorageEntry entry =
                metadata.pallet("Grandpa").orElseThrow().entry("PendingChange").orElseThrow();
        return metadata.codec()
                .decode(entry.valueType(), chain.get(Items.PENDING_CHANGE.prefix()).orElseThrow());
    }

    @Test
    void a_forced_change_says_from_where_its_voters_go_on() {
        BlockResult announcing = change(NEXT, 1, Optional.of(7L));
        assertThat(announced(announcing)).isEqualTo(new AuthorityChange.Forced(7, NEXT, 1));
        assertThat(inOffice()).isEqualTo(new VoterSet(0, FIRST));
        assertThat(chain.author().digest()).isEmpty();
        assertThat(inOffice()).isEqualTo(new VoterSet(1, NEXT));
    }

    @Test
    void a_second_change_waits_for_the_first() {
        change(NEXT, 1, Optional.empty());
        BlockResult second = change(FIRST, 0, Optional.empty());
        assertThat(second.digest()).isEmpty();
        assertThat(sudid().path("Err").path("Module").path("index").asInt()).isEqualTo(4);
        assertThat(sudid().toString()).contains("0x02000000");
        assertThat(inOffice()).isEqualTo(new VoterSet(1, NEXT));
    }

    @Test
    void forced_changes_keep_a_distance_of_twice_their_delay() {
        change(NEXT, 2, Optional.of(1L));
        chain.author(2);
        change(FIRST, 0, Optional.of(1L));
        assertThat(sudid().toString()).contains("0x03000000");
        change(FIRST, 0, Optional.of(1L));
        assertThat(sudid().has("Ok")).isTrue();
        assertThat(inOffice()).isEqualTo(new VoterSet(2, FIRST));
    }

    @Test
    void voters_who_could_not_vote_are_refused() {
        List<Authority> stranger = List.of(new Authority(Hash256.fromHex("ab".repeat(32)), 1));
        List<Authority> weightless = List.of(new Authority(key("//Alice"), 0));
        for (List<Authority> list : List.of(stranger, weightless, List.<Authority>of())) {
            assertThat(change(list, 0, Optional.empty()).digest()).isEmpty();
            assertThat(sudid().path("Err").path("Module").path("index").asInt()).isEqualTo(19);
        }
        assertThat(inOffice()).isEqualTo(new VoterSet(0, FIRST));
    }

    @Test
    void only_the_sudo_key_speaks_for_the_chain() {
        Bytes call = Wallet.scheduleGrandpaChange(NEXT, 0, Optional.empty());
        Validity byBob =
                chain.runtime.validate(chain, chain.next(), bob.sign(chain, Wallet.sudo(call)));
        assertThat(byBob).isEqualTo(new Validity.Invalid(Validity.InvalidTransaction.BAD_SIGNER));

        chain.author(alice.sign(chain, call));
        assertThat(events.names(chain, 1)).contains("System.ExtrinsicFailed");
        chain.author(bob.sign(chain, Wallet.batchAll(Wallet.sudo(call))));
        assertThat(events.names(chain, 1)).contains("System.ExtrinsicFailed");
        chain.author(alice.sign(chain, Wallet.sudo(Wallet.transfer(bob.account(), 1_000_000_000))));
        assertThat(sudid().path("Err").isMissingNode()).isFalse();
        assertThat(inOffice()).isEqualTo(new VoterSet(0, FIRST));
    }

    @Test
    void sudo_costs_nothing_but_the_tip() {
        long before = Balances.free(chain.reading(), alice.account());
        change(NEXT, 0, Optional.empty());
        assertThat(Balances.free(chain.reading(), alice.account())).isEqualTo(before);
        assertThat(
                        events.first(chain, 1, "System", "ExtrinsicSuccess")
                                .path("dispatch_info")
                                .path("pays_fee")
                                .asString())
                .isEqualTo("No");
    }
}
