package io.hypha.devnet;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SecretUriException;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Optional;

/**
 * Signed extrinsics of development accounts, spelt out byte by byte so that no builder of ours
 * vouches for them.
 */
public final class SignedCall {

    private final Schnorrkel.KeyPair signer;
    private final Hash256 genesis;
    private Bytes call = Bytes.EMPTY;
    private Bytes era = Bytes.ofInts(0);
    private Hash256 birth;
    private long nonce;
    private long tip;
    private long spec = 424;

    private SignedCall(String seed, Hash256 genesis) {
        try {
            this.signer = SecretUri.parse(seed).sr25519();
        } catch (SecretUriException e) {
            throw new IllegalArgumentException(e);
        }
        this.genesis = genesis;
        this.birth = genesis;
    }

    public static SignedCall by(String seed, Hash256 genesis) {
        return new SignedCall(seed, genesis);
    }

    public static Hash256 account(String seed) {
        return new SignedCall(seed, Hash256.ZERO).signer.publicKey();
    }

    /** {@code SubtensorModule.add_stake}. */
    public SignedCall addStake(Hash256 hotkey, int netuid, long rao) {
        call =
                new ScaleCodecWriter()
                        .writeUByte(7)
                        .writeUByte(2)
                        .writeHash(hotkey)
                        .writeUint16(netuid)
                        .writeLong(rao)
                        .toBytes();
        return this;
    }

    /** {@code Sudo.sudo(System.set_code)}. */
    SignedCall setCode(Bytes code) {
        call =
                new ScaleCodecWriter()
                        .writeUByte(12)
                        .writeUByte(0)
                        .writeUByte(0)
                        .writeUByte(2)
                        .writeByteVector(code)
                        .toBytes();
        return this;
    }

    /** Any call, by its bytes. */
    public SignedCall call(Bytes bytes) {
        call = bytes;
        return this;
    }

    /** As the runtime of another spec than 424 wants it; 426 has four bytes of its own. */
    public SignedCall spec(long version) {
        spec = version;
        return this;
    }

    /** {@code Sudo.sudo(AdminUtils.schedule_grandpa_change)}. */
    SignedCall changeVoters(List<Authority> next, long inBlocks, Optional<Long> forced) {
        ScaleCodecWriter out = new ScaleCodecWriter();
        out.writeUByte(12).writeUByte(0).writeUByte(19).writeUByte(59).writeCompact(next.size());
        next.forEach(each -> out.writeHash(each.key()).writeLong(each.weight()));
        out.writeUint32(inBlocks).writeBoolean(forced.isPresent());
        forced.ifPresent(out::writeUint32);
        call = out.toBytes();
        return this;
    }

    public SignedCall nonce(long value) {
        nonce = value;
        return this;
    }

    SignedCall tip(long rao) {
        tip = rao;
        return this;
    }

    /** Mortal: {@code period} blocks from block {@code number}, whose hash is {@code hash}. */
    SignedCall mortal(int period, long number, Hash256 hash) {
        int phase = (int) (number % period);
        int encoded = Math.clamp(Integer.numberOfTrailingZeros(period) - 1, 1, 15) | phase << 4;
        era = Bytes.ofInts(encoded & 0xff, encoded >> 8);
        birth = hash;
        return this;
    }

    public Bytes sign() {
        Bytes extra =
                new ScaleCodecWriter()
                        .writeFixed(era)
                        .writeCompact(nonce)
                        .writeCompact(tip)
                        .writeUByte(0)
                        .writeFixed(Bytes.of(new byte[spec >= 426 ? 4 : 0]))
                        .toBytes();
        Bytes implicit =
                new ScaleCodecWriter()
                        .writeUint32(spec)
                        .writeUint32(1)
                        .writeHash(genesis)
                        .writeHash(birth)
                        .writeUByte(0)
                        .toBytes();
        Bytes payload = Bytes.concat(call, extra, implicit);
        byte[] message =
                payload.size() > 256 ? Blake2b.hash256(payload).toArray() : payload.toArray();
        Bytes body =
                new ScaleCodecWriter()
                        .writeUByte(0x84)
                        .writeUByte(0)
                        .writeHash(signer.publicKey())
                        .writeUByte(1)
                        .writeFixed(signer.sign(message))
                        .writeFixed(extra)
                        .writeFixed(call)
                        .toBytes();
        return new ScaleCodecWriter().writeByteVector(body).toBytes();
    }
}
