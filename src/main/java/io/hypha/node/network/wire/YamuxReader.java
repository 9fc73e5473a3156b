package io.hypha.node.network.wire;

/** Cuts the byte stream into yamux frames; data is passed on as it comes, whole or in pieces. */
final class YamuxReader {

    /** What the bytes say. */
    interface Frames {

        /**
         * A header of a ping or substream, well-formed by itself; data frames are followed by
         * {@link #data}.
         */
        void frame(int type, int flags, int stream, long length) throws WireException;

        /** A piece of a data frame. */
        void data(int stream, byte[] bytes, int offset, int count);

        /** A frame with FIN, and its data if any, is over. */
        void end(int stream);
    }

    private static final int KNOWN_FLAGS =
            YamuxFrame.SYN | YamuxFrame.ACK | YamuxFrame.FIN | YamuxFrame.RST;

    private final Frames frames;
    private final byte[] header = new byte[YamuxFrame.HEADER];
    private int headerFilled;
    private long dataLeft;
    private int dataStream;
    private boolean isLast;

    YamuxReader(Frames frames) {
        this.frames = frames;
    }

    void receive(byte[] bytes, int offset, int length) throws WireException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (dataLeft > 0) {
                int count = (int) Math.min(dataLeft, end - at);
                dataLeft -= count;
                frames.data(dataStream, bytes, at, count);
                at += count;
                endFrame();
            } else if (headerFilled == 0 && end - at >= YamuxFrame.HEADER) {
                accept(bytes, at);
                at += YamuxFrame.HEADER;
            } else {
                int take = Math.min(YamuxFrame.HEADER - headerFilled, end - at);
                System.arraycopy(bytes, at, header, headerFilled, take);
                headerFilled += take;
                at += take;
                if (headerFilled == YamuxFrame.HEADER) {
                    headerFilled = 0;
                    accept(header, 0);
                }
            }
        }
    }

    private void accept(byte[] bytes, int at) throws WireException {
        int version = bytes[at] & 0xff;
        int type = bytes[at + 1] & 0xff;
        int flags = (bytes[at + 2] & 0xff) << 8 | (bytes[at + 3] & 0xff);
        int stream = YamuxFrame.readInt(bytes, at + 4);
        long length = YamuxFrame.readInt(bytes, at + 8) & 0xffffffffL;
        if (version != 0 || type > YamuxFrame.GO_AWAY || (flags & ~KNOWN_FLAGS) != 0) {
            throw WireException.violation(
                    "yamux: version " + version + ", type " + type + ", flags " + flags);
        }
        boolean isOfSession = type >= YamuxFrame.PING;
        if (stream == 0 != isOfSession) {
            throw WireException.violation("yamux: type " + type + " on substream " + text(stream));
        }
        if (type == YamuxFrame.GO_AWAY) {
            throw goAway(length);
        }
        frames.frame(type, flags, stream, length);
        dataLeft = type == YamuxFrame.DATA ? length : 0;
        dataStream = stream;
        isLast = !isOfSession && (flags & YamuxFrame.FIN) != 0;
        endFrame();
    }

    private static WireException goAway(long code) {
        if (code > 2) {
            return WireException.violation("yamux: go-away with code " + code);
        }
        return new WireException(
                WireFault.Kind.WENT_AWAY,
                "the remote said go-away, "
                        + (code == 0 ? "normal" : code == 1 ? "protocol error" : "internal error"));
    }

    private void endFrame() {
        if (dataLeft == 0 && isLast) {
            isLast = false;
            frames.end(dataStream);
        }
    }

    static String text(int stream) {
        return Integer.toUnsignedString(stream);
    }
}
