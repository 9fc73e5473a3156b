package io.hypha.node.network.wire;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The binary form of an address: varint code, then the value, with a varint length if variable. */
final class MultiaddrBytes {

    private MultiaddrBytes() {}

    static Bytes encode(Multiaddr address) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Multiaddr.Component part : address.components()) {
            Varint.write(out, part.protocol().code());
            if (part.protocol().isPrefixed()) {
                Varint.write(out, part.value().size());
            }
            part.value().writeTo(out);
        }
        return Bytes.of(out.toByteArray());
    }

    static Multiaddr decode(Bytes bytes) throws AddressException {
        if (bytes.isEmpty() || bytes.size() > Multiaddr.MAX_BYTES) {
            throw new AddressException(
                    "an address has 1.." + Multiaddr.MAX_BYTES + " bytes, found " + bytes.size());
        }
        List<Multiaddr.Component> parts = new ArrayList<>();
        int at = 0;
        while (at < bytes.size()) {
            int code = varint(bytes, at);
            AddressProtocol protocol =
                    AddressProtocol.ofCode(code)
                            .orElseThrow(() -> new AddressException("unknown part " + code));
            at += Varint.size(code);
            int size = protocol.fixedSize();
            if (protocol.isPrefixed()) {
                size = varint(bytes, at);
                at += Varint.size(size);
            }
            if (size > bytes.size() - at) {
                throw new AddressException(
                        "/"
                                + protocol.word()
                                + " claims "
                                + size
                                + " bytes, "
                                + (bytes.size() - at)
                                + " are left");
            }
            add(parts, protocol, bytes.slice(at, at + size));
            at += size;
        }
        return new Multiaddr(parts);
    }

    static void add(List<Multiaddr.Component> parts, AddressProtocol protocol, Bytes value)
            throws AddressException {
        String problem = protocol.problem(value);
        if (!problem.isEmpty()) {
            throw new AddressException("/" + protocol.word() + ": " + problem);
        }
        if (parts.size() == Multiaddr.MAX_COMPONENTS) {
            throw new AddressException("more than " + Multiaddr.MAX_COMPONENTS + " parts");
        }
        parts.add(new Multiaddr.Component(protocol, value));
    }

    private static int varint(Bytes bytes, int at) throws AddressException {
        long value = Varint.read(bytes, at);
        if (value < 0) {
            throw new AddressException("no canonical varint at byte " + at);
        }
        return (int) value;
    }
}
