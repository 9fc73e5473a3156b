package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The sections of a module, looked through before a parser allocates for what they claim: counts
 * and sizes must fit into the bytes that are there, and forms that no runtime uses (exceptions,
 * garbage collection, a start function) are refused.
 */
final class WasmOutline {

    /** No module, or one that is not taken. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String reason) {
            super(reason);
        }
    }

    private static final int CUSTOM = 0;
    private static final int TYPE = 1;
    private static final int START = 8;
    private static final int ELEMENT = 9;
    private static final int CODE = 10;
    private static final int DATA = 11;
    private static final int TAG = 13;
    private static final int LAST = 13;
    private static final int MAX_LOCALS = 50_000;

    private static final int MAX_CODE = 16 << 20;

    /** Parsed functions of real runtimes take so many times their bytes, at most. */
    private static final int PARSED = 40;

    private static final byte[] HEADER = {0, 'a', 's', 'm', 1, 0, 0, 0};

    private final byte[] wasm;
    private final Map<String, Bytes> custom = new HashMap<>();
    private int at;
    private int end;

    private WasmOutline(byte[] wasm) {
        this.wasm = wasm;
    }

    static WasmOutline of(byte[] wasm) throws Refusal {
        WasmOutline outline = new WasmOutline(wasm);
        outline.walk();
        return outline;
    }

    /** The contents of a custom section; of the first one of that name. */
    Optional<Bytes> custom(String name) {
        return Optional.ofNullable(custom.get(name));
    }

    private void walk() throws Refusal {
        if (wasm.length < HEADER.length
                || !java.util.Arrays.equals(wasm, 0, HEADER.length, HEADER, 0, HEADER.length)) {
            throw new Refusal("it does not begin as a WebAssembly module of version 1");
        }
        at = HEADER.length;
        while (at < wasm.length) {
            end = wasm.length;
            int id = next();
            int size = size();
            end = at + size;
            walkSection(id);
            at = end;
        }
    }

    private void walkSection(int id) throws Refusal {
        switch (id) {
            case CUSTOM -> walkCustom();
            case TYPE -> walkTypes();
            case START -> throw new Refusal("it has a start function");
            case ELEMENT -> walkElements();
            case CODE -> walkCode();
            case DATA -> walkData();
            case TAG -> throw new Refusal("it uses exceptions");
            default -> {
                if (id > LAST) {
                    throw new Refusal("section " + id + " is unknown");
                }
            }
        }
    }

    private void walkCustom() throws Refusal {
        int length = size();
        String name = new String(wasm, at, length, StandardCharsets.UTF_8);
        at += length;
        custom.putIfAbsent(name, Bytes.of(wasm, at, end));
    }

    private void walkTypes() throws Refusal {
        int count = size();
        for (int i = 0; i < count; i++) {
            if (next() != 0x60) {
                throw new Refusal("type " + i + " is no function");
            }
            skip(size());
            skip(size());
        }
    }

    private void walkElements() throws Refusal {
        int count = size();
        for (int i = 0; i < count; i++) {
            int flags = next();
            boolean isActive = (flags & 1) == 0;
            if (flags > 7) {
                throw new Refusal("element segment " + i + " has an unknown form");
            }
            if (isActive && (flags & 2) != 0) {
                number();
            }
            if (isActive) {
                skipExpression();
            }
            if ((flags & 3) != 0) {
                next();
            }
            int items = size();
            for (int item = 0; item < items; item++) {
                if ((flags & 4) == 0) {
                    number();
                } else {
                    skipExpression();
                }
            }
        }
    }

    private void walkData() throws Refusal {
        int count = size();
        for (int i = 0; i < count; i++) {
            int mode = next();
            if (mode > 2) {
                throw new Refusal("data segment " + i + " has an unknown form");
            }
            if (mode == 2) {
                number();
            }
            if (mode != 1) {
                skipExpression();
            }
            skip(size());
        }
    }

    private void walkCode() throws Refusal {
        long limit = Math.min(MAX_CODE, Runtime.getRuntime().maxMemory() / 10 * 6 / PARSED);
        if (end - at > limit) {
            throw new Refusal((end - at) + " bytes of functions are above the limit of " + limit);
        }
        int count = size();
        for (int i = 0; i < count; i++) {
            int length = size();
            int after = at + length;
            int groups = size();
            long locals = 0;
            for (int group = 0; group < groups; group++) {
                locals += number();
                if (locals > MAX_LOCALS) {
                    throw new Refusal("function " + i + " has too many locals");
                }
                next();
            }
            if (at > after) {
                throw new Refusal("function " + i + " ends before its code");
            }
            at = after;
        }
    }

    /** A constant expression, to its end. */
    private void skipExpression() throws Refusal {
        while (true) {
            int opcode = next();
            switch (opcode) {
                case 0x0b -> {
                    return;
                }
                case 0x23, 0xd2, 0x41, 0x42, 0xd0 -> skipNumber();
                case 0x43 -> skip(4);
                case 0x44 -> skip(8);
                case 0x6a, 0x6b, 0x6c, 0x7c, 0x7d, 0x7e -> {}
                default -> throw new Refusal("opcode " + opcode + " is not constant");
            }
        }
    }

    private int next() throws Refusal {
        if (at >= end) {
            throw new Refusal("it ends at byte " + end + " in the middle of a section");
        }
        return wasm[at++] & 0xff;
    }

    private void skip(int bytes) throws Refusal {
        if (bytes > end - at) {
            throw new Refusal("it ends at byte " + end + " in the middle of a section");
        }
        at += bytes;
    }

    private void skipNumber() throws Refusal {
        for (int i = 0; i < 10; i++) {
            if (next() < 0x80) {
                return;
            }
        }
        throw new Refusal("a number at byte " + at + " is too long");
    }

    private long number() throws Refusal {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = next();
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                if (value >>> 32 != 0) {
                    break;
                }
                return value;
            }
        }
        throw new Refusal("a number at byte " + at + " is above 32 bits");
    }

    /** A count or size: what it counts takes a byte or more each, so it fits into what is left. */
    private int size() throws Refusal {
        long size = number();
        if (size > end - at) {
            throw new Refusal(
                    "at byte "
                            + at
                            + " it claims "
                            + size
                            + " bytes or items, "
                            + (end - at)
                            + " are left");
        }
        return (int) size;
    }
}
