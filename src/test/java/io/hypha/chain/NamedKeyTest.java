package io.hypha.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageHasher;
import io.hypha.node.metadata.StorageKeys;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys by the metadata of finney 424 against names, without it. */
class NamedKeyTest {

    private static final RuntimeMetadata METADATA =
            RuntimeMetadata.decode(Fixtures.bytes("metadata/finney-424-v16.scale.gz"));

    private final Hotkey moss = FakeChain.hotkey("moss");
    private final Coldkey alice = FakeChain.coldkey("alice");

    private static boolean matches(Bytes key, String figure, String... arguments) {
        return NamedKey.matches(new ProofId(600, figure, List.of(arguments)), key, true);
    }

    private static Bytes key(String pallet, String item, Bytes... parts) {
        return METADATA.keys(pallet, item).of(parts);
    }

    private Bytes alpha() {
        return key("SubtensorModule", "Alpha", moss.bytes(), alice.bytes(), FakeChain.u16(3));
    }

    @Test
    void finds_the_parts_of_a_name_in_its_key() {
        assertThat(matches(alpha(), "SubtensorModule.Alpha", moss.address(), alice.address(), "3"))
                .isTrue();
        assertThat(
                        matches(
                                key("SubtensorModule", "Tempo", FakeChain.u16(300)),
                                "SubtensorModule.Tempo",
                                "300"))
                .isTrue();
        assertThat(
                        matches(
                                key("System", "Account", alice.bytes()),
                                "System.Account",
                                alice.address()))
                .isTrue();
        assertThat(matches(key("Timestamp", "Now"), "Timestamp.Now")).isTrue();
        assertThat(
                        matches(
                                key("System", "BlockHash", Bytes.ofInts(9, 0, 0, 0)),
                                "System.BlockHash",
                                "9"))
                .isTrue();
    }

    @Test
    void has_the_form_of_every_item_that_formulas_compute_with() {
        for (StorageItem item : StorageItem.values()) {
            if (item == StorageItem.ROOT_UNLOCK_INTERVAL) {
                continue; // since spec 441: one number, no key
            }
            assertThat(item.forms().stream().map(KeyForm::hasher).toList())
                    .as(item.toString())
                    .isEqualTo(METADATA.keys(item.pallet(), item.item()).entry().hashers());
        }
    }

    @Test
    void lets_nobody_pass_off_a_key_that_no_state_has_as_an_absent_entry() {
        Bytes prefix = StorageKeys.prefix("SubtensorModule", "SubnetTAO");
        Bytes asByte = Bytes.concat(prefix, Bytes.ofInts(3));
        Bytes hashed =
                Bytes.concat(
                        prefix, StorageKeys.hash(StorageHasher.TWOX_64_CONCAT, FakeChain.u16(3)));
        ProofId name = new ProofId(600, "SubtensorModule.SubnetTAO", List.of("3"));

        assertThat(NamedKey.matches(name, Bytes.concat(prefix, FakeChain.u16(3)), false)).isTrue();
        assertThat(NamedKey.matches(name, asByte, false)).isFalse();
        assertThat(NamedKey.matches(name, hashed, false)).isFalse();
        assertThat(
                        NamedKey.matches(
                                new ProofId(600, "System.BlockHash", List.of("9")),
                                key("System", "BlockHash", Bytes.ofInts(9, 0, 0, 0)),
                                false))
                .isFalse();
    }

    @Test
    void refuses_the_key_of_another_entry() {
        String hot = moss.address();
        String cold = alice.address();
        assertThat(matches(alpha(), "SubtensorModule.Alpha", hot, cold, "4")).isFalse();
        assertThat(matches(alpha(), "SubtensorModule.Alpha", cold, hot, "3")).isFalse();
        assertThat(
                        matches(
                                alpha(),
                                "SubtensorModule.Alpha",
                                hot,
                                FakeChain.coldkey("bob").address(),
                                "3"))
                .isFalse();
        assertThat(matches(alpha(), "SubtensorModule.AlphaV2", hot, cold, "3")).isFalse();
        assertThat(matches(alpha(), "Swap.Alpha", hot, cold, "3")).isFalse();
        assertThat(matches(alpha(), "SubtensorModule.Alpha", hot, cold)).isFalse();
        assertThat(matches(alpha(), "SubtensorModule.Alpha", hot, cold, "3", "3")).isFalse();
        assertThat(matches(alpha(), "position", hot, cold, "3")).isFalse();
        assertThat(matches(alpha(), "SubtensorModule.Alpha", hot, cold, "moss")).isFalse();
    }

    @Test
    void refuses_a_key_with_one_bit_flipped_or_a_byte_more_or_less() {
        Bytes key = alpha();
        String[] arguments = {moss.address(), alice.address(), "3"};
        for (int bit = 0; bit < key.size() * 8; bit++) {
            byte[] flipped = key.toArray();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(matches(Bytes.of(flipped), "SubtensorModule.Alpha", arguments))
                    .as("bit " + bit)
                    .isFalse();
        }
        assertThat(matches(key.slice(0, key.size() - 1), "SubtensorModule.Alpha", arguments))
                .isFalse();
        assertThat(matches(Bytes.concat(key, Bytes.ofInts(0)), "SubtensorModule.Alpha", arguments))
                .isFalse();
        assertThat(matches(Bytes.EMPTY, "SubtensorModule.Alpha", arguments)).isFalse();
    }
}
