package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.crypto.SecretUriException;
import io.hypha.node.crypto.SignatureScheme;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Signs calls for a {@link MemoryChain}, written from the extension list by hand. */
final class Wallet {

    private final SignatureScheme scheme;
    private final Bytes account;
    private final UnaryOperator<byte[]> signer;

    private Wallet(SignatureScheme scheme, Bytes account, UnaryOperator<byte[]> signer) {
        this.scheme = scheme;
        this.account = account;
        this.signer = signer;
    }

    static Wallet sr25519(String uri) {
        try {
            Schnorrkel.KeyPair pair = SecretUri.parse(uri).sr25519();
            return new Wallet(SignatureScheme.SR25519, pair.publicKey().toBytes(), pair::sign);
        } catch (SecretUriException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Wallet ed25519(int fill) {
        byte[] seed = new byte[32];
        java.util.Arrays.fill(seed, (byte) fill);
        return new Wallet(
                SignatureScheme.ED25519,
                Bytes.of(Ed25519.publicKey(seed)),
                message -> Ed25519.sign(seed, message));
    }

    Bytes account() {
        return account;
    }

    /**
     * What is signed and how; all fields as a wallet of the chain would fill them unless changed.
     */
    record Terms(
            long nonce,
            Bytes era,
            Hash256 birth,
            long tip,
            Optional<Hash256> digest,
            Hash256 genesis,
            long spec) {
        static Terms immortal(long nonce) {
            return new Terms(
                    nonce,
                    Bytes.ofInts(0),
                    MemoryChain.GENESIS,
                    0,
                    Optional.empty(),
                    MemoryChain.GENESIS,
                    424);
        }

        Terms mortal(Bytes eraBytes, Hash256 birthHash) {
            return new Terms(nonce, eraBytes, birthHash, tip, digest, genesis, spec);
        }

        Terms onGenesis(Hash256 other) {
            return new Terms(nonce, era, era.size() == 1 ? other : birth, tip, digest, other, spec);
        }

        Terms ofSpec(long other) {
            return new Terms(nonce, era, birth, tip, digest, genesis, other);
        }

        Terms withTip(long rao) {
            return new Terms(nonce, era, birth, rao, digest, genesis, spec);
        }

        Terms withDigest(Hash256 hash) {
            return new Terms(nonce, era, birth, tip, Optional.of(hash), genesis, spec);
        }
    }

    /** Signed with the account's next nonce on the chain's state, for the runtime in office. */
    Bytes sign(MemoryChain chain, Bytes call) {
        long nonce = chain.runtime.accountNonce(chain, Hash256.of(account));
        long spec = chain.runtime.version(chain).specVersion();
        return sign(Terms.immortal(nonce).ofSpec(spec), call);
    }

    Bytes sign(Terms terms, Bytes call) {
        Bytes unknown = Bytes.of(new byte[SpecLayout.of(terms.spec()).withExtra() ? 4 : 0]);
        Bytes extra =
                new ScaleCodecWriter()
                        .writeFixed(terms.era())
                        .writeCompact(terms.nonce())
                        .writeCompact(terms.tip())
                        .writeBoolean(terms.digest().isPresent())
                        .writeFixed(unknown)
                        .toBytes();
        ScaleCodecWriter implied =
                new ScaleCodecWriter()
                        .writeUint32(terms.spec())
                        .writeUint32(1)
                        .writeHash(terms.genesis())
                        .writeHash(terms.birth())
                        .writeOptional(terms.digest(), ScaleCodecWriter::writeHash);
        byte[] payload = Bytes.concat(call, extra, implied.toBytes()).toArray();
        byte[] signature = signer.apply(payload.length > 256 ? Blake2b.hash256(payload) : payload);
        Bytes body =
                new ScaleCodecWriter()
                        .writeUByte(0x84)
                        .writeUByte(0)
                        .writeFixed(account)
                        .writeUByte(scheme.index())
                        .writeFixed(signature)
                        .writeFixed(extra)
                        .writeFixed(call)
                        .toBytes();
        return new ScaleCodecWriter().writeByteVector(body).toBytes();
    }

    static Bytes call(int pallet, int index, Consumer<ScaleCodecWriter> args) {
        ScaleCodecWriter out = new ScaleCodecWriter().writeUByte(pallet).writeUByte(index);
        args.accept(out);
        return out.toBytes();
    }

    static Bytes transfer(Bytes to, long rao) {
        return call(5, 3, out -> out.writeUByte(0).writeFixed(to).writeCompact(rao));
    }

    static Bytes addStake(Bytes hotkey, int netuid, long rao) {
        return call(7, 2, out -> out.writeFixed(hotkey).writeUint16(netuid).writeLong(rao));
    }

    static Bytes removeStake(Bytes hotkey, int netuid, long rao) {
        return call(7, 3, out -> out.writeFixed(hotkey).writeUint16(netuid).writeLong(rao));
    }

    static Bytes addStakeLimit(Bytes hotkey, int netuid, long rao, long limit, boolean partial) {
        return call(
                7,
                88,
                out ->
                        out.writeFixed(hotkey)
                                .writeUint16(netuid)
                                .writeLong(rao)
                                .writeLong(limit)
                                .writeBoolean(partial));
    }

    static Bytes removeStakeLimit(Bytes hotkey, int netuid, long rao, long limit, boolean partial) {
        return call(
                7,
                89,
                out ->
                        out.writeFixed(hotkey)
                                .writeUint16(netuid)
                                .writeLong(rao)
                                .writeLong(limit)
                                .writeBoolean(partial));
    }

    static Bytes moveStake(Bytes from, Bytes to, int fromNetuid, int toNetuid, long rao) {
        return call(
                7,
                85,
                out ->
                        out.writeFixed(from)
                                .writeFixed(to)
                                .writeUint16(fromNetuid)
                                .writeUint16(toNetuid)
                                .writeLong(rao));
    }

    static Bytes removeStakeFull(Bytes hotkey, int netuid, Optional<Long> limit) {
        return call(
                7,
                103,
                out ->
                        out.writeFixed(hotkey)
                                .writeUint16(netuid)
                                .writeOptional(limit, ScaleCodecWriter::writeLong));
    }

    static Bytes unstakeAll(Bytes hotkey) {
        return call(7, 83, out -> out.writeFixed(hotkey));
    }

    static Bytes unstakeAllAlpha(Bytes hotkey) {
        return call(7, 84, out -> out.writeFixed(hotkey));
    }

    static Bytes transferStake(Bytes to, Bytes hotkey, int fromNetuid, int toNetuid, long rao) {
        return call(
                7,
                86,
                out ->
                        out.writeFixed(to)
                                .writeFixed(hotkey)
                                .writeUint16(fromNetuid)
                                .writeUint16(toNetuid)
                                .writeLong(rao));
    }

    static Bytes swapStake(Bytes hotkey, int fromNetuid, int toNetuid, long rao) {
        return call(
                7,
                87,
                out ->
                        out.writeFixed(hotkey)
                                .writeUint16(fromNetuid)
                                .writeUint16(toNetuid)
                                .writeLong(rao));
    }

    static Bytes swapStakeLimit(
            Bytes hotkey, int fromNetuid, int toNetuid, long rao, long limit, boolean partial) {
        return call(
                7,
                90,
                out ->
                        out.writeFixed(hotkey)
                                .writeUint16(fromNetuid)
                                .writeUint16(toNetuid)
                                .writeLong(rao)
                                .writeLong(limit)
                                .writeBoolean(partial));
    }

    static Bytes claimRoot(Integer... netuids) {
        return call(
                7, 121, out -> out.writeVector(List.of(netuids), ScaleCodecWriter::writeUint16));
    }

    static Bytes setRootClaimType(int variant, Integer... netuids) {
        return call(
                7,
                122,
                out -> {
                    out.writeUByte(variant);
                    if (variant == 2) {
                        out.writeVector(List.of(netuids), ScaleCodecWriter::writeUint16);
                    }
                });
    }

    static Bytes setAutoStake(int netuid, Bytes hotkey) {
        return call(7, 114, out -> out.writeUint16(netuid).writeFixed(hotkey));
    }

    static Bytes batch(Bytes... calls) {
        return call(11, 0, out -> out.writeVector(List.of(calls), ScaleCodecWriter::writeFixed));
    }

    static Bytes forceBatch(Bytes... calls) {
        return call(11, 4, out -> out.writeVector(List.of(calls), ScaleCodecWriter::writeFixed));
    }

    static Bytes addProxy(Bytes delegate, ProxyType type, long delay) {
        return call(16, 1, out -> proxy(out, delegate, type, delay));
    }

    static Bytes removeProxy(Bytes delegate, ProxyType type, long delay) {
        return call(16, 2, out -> proxy(out, delegate, type, delay));
    }

    private static void proxy(ScaleCodecWriter out, Bytes delegate, ProxyType type, long delay) {
        out.writeUByte(0).writeFixed(delegate).writeUByte(type.index()).writeUint32(delay);
    }

    static Bytes asProxy(Bytes real, Optional<ProxyType> forced, Bytes inner) {
        return call(
                16,
                0,
                out ->
                        out.writeUByte(0)
                                .writeFixed(real)
                                .writeOptional(forced, (to, type) -> to.writeUByte(type.index()))
                                .writeFixed(inner));
    }

    static Bytes setCode(Bytes code) {
        return call(0, 2, out -> out.writeByteVector(code));
    }

    static Bytes sudo(Bytes inner) {
        return call(12, 0, out -> out.writeFixed(inner));
    }

    static Bytes scheduleGrandpaChange(List<Authority> next, long inBlocks, Optional<Long> forced) {
        return call(
                19,
                59,
                out -> {
                    Authority.writeList(out, next);
                    out.writeUint32(inBlocks).writeOptional(forced, ScaleCodecWriter::writeUint32);
                });
    }

    static Bytes batchAll(Bytes... calls) {
        return call(11, 2, out -> out.writeVector(List.of(calls), ScaleCodecWriter::writeFixed));
    }
}
