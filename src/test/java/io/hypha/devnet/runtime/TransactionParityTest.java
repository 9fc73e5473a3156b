package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.devnet.runtime.Validity.InvalidTransaction;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.scale.ScaleCodecWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECPoint;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * {@code TaggedTransactionQueue_validate_transaction} of the C runtime says of every transaction
 * what the Java ledger says of it: of good ones, and of each kind of bad one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TransactionParityTest {

    private static final String VALIDATE = "TaggedTransactionQueue_validate_transaction";
    private static final long TAO = 1_000_000_000;
    private static final int EXISTENTIAL_DEPOSIT = 500;

    private final MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("validity"));
    private final WasmRuntime wasm = WasmRuntime.compiled(RuntimeDescription.code());
    private final Wallet alice = Wallet.sr25519("//Alice");
    private final Bytes other = Bytes.fromHex("0b".repeat(32));
    private final Bytes call = Wallet.transfer(other, TAO);

    @BeforeAll
    void past_history() {
        chain.author(chain.spec.historyBlocks());
    }

    @BeforeEach
    void alice_has_plenty() {
        setFree(alice.account(), 10_000 * TAO);
    }

    private BlockContext at() {
        return new BlockContext(chain.number(), 1, chain.hash(), MemoryChain.GENESIS);
    }

    private static Bytes parameters(Bytes transaction, Hash256 block) {
        return Bytes.concat(Bytes.ofInts(2), transaction, block.toBytes());
    }

    /** The answer of both. */
    private Bytes judged(Bytes transaction) {
        Bytes parameters = parameters(transaction, chain.hash());
        CallResult expected = new LedgerApis(chain.runtime).call(chain, at(), VALIDATE, parameters);
        WasmRuntime.Answer found = wasm.call(chain, VALIDATE, parameters);
        if (expected instanceof CallResult.Returned(Bytes value)) {
            assertEquals(Optional.of(value), found.value(), transaction.toHex());
            return value;
        }
        assertThat(expected).isInstanceOf(CallResult.Trapped.class);
        assertThat(found.trapped()).as(transaction.toHex()).isTrue();
        return Bytes.EMPTY;
    }

    private void isValid(Bytes transaction) {
        assertThat(judged(transaction).unsignedAt(0)).isZero();
    }

    private void isInvalid(InvalidTransaction reason, Bytes transaction) {
        assertEquals(new Validity.Invalid(reason).encode(), judged(transaction));
    }

    private Wallet.Terms terms() {
        return Wallet.Terms.immortal(
                chain.runtime.accountNonce(chain, Hash256.of(alice.account())));
    }

    private static Bytes era(long period, long phase) {
        long factor = Math.max(period >> 12, 1);
        int encoded = (int) (Long.numberOfTrailingZeros(period) - 1 | phase / factor << 4);
        return new ScaleCodecWriter().writeUint16(encoded).toBytes();
    }

    private static Bytes remark(int size) {
        return Wallet.call(0, 0, out -> out.writeByteVector(Bytes.of(new byte[size])));
    }

    private void setFree(Bytes account, long rao) {
        AccountInfo info = AccountInfo.decode(chain.get(Items.ACCOUNT.key(account)));
        chain.state.put(Items.ACCOUNT.key(account), info.withProviders(1).withFree(rao).encode());
    }

    @Test
    void good_transactions_of_each_scheme() {
        isValid(alice.sign(chain, call));
        isValid(alice.sign(terms().withTip(TAO), call));
        isValid(alice.sign(terms().withDigest(chain.runtime.metadataDigest(chain)), call));
        Wallet edward = Wallet.ed25519(7);
        setFree(edward.account(), TAO);
        isValid(edward.sign(chain, call));
        Secp256k1Wallet carol = new Secp256k1Wallet(BigInteger.valueOf(77));
        setFree(carol.account, TAO);
        isValid(carol.sign(call, false));
        isInvalid(InvalidTransaction.BAD_PROOF, carol.sign(call, true));
    }

    @Test
    void payloads_around_the_length_that_is_hashed() {
        int rest = 2 + 1 + 4 + 4 + 4 + 32 + 32 + 1;
        for (int size = 250 - rest; size < 264 - rest; size++) {
            isValid(alice.sign(chain, remark(size)));
        }
    }

    @Test
    void a_signature_over_anything_else_is_a_bad_proof() {
        Bytes good = alice.sign(chain, call);
        List<Bytes> bad =
                List.of(
                        alice.sign(terms().onGenesis(Hash256.ZERO), call),
                        alice.sign(terms().ofSpec(425), call),
                        alice.sign(terms().withDigest(Hash256.ZERO), call),
                        flipped(good, good.size() - 1),
                        flipped(good, 2 + 2 + 1),
                        flipped(good, 2 + 2 + 33 + 40),
                        Wallet.ed25519(7).sign(terms().ofSpec(425), call));
        bad.forEach(each -> isInvalid(InvalidTransaction.BAD_PROOF, each));
    }

    private static Bytes flipped(Bytes good, int at) {
        byte[] bytes = good.toArray();
        bytes[at] ^= 1;
        return Bytes.of(bytes);
    }

    @Test
    void eras_are_born_live_and_end_alike() {
        chain.author(90);
        for (long period : new long[] {4, 8, 64, 65_536}) {
            for (long phase : new long[] {0, 1, period / 2, period - 1}) {
                Bytes era = era(period, phase);
                for (Hash256 birth : List.of(chain.hash(), MemoryChain.GENESIS, Hash256.ZERO)) {
                    judged(alice.sign(terms().mortal(era, birth), call));
                }
            }
        }
        long birth = chain.number();
        Bytes living = alice.sign(terms().mortal(era(64, birth % 64), chain.hash()), call);
        isValid(living);
        chain.author(40);
        isValid(living);
        chain.author(23);
        isInvalid(InvalidTransaction.ANCIENT_BIRTH_BLOCK, living);
        chain.author();
        isInvalid(InvalidTransaction.BAD_PROOF, living);
        chain.state.remove(Items.BLOCK_HASH.key(StorageItem.u32(chain.number() - 2)));
        isInvalid(
                InvalidTransaction.ANCIENT_BIRTH_BLOCK,
                alice.sign(terms().mortal(era(64, (chain.number() - 2) % 64), chain.hash()), call));
    }

    @Test
    void nonces_are_stale_next_or_wait() {
        long next = terms().nonce();
        isValid(alice.sign(Wallet.Terms.immortal(next), call));
        isValid(alice.sign(Wallet.Terms.immortal(next + 1), call));
        isValid(alice.sign(Wallet.Terms.immortal(0xffff_ffffL), call));
        chain.author(alice.sign(chain, call));
        isInvalid(InvalidTransaction.STALE, alice.sign(Wallet.Terms.immortal(next), call));
        isValid(alice.sign(Wallet.Terms.immortal(next + 1), call));
    }

    @Test
    void nobody_signs_with_the_key_of_zeros() {
        byte[] always = new byte[64];
        always[0] = 1;
        Bytes transaction =
                Bytes.concat(
                        Bytes.ofInts(0x84, 0),
                        Bytes.of(new byte[32]),
                        Bytes.ofInts(0),
                        Bytes.of(always),
                        Bytes.ofInts(0, 0, 0, 0),
                        call);
        isInvalid(
                InvalidTransaction.BAD_SIGNER,
                new ScaleCodecWriter().writeByteVector(transaction).toBytes());
        isInvalid(
                InvalidTransaction.BAD_SIGNER,
                Wallet.sr25519("//Bob").sign(Wallet.Terms.immortal(0), Wallet.sudo(call)));
        isValid(alice.sign(chain, Wallet.sudo(call)));
    }

    @Test
    void fees_are_payable_to_the_rao() {
        isInvalid(
                InvalidTransaction.PAYMENT, Wallet.ed25519(3).sign(Wallet.Terms.immortal(0), call));
        isInvalid(InvalidTransaction.PAYMENT, alice.sign(terms().withTip(Long.MAX_VALUE), call));
        Bytes transaction = alice.sign(terms().withTip(7), call);
        long fee = chain.runtime.queryInfo(chain, transaction).partialFeeRao() + 7;
        for (long spare : new long[] {-1, 0, 1}) {
            setFree(alice.account(), EXISTENTIAL_DEPOSIT + fee + spare);
            if (spare < 0) {
                isInvalid(InvalidTransaction.PAYMENT, transaction);
            } else {
                isValid(transaction);
            }
        }
        setFree(alice.account(), 0);
        isInvalid(InvalidTransaction.PAYMENT, transaction);
    }

    @Test
    void a_transaction_longer_than_a_block_takes_exhausts_it() {
        isInvalid(
                InvalidTransaction.EXHAUSTS_RESOURCES, alice.sign(chain, remark(7_864_320 - 100)));
        isValid(alice.sign(chain, remark(7_864_320 - 200)));
    }

    @Test
    void alpha_pays_where_tao_is_short() {
        List<Bytes> strangers =
                new Population("validity")
                        .validators().stream()
                                .map(Population.Validator::hotkey)
                                .filter(this::isStrange)
                                .toList();
        Bytes hotkey = strangers.getFirst();
        Bytes another = strangers.get(1);
        chain.author(alice.sign(chain, Wallet.addStake(hotkey, 3, 5 * TAO)));
        setFree(alice.account(), 2 * EXISTENTIAL_DEPOSIT);
        Bytes unstakeAll = Wallet.call(7, 83, out -> out.writeFixed(hotkey));
        List<Bytes> paying =
                List.of(
                        Wallet.removeStake(hotkey, 3, TAO),
                        Wallet.removeStakeLimit(hotkey, 3, TAO, 1, true),
                        Wallet.moveStake(hotkey, another, 3, 4, TAO),
                        Wallet.call(
                                7, 103, out -> out.writeFixed(hotkey).writeUint16(3).writeUByte(0)),
                        unstakeAll,
                        Wallet.call(7, 84, out -> out.writeFixed(hotkey)),
                        Wallet.call(
                                7,
                                86,
                                out ->
                                        out.writeFixed(other)
                                                .writeFixed(hotkey)
                                                .writeUint16(3)
                                                .writeUint16(3)
                                                .writeLong(TAO)),
                        Wallet.call(
                                7,
                                87,
                                out ->
                                        out.writeFixed(hotkey)
                                                .writeUint16(3)
                                                .writeUint16(4)
                                                .writeLong(TAO)));
        paying.forEach(each -> isValid(alice.sign(chain, each)));
        List<Bytes> penniless =
                List.of(
                        Wallet.addStake(hotkey, 3, TAO),
                        Wallet.addStakeLimit(hotkey, 3, TAO, TAO, true),
                        Wallet.removeStake(hotkey, 4, TAO),
                        Wallet.removeStake(another, 3, TAO),
                        Wallet.moveStake(another, hotkey, 3, 3, TAO),
                        Wallet.batchAll(Wallet.removeStake(hotkey, 3, TAO)),
                        call);
        penniless.forEach(each -> isInvalid(InvalidTransaction.PAYMENT, alice.sign(chain, each)));
        isInvalid(
                InvalidTransaction.PAYMENT,
                alice.sign(terms().withTip(1_000_000 * TAO), unstakeAll));
        setFree(alice.account(), 100 * TAO);
        chain.author(alice.sign(chain, Wallet.addStake(hotkey, 4, 5 * TAO)));
        setFree(alice.account(), 2 * EXISTENTIAL_DEPOSIT);
        isInvalid(InvalidTransaction.PAYMENT, alice.sign(chain, unstakeAll));
    }

    private boolean isStrange(Bytes hotkey) {
        return Subtensor.netuids(chain.reading())
                .allMatch(netuid ->
                        Staking.stakeOf(chain.reading(), hotkey, alice.account(), netuid) == 0);
    }

    @Test
    void what_is_not_signed_or_does_not_decode() {
        assertEquals(
                Validity.Unknown.NO_UNSIGNED_VALIDATOR.encode(), judged(chain.runtime.inherent(5)));
        Bytes good = alice.sign(chain, call);
        assertThat(judged(Bytes.EMPTY)).isEqualTo(Bytes.EMPTY);
        assertThat(judged(Bytes.concat(good, Bytes.ofInts(0)))).isEqualTo(Bytes.EMPTY);
        assertThat(judged(good.slice(0, good.size() - 1))).isEqualTo(Bytes.EMPTY);
        Set<Integer> seen = new java.util.TreeSet<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 400; i++) {
            byte[] bytes = good.toArray();
            int place =
                    random.nextBoolean()
                            ? random.nextInt(bytes.length)
                            : 101 + random.nextInt(bytes.length - 101);
            bytes[place] = (byte) random.nextInt();
            Bytes answer = judged(Bytes.of(bytes));
            seen.add(answer.isEmpty() ? -1 : answer.unsignedAt(answer.size() - 1));
        }
        assertThat(seen).contains(-1, InvalidTransaction.BAD_PROOF.index());
    }

    @Test
    void block_zero_does_not_know_its_own_hash() {
        MemoryChain fresh = new MemoryChain(MemoryChain.shortSpec("validity"));
        Bytes parameters = parameters(alice.sign(fresh, call), fresh.hash());
        BlockContext genesis = new BlockContext(0, 1, fresh.hash(), MemoryChain.GENESIS);
        assertEquals(
                new LedgerApis(fresh.runtime).call(fresh, genesis, VALIDATE, parameters),
                new CallResult.Returned(
                        wasm.call(fresh, VALIDATE, parameters).value().orElseThrow()));
    }

    /** Signs as an account of secp256k1 does: the account is the hash of the key. */
    private static final class Secp256k1Wallet {
        private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");

        private final BigInteger secret;
        private final byte[] key;
        private final Bytes account;

        Secp256k1Wallet(BigInteger secret) {
            this.secret = secret;
            ECPoint point = CURVE.getG().multiply(secret).normalize();
            this.key = point.getEncoded(true);
            this.account = Bytes.of(Blake2b.hash256(key));
        }

        Bytes sign(Bytes call, boolean wrong) {
            Bytes extra = Bytes.ofInts(0, 0, 0, 0);
            Bytes implied =
                    new ScaleCodecWriter()
                            .writeUint32(wrong ? 423 : 424)
                            .writeUint32(1)
                            .writeHash(MemoryChain.GENESIS)
                            .writeHash(MemoryChain.GENESIS)
                            .writeUByte(0)
                            .toBytes();
            byte[] message = Bytes.concat(call, extra, implied).toArray();
            byte[] hash = Blake2b.hash256(message);
            ECDSASigner signer = new ECDSASigner();
            signer.init(
                    true,
                    new ECPrivateKeyParameters(
                            secret,
                            new ECDomainParameters(CURVE.getCurve(), CURVE.getG(), CURVE.getN())));
            BigInteger[] pair = signer.generateSignature(hash);
            byte[] signature = new byte[65];
            write(pair[0], signature, 0);
            write(pair[1], signature, 32);
            for (int id = 0; id < 4; id++) {
                signature[64] = (byte) id;
                if (io.hypha.node.crypto.Ecdsa.verify(key, message, signature)) {
                    break;
                }
            }
            Bytes body =
                    Bytes.concat(
                            Bytes.ofInts(0x84, 0),
                            account,
                            Bytes.ofInts(2),
                            Bytes.of(signature),
                            extra,
                            call);
            return new ScaleCodecWriter().writeByteVector(body).toBytes();
        }

        private static void write(BigInteger number, byte[] to, int at) {
            byte[] bytes = number.toByteArray();
            int size = Math.min(bytes.length, 32);
            System.arraycopy(
                    Arrays.copyOfRange(bytes, bytes.length - size, bytes.length),
                    0,
                    to,
                    at + 32 - size,
                    size);
        }
    }
}
