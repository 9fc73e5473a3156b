package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.List;
import java.util.SortedMap;

/**
 * The devnet's state transition function with everything that a node asks its runtime.
 *
 * <p>Stateless between calls but for caches of hashed key prefixes; safe for use by several threads.
 */
public final class DevnetRuntime {

    private final DevnetSpec spec;

    public DevnetRuntime(DevnetSpec spec) {
        this.spec = spec;
    }

    public DevnetSpec spec() {
        return spec;
    }

    /** The raw state of block 0. Its header has an empty digest and extrinsics root of no extrinsics. */
    public SortedMap<Bytes, Bytes> genesis() {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    public RuntimeVersion version() {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** Raw metadata ({@code meta} first). Versions 14, 15 and 16 exist. */
    public Bytes metadata(int version) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** The bare extrinsic {@code Timestamp.set(timestampMillis)}, length prefix included; first in each block. */
    public Bytes inherent(long timestampMillis) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** The time that belongs to a slot: the block of that slot carries exactly this timestamp. */
    public long timestampMillis(long slot) {
        return Math.multiplyExact(slot, spec.slotDurationMillis());
    }

    /**
     * Executes block {@code block.number()} on the state of its parent. The first extrinsic must be the
     * inherent with the slot's time; an author passes {@link #inherent} and its pool's transactions.
     */
    public BlockResult execute(StateView parent, BlockContext block, List<Bytes> extrinsics) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** Judges a transaction (with its length prefix) on the state of block {@code at}. */
    public Validity validate(StateView state, BlockContext at, Bytes extrinsic) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /**
     * Fee and weight of an extrinsic, signed or not.
     *
     * @throws io.hypha.node.scale.ScaleException when the bytes are no extrinsic of this runtime
     */
    public FeeInfo queryInfo(StateView state, Bytes extrinsic) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** Answers a runtime API by its export name, e.g. {@code AccountNonceApi_account_nonce}. */
    public CallResult call(StateView state, BlockContext at, String method, Bytes parameters) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** The nonce a new transaction of {@code account} needs on this state, pool not counted. */
    public long accountNonce(StateView state, Hash256 account) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    /** Aura authorities (sr25519) in their order: author of a slot is {@code slot mod count}. */
    public List<Hash256> auraAuthorities(StateView state) {
        if (spec != null) {
            throw notBuilt();
        }
        throw new AssertionError();
    }

    private IllegalStateException notBuilt() {
        return new IllegalStateException("not built yet");
    }
}
