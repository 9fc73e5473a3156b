package io.hypha.node.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AuraSealTest {

    private static final List<Hash256> AUTHORS =
            TestVoters.fake(0, 1, 1, 1).set().authorities().stream().map(Authority::key).toList();
    private static final DigestItem FRONTIER =
            new DigestItem.Consensus(EngineId.of("fron"), Bytes.ofInts(1, 2));

    private final AuraSeal seals =
            new AuraSeal(
                    (key, message, signature) -> Arrays.equals(fakeSeal(key, message), signature));

    private static byte[] fakeSeal(Hash256 key, byte[] message) {
        return Blake2b.hash512(Bytes.concat(key.toBytes(), Bytes.of(message)).toArray());
    }

    private static DigestItem slot(long slot) {
        return new DigestItem.PreRuntime(
                EngineId.AURA, new ScaleCodecWriter().writeLong(slot).toBytes());
    }

    private static Header unsealed(DigestItem... digest) {
        return TestVoters.aHeader(77, Hash256.ZERO, 0, digest);
    }

    private static Header sealed(Hash256 author, Header header) {
        return header.withDigestItem(
                new DigestItem.Seal(
                        EngineId.AURA, Bytes.of(fakeSeal(author, header.hash().toArray()))));
    }

    @Test
    void the_author_of_the_slot_signs_the_hash_without_the_seal() {
        Header header = sealed(AUTHORS.get(2), unsealed(slot(8), FRONTIER));
        assertThat(seals.verify(header.encode(), AUTHORS))
                .isEqualTo(new SealVerdict.Sealed(AUTHORS.get(2), 2, 8));
        assertThat(AuraSeal.slotOf(header)).hasValue(8);
    }

    @Test
    void a_real_seal_is_sr25519_over_the_same_hash() {
        Schnorrkel.KeyPair pair =
                Schnorrkel.KeyPair.fromMiniSecret(Blake2b.hash256(new byte[] {7}));
        List<Hash256> authors = List.of(AUTHORS.get(0), pair.publicKey());
        Header header = unsealed(slot(9), FRONTIER);
        Bytes signature = Bytes.of(pair.sign(header.hash().toArray()));
        Header real = header.withDigestItem(new DigestItem.Seal(EngineId.AURA, signature));
        AuraSeal strict = new AuraSeal();
        assertThat(strict.verify(real.encode(), authors))
                .isEqualTo(new SealVerdict.Sealed(pair.publicKey(), 1, 9));
        byte[] flipped = signature.toArray();
        flipped[5] ^= 1;
        assertThat(
                        strict.verify(
                                header.withDigestItem(
                                        new DigestItem.Seal(EngineId.AURA, Bytes.of(flipped))),
                                authors))
                .isEqualTo(new SealVerdict.BadSignature(pair.publicKey(), 1, 9));
        assertThat(strict.verify(real, List.of(AUTHORS.get(0), AUTHORS.get(1))).name())
                .isEqualTo("bad-signature");
    }

    @Test
    void another_author_another_list_or_another_header_is_a_bad_signature() {
        Header header = sealed(AUTHORS.get(1), unsealed(slot(8)));
        assertThat(seals.verify(header, AUTHORS))
                .isEqualTo(new SealVerdict.BadSignature(AUTHORS.get(2), 2, 8));
        Header good = sealed(AUTHORS.get(2), unsealed(slot(8)));
        assertThat(seals.verify(good, AUTHORS.subList(0, 2)).name()).isEqualTo("bad-signature");
        Header changed =
                new Header(
                        good.parentHash(),
                        good.number() + 1,
                        good.stateRoot(),
                        good.extrinsicsRoot(),
                        good.digest());
        assertThat(seals.verify(changed, AUTHORS).name()).isEqualTo("bad-signature");
    }

    @Test
    void a_slot_above_two_to_the_63_is_unsigned() {
        // 2^64 − 1 is divisible by 3.
        Header header = sealed(AUTHORS.get(0), unsealed(slot(-1)));
        assertThat(seals.verify(header, AUTHORS))
                .isEqualTo(new SealVerdict.Sealed(AUTHORS.get(0), 0, -1));
        assertThat(seals.verify(header, AUTHORS).reason()).contains("18446744073709551615");
    }

    @Test
    void without_slot_or_seal_it_says_so() {
        assertThat(seals.verify(sealed(AUTHORS.get(0), unsealed(FRONTIER)), AUTHORS))
                .isEqualTo(new SealVerdict.NoSlot());
        assertThat(seals.verify(unsealed(FRONTIER), AUTHORS)).isEqualTo(new SealVerdict.NoSlot());
        assertThat(seals.verify(unsealed(slot(3)), AUTHORS)).isEqualTo(new SealVerdict.NoSeal());
        assertThat(seals.verify(unsealed(), AUTHORS)).isEqualTo(new SealVerdict.NoSlot());
        DigestItem babe = new DigestItem.Seal(EngineId.of("BABE"), Bytes.of(new byte[64]));
        assertThat(seals.verify(unsealed(slot(3), babe), AUTHORS))
                .isEqualTo(new SealVerdict.NoSeal());
    }

    @Test
    void slots_and_seals_of_a_wrong_form_are_malformed() {
        Bytes seven = Bytes.of(new byte[7]);
        assertThat(seals.verify(sealed(AUTHORS.get(0), unsealed(slot(0), slot(0))), AUTHORS).name())
                .isEqualTo("malformed");
        assertThat(
                        seals.verify(
                                        sealed(
                                                AUTHORS.get(0),
                                                unsealed(
                                                        new DigestItem.PreRuntime(
                                                                EngineId.AURA, seven))),
                                        AUTHORS)
                                .name())
                .isEqualTo("malformed");
        for (int size : new int[] {0, 63, 65}) {
            DigestItem seal = new DigestItem.Seal(EngineId.AURA, Bytes.of(new byte[size]));
            assertThat(seals.verify(unsealed(slot(3), seal), AUTHORS).name())
                    .isEqualTo("malformed");
        }
        Header twice = sealed(AUTHORS.get(0), sealed(AUTHORS.get(0), unsealed(slot(0))));
        assertThat(seals.verify(twice, AUTHORS).name()).isEqualTo("malformed");
        assertThat(
                        seals.verify(
                                        sealed(AUTHORS.get(0), unsealed(slot(0)))
                                                .withDigestItem(FRONTIER),
                                        AUTHORS)
                                .name())
                .isEqualTo("malformed");
        Bytes good = sealed(AUTHORS.get(0), unsealed(slot(0))).encode();
        assertThat(seals.verify(good.slice(0, good.size() - 1), AUTHORS).name())
                .isEqualTo("malformed");
        assertThat(seals.verify(Bytes.concat(good, Bytes.ofInts(0)), AUTHORS).name())
                .isEqualTo("malformed");
        assertThat(AuraSeal.slotOf(unsealed(new DigestItem.PreRuntime(EngineId.AURA, seven))))
                .isEmpty();
    }

    @Test
    void no_authors_is_bad_code() {
        assertThatThrownBy(() -> seals.verify(unsealed(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void any_bytes_lead_to_a_verdict_and_no_change_stays_sealed() {
        Random random = new Random(2);
        byte[] good = sealed(AUTHORS.get(2), unsealed(slot(8), FRONTIER)).encode().toArray();
        for (int i = 0; i < 100_000; i++) {
            byte[] mutant = good.clone();
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutant[random.nextInt(mutant.length)] = (byte) random.nextInt();
            }
            if (random.nextInt(10) == 0) {
                mutant = Arrays.copyOf(mutant, random.nextInt(mutant.length + 3));
            }
            SealVerdict verdict = seals.verify(Bytes.of(mutant), AUTHORS);
            assertThat(verdict.reason()).isNotBlank();
            assertThat(verdict instanceof SealVerdict.Sealed)
                    .isEqualTo(Arrays.equals(mutant, good));
        }
    }
}
