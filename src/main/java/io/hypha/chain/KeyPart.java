package io.hypha.chain;

import io.hypha.node.bytes.Bytes;

/**
 * One part of a storage key: its SCALE bytes, and the value they stand for, which prints itself in
 * a proof's name.
 */
record KeyPart(Bytes encoded, Object value) {

    static KeyPart of(NetUid netUid) {
        return new KeyPart(u16(netUid.value()), netUid);
    }

    static KeyPart of(Hotkey hotkey) {
        return new KeyPart(hotkey.bytes(), hotkey);
    }

    static KeyPart of(Coldkey coldkey) {
        return new KeyPart(coldkey.bytes(), coldkey);
    }

    static KeyPart uid(int uid) {
        return new KeyPart(u16(uid), uid);
    }

    private static Bytes u16(int value) {
        return Bytes.ofInts(value & 0xff, value >> 8);
    }
}
