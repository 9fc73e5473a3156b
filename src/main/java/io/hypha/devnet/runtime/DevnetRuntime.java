package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.runtime.RuntimeVersionSection;
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

    private final DevnetSpec spec;
    private final Population population;
    private final WeightScript weights;
    private final Upgrades upgrades;
    private final BlockExecutor executor;

    public DevnetRuntime(DevnetSpec spec) {
        this(spec, Release.all(spec));
    }

    /**
     * @param releases what the chain's runtime may be, the one of genesis first
     */
    DevnetRuntime(DevnetSpec spec, List<Release> releases) {
        this.spec = spec;
        this.population = new Population(spec.seed());
        this.weights = new WeightScript(population, spec.seed());
        this.upgrades = new Upgrades(releases);
        this.executor = new BlockExecutor(spec, population, upgrades, weights);
    }

    public DevnetSpec spec() {
        return spec;
    }

    /**
     * The raw state of block 0. Its header has an empty digest and the extrinsics root of no
     * extrinsics.
     */
    public SortedMap<Bytes, Bytes> genesis() {
        return new Genesis(spec, population, upgrades.genesis()).build(weights);
    }

    /** The version that genesis has. */
    public RuntimeVersionSection version() {
        return upgrades.genesis().version();
    }

    /** The version of the runtime that a state has: it executes the next block. */
    public RuntimeVersionSection version(StateView state) {
        return office(state).version();
    }

    /** The release in office on a state. */
    Release office(StateView state) {
        return upgrades.inOffice(state);
    }

    /**
     * Raw metadata ({@code meta} first) of the runtime that genesis has; what a state has is under
     * {@link #metadataKey}. Versions 14, 15 and 16 exist.
     *
     * @throws IllegalArgumentException for any other version
     */
    public Bytes metadata(int version) {
        return upgrades.genesis().description().encoded(version);
    }

    /**
     * Raw metadata of a spec version, wherever it stands in the chain's life.
     *
     * @throws IllegalArgumentException for a spec that no runtime of the devnet has, or for another
     *     metadata version
     */
    public Bytes metadata(long specVersion, int version) {
        return upgrades.ofSpec(specVersion).description().encoded(version);
    }

    /**
     * The code of a spec version as {@code System.set_code} puts it into the state.
     *
     * @throws IllegalArgumentException for a spec that no runtime of the devnet has
     */
    public static Bytes code(long specVersion) {
        return RuntimeDescription.code(SpecLayout.of(specVersion));
    }

    /** Metadata versions that exist. */
    public List<Integer> metadataVersions() {
        return RuntimeDescription.METADATA_VERSIONS;
    }

    /** The key under which the state has the raw metadata of a version that exists. */
    public Bytes metadataKey(int version) {
        return WellKnown.metadata(version);
    }

    /**
     * The RFC-78 digest of the metadata that genesis has, with 9 decimals and token TAO: what mode
     * 1 signs.
     */
    public Hash256 metadataDigest() {
        return upgrades.genesis().description().digest();
    }

    /** As {@link #metadataDigest()}, of the runtime that a state has. */
    public Hash256 metadataDigest(StateView state) {
        return office(state).description().digest();
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
        Release office = office(state);
        Extrinsic decoded;
        try {
            decoded = office.decode(extrinsic);
        } catch (ScaleException e) {
            return new Validity.Invalid(Validity.InvalidTransaction.CALL);
        }
        return switch (decoded) {
            case Extrinsic.Bare _ -> Validity.Unknown.NO_UNSIGNED_VALIDATOR;
            case Extrinsic.Signed signed ->
                    office.check().check(new WorkingState(state), next, signed, extrinsic.size());
        };
    }

    /**
     * Fee and weight of an extrinsic, signed or not. Of the state only the runtime has a say in it.
     *
     * @throws ScaleException when the bytes are no extrinsic of this runtime
     */
    public FeeInfo queryInfo(StateView state, Bytes extrinsic) {
        return Fees.feeOf(office(state).decode(extrinsic).call(), extrinsic.size());
    }

    /**
     * Answers a runtime API by its export name, e.g. {@code AccountNonceApi_account_nonce}: runs
     * the code that the state has. The state is asked on another thread while this one waits.
     */
    public CallResult call(StateView state, String method, Bytes parameters) {
        return RuntimeApis.call(office(state).code(), state, method, parameters);
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
