package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;

/**
 * The layout of a {@code BitVec}: a compact count of bits, then whole stores, each little-endian;
 * {@code Lsb0} fills a store from its least significant bit, {@code Msb0} from its most
 * significant.
 */
record Bits(int storeBits, boolean leastSignificantFirst) {

    /**
     * The layout that a registry describes.
     *
     * @throws IllegalArgumentException when the store is none of u8, u16, u32, u64 or the order has
     *     another name
     */
    static Bits of(TypeRegistry types, TypeDef.BitSequence definition) {
        if (!(types.definition(definition.store()) instanceof TypeDef.Basic(Primitive store))
                || !store.isUnsigned()
                || store.size() > 8) {
            throw new ScaleException(0, "a bit sequence over type " + definition.store());
        }
        String order = types.type(definition.order()).name();
        return switch (order) {
            case "Lsb0" -> new Bits(store.size() * 8, true);
            case "Msb0" -> new Bits(store.size() * 8, false);
            default -> throw new ScaleException(0, "a bit sequence in order " + order);
        };
    }

    /** Bits as text of 0 and 1, the first bit first. */
    String read(ScaleCodecReader in) {
        int start = in.offset();
        int count = in.readCompactInt();
        int size = size(count);
        if (size > in.remaining()) {
            throw new ScaleException(
                    start, count + " bits are claimed, " + in.remaining() + " bytes are left");
        }
        Bytes stores = in.readFixed(size);
        StringBuilder text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            int place = place(i);
            text.append((stores.unsignedAt(place >> 3) >> (place & 7) & 1) == 1 ? '1' : '0');
        }
        return text.toString();
    }

    void write(String text, ScaleCodecWriter out) {
        byte[] stores = new byte[size(text.length())];
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '1') {
                int place = place(i);
                stores[place >> 3] |= (byte) (1 << (place & 7));
            }
        }
        out.writeCompact(text.length()).writeFixed(stores);
    }

    private int size(int count) {
        return (int) (((long) count + storeBits - 1) / storeBits * (storeBits / 8));
    }

    /** The place of a bit among all bits, each byte counted from its least significant bit. */
    private int place(int index) {
        int within = index % storeBits;
        return index - within + (leastSignificantFirst ? within : storeBits - 1 - within);
    }
}
