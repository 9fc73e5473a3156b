package io.hypha.node.metadata;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.List;

/** Reads the pallets of metadata V14, V15 and V16. */
final class PalletReader {

    private static final StorageHasher[] HASHERS = StorageHasher.values();

    private final MetadataCursor cursor;
    private final ScaleCodecReader in;
    private final TypeRegistry types;

    PalletReader(MetadataCursor cursor, TypeRegistry types) {
        this.cursor = cursor;
        this.in = cursor.in;
        this.types = types;
    }

    Pallet read() {
        String name = in.readString();
        String prefix = "";
        List<StorageEntry> storage = List.of();
        if (in.readBoolean()) {
            prefix = in.readString();
            storage = cursor.list(6, this::entry);
        }
        int calls = enumType();
        int events = enumType();
        List<Constant> constants = cursor.list(4, this::constant);
        int errors = enumType();
        if (cursor.version > 15) {
            for (int left = in.readCount(3); left > 0; left--) {
                in.skipByteVector();
                cursor.typeId();
                cursor.docs();
            }
            for (int left = in.readCount(36); left > 0; left--) {
                viewFunction();
            }
        }
        int index = in.readUByte();
        if (cursor.version > 14) {
            cursor.docs();
        }
        cursor.deprecation();
        return new Pallet(name, index, prefix, storage, calls, events, errors, constants);
    }

    private void viewFunction() {
        in.skip(32);
        in.skipByteVector();
        for (int left = in.readCount(2); left > 0; left--) {
            in.skipByteVector();
            cursor.typeId();
        }
        cursor.typeId();
        cursor.docs();
        cursor.deprecation();
    }

    private int enumType() {
        if (!in.readBoolean()) {
            return Pallet.NONE;
        }
        int type = cursor.typeId();
        if (cursor.version > 15) {
            for (int left = in.readCount(2); left > 0; left--) {
                in.skip(1);
                cursor.deprecationOf(1);
            }
        }
        return type;
    }

    private StorageEntry entry() {
        String name = in.readString();
        int modifier = in.readUByte();
        if (modifier > 1) {
            throw new ScaleException(
                    in.offset() - 1, "a storage modifier is 0 or 1, found " + modifier);
        }
        List<StorageHasher> hashers = List.of();
        List<Integer> keyTypes = List.of();
        int keyType = Pallet.NONE;
        if (in.readBoolean()) {
            int start = in.offset();
            hashers = cursor.list(1, this::hasher);
            keyType = cursor.typeId();
            keyTypes = keyParts(hashers.size(), keyType, start);
        }
        int valueType = cursor.typeId();
        Bytes fallback = in.readByteVector();
        cursor.docs();
        cursor.deprecation();
        return new StorageEntry(
                name,
                modifier == 0 ? StorageEntry.Modifier.OPTIONAL : StorageEntry.Modifier.DEFAULT,
                hashers,
                keyTypes,
                keyType,
                valueType,
                fallback);
    }

    /** One hasher takes the whole key, a tuple too; several take the parts of a tuple. */
    private List<Integer> keyParts(int hashers, int keyType, int offset) {
        if (hashers == 1) {
            return List.of(keyType);
        }
        if (hashers > 1
                && types.definition(keyType) instanceof TypeDef.Tuple(List<Integer> parts)
                && parts.size() == hashers) {
            return parts;
        }
        throw new ScaleException(offset, hashers + " hashers do not fit key type " + keyType);
    }

    private StorageHasher hasher() {
        int index = in.readUByte();
        if (index >= HASHERS.length) {
            throw new ScaleException(in.offset() - 1, "a storage hasher is 0..6, found " + index);
        }
        return HASHERS[index];
    }

    private Constant constant() {
        Constant constant = new Constant(in.readString(), cursor.typeId(), in.readByteVector());
        cursor.docs();
        cursor.deprecation();
        return constant;
    }
}
