package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small WebAssembly modules, opcode by opcode. */
final class TinyModule {

    static final int UNREACHABLE = 0x00;
    static final int LOOP = 0x03;
    static final int VOID = 0x40;
    static final int BR = 0x0c;
    static final int END = 0x0b;
    static final int CALL = 0x10;
    static final int DROP = 0x1a;
    static final int LOCAL_GET = 0x20;
    static final int I32_CONST = 0x41;
    static final int I64_CONST = 0x42;
    static final int MEMORY_GROW = 0x40;

    private static final int HEAP_BASE = 1024;

    private final List<Bytes> types = new ArrayList<>();
    private final List<Bytes> imports = new ArrayList<>();
    private final List<Bytes> functions = new ArrayList<>();
    private final List<Bytes> exports = new ArrayList<>();
    private final List<Bytes> bodies = new ArrayList<>();
    private final List<Bytes> data = new ArrayList<>();
    private Bytes tables = Bytes.EMPTY;
    private Bytes memory = Bytes.EMPTY;
    private Bytes heapBase;
    private boolean importsMemory;
    private int importedFunctions;

    TinyModule() {
        heapBase = global(HEAP_BASE);
        exports.add(Bytes.concat(name("__heap_base"), Bytes.ofInts(3, 0)));
    }

    private static Bytes global(int value) {
        return Bytes.concat(
                Bytes.ofInts(0x7f, 0), Bytes.ofInts(I32_CONST), signed(value), Bytes.ofInts(END));
    }

    /** The usual shape: a memory of its own with two pages, and one entry point. */
    static TinyModule entry(Bytes... body) {
        return new TinyModule().memory(2).function("entry", "ii:l", body);
    }

    TinyModule withoutHeapBase() {
        exports.removeFirst();
        return this;
    }

    TinyModule heapBase(int value) {
        heapBase = global(value);
        return this;
    }

    TinyModule memory(int pages) {
        memory = Bytes.concat(Bytes.ofInts(0), unsigned(pages));
        exports.add(Bytes.concat(name("memory"), Bytes.ofInts(2, 0)));
        return this;
    }

    TinyModule importMemory(int pages) {
        importsMemory = true;
        imports.add(Bytes.concat(name("env"), name("memory"), Bytes.ofInts(2, 0), unsigned(pages)));
        return this;
    }

    TinyModule table(long size) {
        tables = Bytes.concat(Bytes.ofInts(0x70, 0), unsigned(size));
        return this;
    }

    /** To be called by its number: imports first, from 0 on, before functions. */
    TinyModule importFunction(String name, String signature) {
        if (!functions.isEmpty()) {
            throw new IllegalStateException("imports come before functions");
        }
        imports.add(
                Bytes.concat(name("env"), name(name), Bytes.ofInts(0), unsigned(type(signature))));
        importedFunctions++;
        return this;
    }

    TinyModule function(String name, String signature, Bytes... body) {
        functions.add(unsigned(type(signature)));
        exports.add(
                Bytes.concat(
                        name(name),
                        Bytes.ofInts(0),
                        unsigned(importedFunctions + functions.size() - 1L)));
        Bytes code = Bytes.concat(Bytes.ofInts(0), Bytes.concat(body), Bytes.ofInts(END));
        bodies.add(Bytes.concat(unsigned(code.size()), code));
        return this;
    }

    TinyModule data(int address, Bytes bytes) {
        data.add(
                Bytes.concat(
                        Bytes.ofInts(0, I32_CONST),
                        signed(address),
                        Bytes.ofInts(END),
                        unsigned(bytes.size()),
                        bytes));
        return this;
    }

    private int type(String signature) {
        int colon = signature.indexOf(':');
        Bytes type =
                Bytes.concat(
                        Bytes.ofInts(0x60),
                        valueTypes(signature.substring(0, colon)),
                        valueTypes(signature.substring(colon + 1)));
        if (!types.contains(type)) {
            types.add(type);
        }
        return types.indexOf(type);
    }

    private static Bytes valueTypes(String letters) {
        return Bytes.concat(
                unsigned(letters.length()),
                Bytes.ofInts(letters.chars().map(c -> c == 'i' ? 0x7f : 0x7e).toArray()));
    }

    Bytes build() {
        List<Bytes> sections = new ArrayList<>();
        sections.add(Bytes.fromHex("0x0061736d01000000"));
        sections.add(section(1, types));
        sections.add(section(2, imports));
        sections.add(section(3, functions));
        sections.add(tables.isEmpty() ? Bytes.EMPTY : section(4, List.of(tables)));
        sections.add(importsMemory || memory.isEmpty() ? Bytes.EMPTY : section(5, List.of(memory)));
        sections.add(section(6, List.of(heapBase)));
        sections.add(section(7, exports));
        sections.add(section(10, bodies));
        sections.add(data.isEmpty() ? Bytes.EMPTY : section(11, data));
        return Bytes.concat(sections);
    }

    static Bytes section(int id, List<Bytes> items) {
        Bytes content = Bytes.concat(unsigned(items.size()), Bytes.concat(items));
        return Bytes.concat(Bytes.ofInts(id), unsigned(content.size()), content);
    }

    static Bytes name(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Bytes.concat(unsigned(utf8.length), Bytes.of(utf8));
    }

    static Bytes unsigned(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while (left > 0x7f) {
            out.write((int) (left & 0x7f | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return Bytes.of(out.toByteArray());
    }

    static Bytes signed(long value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = value;
        while (left < -64 || left > 63) {
            out.write((int) (left & 0x7f | 0x80));
            left >>= 7;
        }
        out.write((int) (left & 0x7f));
        return Bytes.of(out.toByteArray());
    }

    static Bytes op(int... codes) {
        return Bytes.ofInts(codes);
    }

    static Bytes i32(int value) {
        return Bytes.concat(op(I32_CONST), signed(value));
    }

    static Bytes i64(long value) {
        return Bytes.concat(op(I64_CONST), signed(value));
    }

    /** A fat pointer. */
    static Bytes fat(long address, long length) {
        return i64(length << 32 | address);
    }

    /** These instructions without end. */
    static Bytes forever(Bytes... body) {
        return Bytes.concat(op(LOOP, VOID), Bytes.concat(body), op(BR, 0, END), op(UNREACHABLE));
    }
}
