package io.hypha.node.consensus;

import io.hypha.node.bytes.Hash256;

/**
 * Whether a header was sealed by the author whose slot it claims. Slots are u64 in the 64 bits of a
 * long.
 */
public sealed interface SealVerdict {

    /** The name of this verdict in JSON and on pages. */
    String name();

    /** One sentence for people: what was expected and what was found. */
    String reason();

    /**
     * @param index the author's place in the list: slot mod its size
     */
    record Sealed(Hash256 author, int index, long slot) implements SealVerdict {
        @Override
        public String name() {
            return "sealed";
        }

        @Override
        public String reason() {
            return "slot " + Long.toUnsignedString(slot) + " is the turn of author " + index;
        }
    }

    /** The bytes are no header, or its digest breaks the rules of a seal. */
    record Malformed(String reason) implements SealVerdict {
        @Override
        public String name() {
            return "malformed";
        }
    }

    /** No Aura pre-runtime item says which slot the block is for. */
    record NoSlot() implements SealVerdict {
        @Override
        public String name() {
            return "no-slot";
        }

        @Override
        public String reason() {
            return "expected an Aura pre-runtime item with the slot, found none";
        }
    }

    /** The last digest item is no Aura seal. */
    record NoSeal() implements SealVerdict {
        @Override
        public String name() {
            return "no-seal";
        }

        @Override
        public String reason() {
            return "expected an Aura seal as the last digest item, found none";
        }
    }

    /** The author of the slot did not sign this header. */
    record BadSignature(Hash256 author, int index, long slot) implements SealVerdict {
        @Override
        public String name() {
            return "bad-signature";
        }

        @Override
        public String reason() {
            return "expected a seal of author "
                    + index
                    + " ("
                    + author
                    + ") for slot "
                    + Long.toUnsignedString(slot)
                    + ", found one that does not verify";
        }
    }
}
