package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The forms of Subtensor's storage values, as of specs 424 to 459. */
final class Decode {

    /** Most characters of a name that are kept; names are whatever their owner wrote. */
    private static final int MAX_NAME = 64;

    /** nonce, consumers, providers, sufficients: four u32. */
    private static final int ACCOUNT_COUNTERS = 16;

    private Decode() {}

    static Hotkey hotkey(ScaleCodecReader reader) {
        return new Hotkey(reader.readHash());
    }

    static Coldkey coldkey(ScaleCodecReader reader) {
        return new Coldkey(reader.readHash());
    }

    static Take take(ScaleCodecReader reader) {
        return new Take(reader.readUint16());
    }

    static int u16(ScaleCodecReader reader) {
        return reader.readUint16();
    }

    static int u32(ScaleCodecReader reader) {
        return Math.toIntExact(reader.readUint32());
    }

    static long u64(ScaleCodecReader reader) {
        return reader.readUint63();
    }

    static List<Hotkey> hotkeys(ScaleCodecReader reader) {
        int count = reader.readCount(32);
        List<Hotkey> hotkeys = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            hotkeys.add(hotkey(reader));
        }
        return hotkeys;
    }

    static boolean[] booleans(ScaleCodecReader reader) {
        boolean[] values = new boolean[reader.readCount(1)];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.readBoolean();
        }
        return values;
    }

    static int[] u16s(ScaleCodecReader reader) {
        int[] values = new int[reader.readCount(2)];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.readUint16();
        }
        return values;
    }

    static long[] u64s(ScaleCodecReader reader) {
        long[] values = new long[reader.readCount(8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = reader.readUint63();
        }
        return values;
    }

    /** {@code BTreeMap<NetUid, I96F32>}: raw bits by subnet. */
    static SortedMap<NetUid, BigInteger> claimRates(ScaleCodecReader reader) {
        int count = reader.readCount(18);
        SortedMap<NetUid, BigInteger> rates = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            NetUid netUid = new NetUid(reader.readUint16());
            rates.put(netUid, reader.readInt(16));
        }
        return rates;
    }

    /**
     * Free balance of {@code AccountInfo}: u64 amounts, with ({@code flags}: u128) or without the
     * newer layout.
     */
    static Rao free(ScaleCodecReader reader) {
        if (reader.remaining() != 56 && reader.remaining() != 48) {
            throw new ScaleException(
                    0, "an account takes 56 or 48 bytes, found " + reader.remaining());
        }
        reader.skip(ACCOUNT_COUNTERS);
        Rao free = new Rao(reader.readUint63());
        reader.skip(reader.remaining());
        return free;
    }

    static long nonce(ScaleCodecReader reader) {
        long nonce = reader.readUint32();
        reader.skip(reader.remaining());
        return nonce;
    }

    /** The first text of an identity: its name. */
    static String identityName(ScaleCodecReader reader) {
        String name = text(reader.readByteVector());
        reader.skip(reader.remaining());
        return name;
    }

    static String text(ScaleCodecReader reader) {
        return text(reader.readByteVector());
    }

    /**
     * Text that somebody wrote on the chain: made printable, cut at {@value #MAX_NAME} characters.
     */
    private static String text(Bytes written) {
        byte[] bytes = written.slice(0, Math.min(written.size(), MAX_NAME * 4)).toArray();
        String text;
        try {
            text =
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .onMalformedInput(CodingErrorAction.REPLACE)
                            .onUnmappableCharacter(CodingErrorAction.REPLACE)
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException("a decoder that replaces does not fail", e);
        }
        int[] kept = text.codePoints().filter(Decode::isPrintable).limit(MAX_NAME).toArray();
        return new String(kept, 0, kept.length).strip();
    }

    /**
     * No control, direction-changing or invisible characters: they make one name look like another.
     */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
