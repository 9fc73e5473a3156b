package io.hypha.node.zstd;

import io.hypha.node.crypto.Twox;
import java.util.Arrays;

/** Decompresses zstd frames. */
public final class Zstd {

    /** What a reader of 64 bits may touch behind the last byte. */
    private static final int PADDING = 8;

    private static final int MAGIC = 0xfd2f_b528;
    private static final int SKIPPABLE = 0x184d_2a50;
    private static final int SKIPPABLE_MASK = 0xffff_fff0;
    private static final int MAX_BLOCK = 128 << 10;

    private final byte[] source;
    private final int length;
    private final Content content;
    private int at;

    private Zstd(byte[] source, int maxContent) {
        this.length = source.length;
        this.source = Arrays.copyOf(source, source.length + PADDING);
        this.content = new Content(maxContent);
    }

    /**
     * The content of all frames, one after the other; checksums are checked.
     *
     * @param maxContent bytes of content that are taken at most
     * @throws ZstdException when it is none, is cut short, needs a dictionary, or has more content
     */
    public static byte[] decompress(byte[] frames, int maxContent) throws ZstdException {
        Zstd zstd = new Zstd(frames, maxContent);
        try {
            zstd.readFrames();
        } catch (ArrayIndexOutOfBoundsException e) {
            // tables and bit streams rely on the checks of arrays
            throw new ZstdException("the frame points outside itself near byte " + zstd.at);
        }
        return zstd.content.toArray();
    }

    private void readFrames() throws ZstdException {
        do {
            int magic = (int) number(4);
            if ((magic & SKIPPABLE_MASK) == SKIPPABLE) {
                skip(number(4));
            } else if (magic == MAGIC) {
                readFrame();
            } else {
                throw new ZstdException("no zstd frame begins at byte " + (at - 4));
            }
        } while (at < length);
    }

    private void readFrame() throws ZstdException {
        int descriptor = (int) number(1);
        boolean isSingleSegment = (descriptor & 0x20) != 0;
        if ((descriptor & 0x08) != 0) {
            throw new ZstdException("a reserved bit of the frame is set");
        }
        if (!isSingleSegment) {
            skip(1);
        }
        int dictionarySize = (1 << (descriptor & 3)) >> 1;
        if (number(dictionarySize) != 0) {
            throw new ZstdException("the frame needs a dictionary");
        }
        int sizeFlag = descriptor >>> 6;
        boolean isSizeKnown = sizeFlag > 0 || isSingleSegment;
        long size = isSizeKnown ? number(1 << sizeFlag) + (sizeFlag == 1 ? 256 : 0) : -1;
        if (isSizeKnown) {
            content.expect(size);
        }
        int begin = content.size();
        content.beginFrame();
        readBlocks();
        if (isSizeKnown && content.size() - begin != size) {
            throw new ZstdException(
                    "the frame claims " + size + " bytes and has " + (content.size() - begin));
        }
        if ((descriptor & 0x04) != 0) {
            byte[] hash = Twox.hash64(content.slice(begin));
            long expected = number(4);
            for (int i = 0; i < 4; i++) {
                if ((hash[i] & 0xff) != ((expected >>> (8 * i)) & 0xff)) {
                    throw new ZstdException("the checksum of the frame is wrong");
                }
            }
        }
    }

    private void readBlocks() throws ZstdException {
        Block block = new Block(source, content);
        boolean isLast;
        do {
            int header = (int) number(3);
            isLast = (header & 1) != 0;
            int size = header >>> 3;
            if (size > MAX_BLOCK) {
                throw new ZstdException("a block of " + size + " bytes is above the limit");
            }
            switch ((header >>> 1) & 3) {
                case 0 -> {
                    requireRoom(size);
                    content.append(source, at, size);
                    at += size;
                }
                case 1 -> content.fill((int) number(1), size);
                case 2 -> {
                    requireRoom(size);
                    block.read(at, at + size);
                    at += size;
                }
                default -> throw new ZstdException("a block has the reserved type");
            }
        } while (!isLast);
    }

    private void requireRoom(long bytes) throws ZstdException {
        if (bytes < 0 || bytes > length - at) {
            throw new ZstdException("the frame is cut short at byte " + length);
        }
    }

    private void skip(long bytes) throws ZstdException {
        requireRoom(bytes);
        at += (int) bytes;
    }

    /** In little endian; of eight bytes one above 2^63 is negative, and refused as a size. */
    private long number(int bytes) throws ZstdException {
        requireRoom(bytes);
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (source[at + i] & 0xffL) << (8 * i);
        }
        at += bytes;
        return value;
    }
}
