package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.SignatureCheck;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Judges Aura seals: the author whose turn the slot is signs the hash of the header without its
 * seal. Whether the slot is later than the parent's and not in the future is for the caller, who
 * knows the parent and the time.
 */
public final class AuraSeal {

    private static final int SEAL_SIZE = 64;
    private static final int SLOT_SIZE = 8;

    private final SignatureCheck sr25519;

    /** Seals are checked as the chain does: sr25519 with context "substrate". */
    public AuraSeal() {
        this(SignatureCheck.SR25519);
    }

    public AuraSeal(SignatureCheck sr25519) {
        this.sr25519 = sr25519;
    }

    /** As {@link #verify(Header, List)} for bytes that may be no header. */
    public SealVerdict verify(Bytes header, List<Hash256> authorities) {
        try {
            return verify(Header.decode(header), authorities);
        } catch (ScaleException e) {
            return new SealVerdict.Malformed(e.getMessage());
        }
    }

    /**
     * @param authorities the authors that were in force at the <em>parent</em>; a list that this
     *     header announces serves from the next block on
     * @throws IllegalArgumentException when there are no authorities
     */
    public SealVerdict verify(Header header, List<Hash256> authorities) {
        if (authorities.isEmpty()) {
            throw new IllegalArgumentException("expected at least one authority, found none");
        }
        List<Bytes> slots = slotBodies(header);
        if (slots.size() > 1) {
            return new SealVerdict.Malformed(
                    "expected one Aura pre-runtime item, found " + slots.size());
        }
        if (!slots.isEmpty() && slots.getFirst().size() != SLOT_SIZE) {
            return new SealVerdict.Malformed(
                    "expected a slot of 8 bytes, found " + slots.getFirst().size());
        }
        for (DigestItem item :
                header.digest().subList(0, Math.max(0, header.digest().size() - 1))) {
            if (item instanceof DigestItem.Seal) {
                return new SealVerdict.Malformed(
                        "expected a seal only as the last digest item, found one before");
            }
        }
        return judge(header, slots, authorities);
    }

    private SealVerdict judge(Header header, List<Bytes> slots, List<Hash256> authorities) {
        Bytes seal =
                header.seal()
                        .filter(last -> last.engine().equals(EngineId.AURA))
                        .map(DigestItem.Seal::data)
                        .orElse(Bytes.EMPTY);
        boolean sealedByAura =
                header.seal().filter(last -> last.engine().equals(EngineId.AURA)).isPresent();
        if (sealedByAura && seal.size() != SEAL_SIZE) {
            return new SealVerdict.Malformed("expected a seal of 64 bytes, found " + seal.size());
        }
        if (slots.isEmpty()) {
            return new SealVerdict.NoSlot();
        }
        if (!sealedByAura) {
            return new SealVerdict.NoSeal();
        }
        long slot = new ScaleCodecReader(slots.getFirst()).readLong();
        int index = (int) Long.remainderUnsigned(slot, authorities.size());
        Hash256 author = authorities.get(index);
        boolean signed =
                sr25519.isValid(
                        author, header.withoutLastDigestItem().hash().toArray(), seal.toArray());
        return signed
                ? new SealVerdict.Sealed(author, index, slot)
                : new SealVerdict.BadSignature(author, index, slot);
    }

    /** The slot a header claims; empty where it says none, or not exactly one of eight bytes. */
    public static OptionalLong slotOf(Header header) {
        List<Bytes> slots = slotBodies(header);
        return slots.size() == 1 && slots.getFirst().size() == SLOT_SIZE
                ? OptionalLong.of(new ScaleCodecReader(slots.getFirst()).readLong())
                : OptionalLong.empty();
    }

    private static List<Bytes> slotBodies(Header header) {
        return header.digest().stream()
                .filter(item ->
                        item instanceof DigestItem.PreRuntime pre
                                && pre.engine().equals(EngineId.AURA))
                .map(item -> ((DigestItem.PreRuntime) item).data())
                .toList();
    }
}
