package io.hypha.node.network.message;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages inside {@link LightRequest}, by the field they stand in. */
final class LightFields {

    static final int CALL = 1;
    static final int READ = 2;
    static final int READ_CHILD = 4;
    static final int READ_V2 = 6;

    private LightFields() {}

    static LightRequest call(ProtobufReader reader) {
        int start = reader.start();
        Optional<Hash256> block = Optional.empty();
        String method = "";
        Bytes data = Bytes.EMPTY;
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> block = Optional.of(reader.hash());
                case 3 -> method = reader.text(MessageLimits.MAX_METHOD_BYTES);
                case 4 -> data = reader.bytes(MessageLimits.MAX_REQUEST);
                default -> reader.skip();
            }
        }
        return new LightRequest.Call(required(block, start), method, data);
    }

    static LightRequest read(ProtobufReader reader) {
        int start = reader.start();
        Optional<Hash256> block = Optional.empty();
        List<Bytes> keys = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> block = Optional.of(reader.hash());
                case 3 -> addKey(reader, keys);
                default -> reader.skip();
            }
        }
        return new LightRequest.Read(required(block, start), keys);
    }

    static LightRequest readChild(ProtobufReader reader) {
        int start = reader.start();
        Optional<Hash256> block = Optional.empty();
        Bytes child = Bytes.EMPTY;
        List<Bytes> keys = new ArrayList<>();
        while (reader.next()) {
            switch (reader.field()) {
                case 2 -> block = Optional.of(reader.hash());
                case 3 -> child = reader.bytes(MessageLimits.MAX_KEY_BYTES);
                case 6 -> addKey(reader, keys);
                default -> reader.skip();
            }
        }
        return new LightRequest.ReadChild(required(block, start), child, keys);
    }

    static LightRequest readV2(ProtobufReader reader) {
        int start = reader.start();
        Optional<Hash256> block = Optional.empty();
        while (reader.next()) {
            if (reader.field() == 1) {
                block = Optional.of(reader.hash());
            } else {
                reader.skip();
            }
        }
        return new LightRequest.Unsupported(required(block, start));
    }

    private static void addKey(ProtobufReader reader, List<Bytes> keys) {
        reader.requireRoom(keys, MessageLimits.MAX_KEYS);
        keys.add(reader.bytes(MessageLimits.MAX_KEY_BYTES));
    }

    private static Hash256 required(Optional<Hash256> block, int start) {
        return block.orElseThrow(() -> new MessageException(start, "a light request has no block"));
    }
}
