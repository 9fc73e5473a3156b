package io.hypha.node.network.wire;

/** The figures of yamux (hashicorp/yamux spec.md): a 12-byte header, all numbers big-endian. */
final class YamuxFrame {

    static final int INITIAL_WINDOW = 262_144;
    static final int HEADER = 12;

    static final int DATA = 0;
    static final int WINDOW = 1;
    static final int PING = 2;
    static final int GO_AWAY = 3;

    static final int SYN = 1;
    static final int ACK = 2;
    static final int FIN = 4;
    static final int RST = 8;

    private YamuxFrame() {}
}
