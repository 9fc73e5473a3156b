package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.SortedMap;

/**
 * The devnet's state transition function with everything that a node asks its runtime.
 *
 * <p>Stateless between calls but for caches of hashed key prefixes; safe for use by several
 * threads.
 */
public final class DevnetRuntime {

    private static final RuntimeVersion VERSION =
            new RuntimeVersion(
                    "node-subtensor", "node-subtensor", 1, 424, 1, RuntimeApis.LIST, 1, 1);

    private final DevnetSpec spec;
    private final Population population;
    private final WeightScript weights;
    private final TransactionCheck check;
    private final BlockExecutor executor;
    private final RuntimeApis apis;
    private final RuntimeDescription description;

    public DevnetRuntime(DevnetSpec spec) {
        this.spec = spec;
        this.population = new Population(spec.seed());
        this.weights = new WeightScript(population, spec.seed());
        this.description = new RuntimeDescription(spec, VERSION);
        this.check = new TransactionCheck(VERSION, description::digest);
        this.executor = new BlockExecutor(spec, population, check, weights);
        this.apis = new RuntimeApis(this);
    }

    public DevnetSpec spec() {
        return spec;
    }

    /**
     * The raw state of block 0. Its header has an empty digest and the extrinsics root of no
     * extrinsics.
     */
    public SortedMap<Bytes, Bytes> genesis() {
        return new Genesis(spec, population, VERSION, description).build(weights);
    }

    public RuntimeVersion version() {
        return VERSION;
    }

    /**
     * Raw metadata ({@code meta} first). Versions 14, 15 and 16 exist.
     *
     * @throws IllegalArgumentException for any other version
     */
    public Bytes metadata(int version) {
        return description.encoded(version);
    }

    /** Metadata versions that exist. */
    public List<Integer> metadataVersions() {
        return RuntimeDescription.METADATA_VERSIONS;
    }

    /** The key under which the state has the raw metadata of a version that exists. */
    public Bytes metadataKey(int version) {
        return WellKnown.metadata(version);
    }

    /** The RFC-78 digest of the metadata, with 9 decimals and token TAO: what mode 1 signs. */
    public Hash256 metadataDigest() {
        return description.digest();
    }

    /**
     * The bare extrinsic {@code Timestamp.set(timestampMillis)}, length prefix included; first in
     * each block.
     */
    public Bytes inherent(long timestampMillis) {
        Bytes body =
                new ScaleCodecWriter()
                        .writeUByte(4)
                        .writeUByte(2)
                        .writeUByte(0)
                        .writeCompact(timestampMillis)
                        .toBytes();
        return new ScaleCodecWriter().writeByteVector(body).toBytes();
    }

    /** The time that belongs to a slot: the block of that slot carries exactly this timestamp. */
    public long timestampMillis(long slot) {
        return Math.multiplyExact(slot, spec.slotDurationMillis());
    }

    /**
     * Executes block {@code block.number()} on the state of its parent. The first extrinsic must be
     * the inherent with the slot's time; an author passes {@link #inherent} and its pool's
     * transactions.
     *
     * @throws IllegalArgumentException when the block does not follow the parent by number or slot
     */
    public BlockResult execute(StateView parent, BlockContext block, List<Bytes> extrinsics) {
        return executor.execute(parent, block, extrinsics);
    }

    /**
     * Judges a transaction (with its length prefix) for the pool. Bytes that are no extrinsic of
     * this runtime are {@code Invalid(CALL)}.
     *
     * @param state of the block before {@code next}
     * @param next the block it could enter at the earliest
     */
    public Validity validate(StateView state, BlockContext next, Bytes extrinsic) {
        Extrinsic decoded;
        try {
            decoded = Extrinsic.decode(extrinsic);
        } catch (ScaleException e) {
            return new Validity.Invalid(Validity.InvalidTransaction.CALL);
        }
        return switch (decoded) {
            case Extrinsic.Bare _ -> Validity.Unknown.NO_UNSIGNED_VALIDATOR;
            case Extrinsic.Signed signed ->
                    check.check(new WorkingState(state), next, signed, extrinsic.size());
        };
    }

    /**
     * Fee and weight of an extrinsic, signed or not. At this spec the state has no say in it.
     *
     * @throws ScaleException when the bytes are no extrinsic of this runtime
     */
    public FeeInfo queryInfo(StateView state, Bytes extrinsic) {
        return Fees.feeOf(Extrinsic.decode(extrinsic).call(), extrinsic.size());
    }

    /**
     * Answers a runtime API by its export name, e.g. {@code AccountNonceApi_account_nonce}.
     *
     * @param at the block whose state is given
     */
    public CallResult call(StateView state, BlockContext at, String method, Bytes parameters) {
        return apis.call(state, at, method, parameters);
    }

    /** The nonce a new transaction of {@code account} needs on this state, pool not counted. */
    public long accountNonce(StateView state, Hash256 account) {
        return AccountInfo.read(new WorkingState(state), account.toBytes()).nonce();
    }

    /** Aura authorities (sr25519) in their order: author of a slot is {@code slot mod count}. */
    public List<Hash256> auraAuthorities(StateView state) {
        return BlockExecutor.authorities(new WorkingState(state));
    }
}
