package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.devnet.runtime.Validity.InvalidTransaction;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionCheckTest {

    private static final long TAO = 1_000_000_000;

    private final MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("checks"));
    private final Wallet alice = Wallet.sr25519("//Alice");
    private final Bytes call = Wallet.transfer(DevAccounts.ALL.get(1).sr25519().toBytes(), TAO);

    @BeforeEach
    void past_history() {
        chain.author(chain.spec.historyBlocks());
    }

    private Validity validate(Bytes transaction) {
        return chain.runtime.validate(chain, chain.next(), transaction);
    }

    private static Validity invalid(InvalidTransaction reason) {
        return new Validity.Invalid(reason);
    }

    @Test
    void takes_a_well_signed_transaction_of_each_scheme_that_is_funded() {
        Bytes transaction = alice.sign(chain, call);
        Validity.Valid valid = (Validity.Valid) validate(transaction);
        assertThat(valid.requires()).isEmpty();
        assertThat(valid.provides()).hasSize(1);
        assertThat(valid.longevity()).isEqualTo(-1);
        Wallet other = Wallet.ed25519(7);
        chain.author(alice.sign(chain, Wallet.transfer(other.account(), 5 * TAO)));
        assertThat(validate(other.sign(chain, call))).isInstanceOf(Validity.Valid.class);
    }

    @Test
    void a_later_nonce_waits_for_the_earlier_one() {
        Bytes first = alice.sign(Wallet.Terms.immortal(0), call);
        Bytes second = alice.sign(Wallet.Terms.immortal(1), call);
        Validity.Valid waiting = (Validity.Valid) validate(second);
        assertThat(waiting.requires()).isEqualTo(((Validity.Valid) validate(first)).provides());
        BlockResult result = chain.author(second, first, second);
        assertThat(result.included()).hasSize(3);
        assertThat(result.refused()).hasSize(1);
        assertThat(result.refused().getFirst().reason())
                .isEqualTo(invalid(InvalidTransaction.FUTURE));
        assertThat(validate(first)).isEqualTo(invalid(InvalidTransaction.STALE));
        assertThat(chain.author(first).refused().getFirst().reason())
                .isEqualTo(invalid(InvalidTransaction.STALE));
    }

    @Test
    void a_signature_may_cover_the_metadata_digest() {
        Wallet.Terms terms = Wallet.Terms.immortal(0);
        assertThat(validate(alice.sign(terms.withDigest(chain.runtime.metadataDigest()), call)))
                .isInstanceOf(Validity.Valid.class);
        assertThat(validate(alice.sign(terms.withDigest(Hash256.ZERO), call)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
    }

    @Test
    void refuses_what_was_signed_for_something_else() {
        Wallet.Terms terms = Wallet.Terms.immortal(0);
        assertThat(validate(alice.sign(terms.onGenesis(Hash256.ZERO), call)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
        assertThat(validate(alice.sign(terms.ofSpec(425), call)))
                .isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
        byte[] changed = alice.sign(terms, call).toArray();
        changed[changed.length - 1] ^= 1;
        assertThat(validate(Bytes.of(changed))).isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
    }

    @Test
    void an_era_is_born_at_a_known_block_and_ends() {
        long birth = chain.number();
        Bytes era = era(64, birth % 64);
        Wallet.Terms terms = Wallet.Terms.immortal(0).mortal(era, chain.hash());
        Bytes transaction = alice.sign(terms, call);
        assertThat(((Validity.Valid) validate(transaction)).longevity()).isEqualTo(63);
        chain.author(10);
        assertThat(validate(transaction)).isInstanceOf(Validity.Valid.class);
        chain.author(53);
        assertThat(chain.number()).isEqualTo(birth + 63);
        assertThat(validate(transaction))
                .isEqualTo(invalid(InvalidTransaction.ANCIENT_BIRTH_BLOCK));
        chain.author();
        assertThat(validate(transaction)).isEqualTo(invalid(InvalidTransaction.BAD_PROOF));
    }

    @Test
    void an_era_born_before_the_kept_hashes_is_ancient() {
        chain.state.remove(Items.BLOCK_HASH.key(StorageItem.u32(4)));
        Wallet.Terms terms = Wallet.Terms.immortal(0).mortal(era(64, 4), chain.hash());
        assertThat(validate(alice.sign(terms, call)))
                .isEqualTo(invalid(InvalidTransaction.ANCIENT_BIRTH_BLOCK));
    }

    @Test
    void refuses_an_account_that_cannot_pay() {
        assertThat(validate(Wallet.ed25519(3).sign(Wallet.Terms.immortal(0), call)))
                .isEqualTo(invalid(InvalidTransaction.PAYMENT));
        long free = Balances.free(chain.reading(), alice.account());
        assertThat(validate(alice.sign(Wallet.Terms.immortal(0).withTip(free), call)))
                .isEqualTo(invalid(InvalidTransaction.PAYMENT));
        assertThat(validate(alice.sign(Wallet.Terms.immortal(0).withTip(Long.MAX_VALUE), call)))
                .isEqualTo(invalid(InvalidTransaction.PAYMENT));
    }

    @Test
    void refuses_bytes_that_are_no_extrinsic() {
        Bytes good = alice.sign(chain, call);
        assertThat(validate(Bytes.EMPTY)).isEqualTo(invalid(InvalidTransaction.CALL));
        assertThat(validate(good.slice(0, good.size() - 1)))
                .isEqualTo(invalid(InvalidTransaction.CALL));
        assertThat(validate(Bytes.concat(good, Bytes.ofInts(0))))
                .isEqualTo(invalid(InvalidTransaction.CALL));
        assertThat(validate(alice.sign(chain, Wallet.call(12, 0, _ -> {}))))
                .isEqualTo(invalid(InvalidTransaction.CALL));
        assertThat(validate(chain.runtime.inherent(5)))
                .isEqualTo(Validity.Unknown.NO_UNSIGNED_VALIDATOR);
    }

    @Test
    void a_block_needs_its_own_time_first() {
        BlockContext next = chain.next();
        Bytes late = chain.runtime.inherent(chain.runtime.timestampMillis(next.slot()) + 1);
        BlockResult result =
                chain.runtime.execute(
                        chain, next, java.util.List.of(late, alice.sign(chain, call)));
        assertThat(result.included()).isEmpty();
        assertThat(result.refused()).hasSize(2);
    }

    @Test
    void mutated_transactions_end_in_a_verdict() {
        byte[] good = alice.sign(chain, Wallet.batchAll(call, call)).toArray();
        SplittableRandom random = new SplittableRandom(20);
        WorkingState state = chain.reading();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = good.clone();
            for (int k = random.nextInt(1, 4); k > 0; k--) {
                // Signatures cost milliseconds each: keep most mutations to what decodes before
                // them.
                int at = random.nextInt(10) == 0 ? random.nextInt(bytes.length) : random.nextInt(3);
                bytes[at] = (byte) random.nextInt(256);
            }
            Bytes input =
                    random.nextInt(4) == 0
                            ? Bytes.of(bytes, 0, random.nextInt(bytes.length))
                            : Bytes.of(bytes);
            try {
                assertThat(Extrinsic.decode(SpecLayout.SPEC_424, input)).isNotNull();
            } catch (io.hypha.node.scale.ScaleException e) {
                assertThat(chain.runtime.validate(chain, chain.next(), input))
                        .isEqualTo(invalid(InvalidTransaction.CALL));
            }
        }
        assertThat(state.changes()).isEmpty();
    }

    private static Bytes era(long period, long phase) {
        int encoded = (int) (Long.numberOfTrailingZeros(period) - 1 | phase << 4);
        return new ScaleCodecWriter().writeUint16(encoded).toBytes();
    }
}
