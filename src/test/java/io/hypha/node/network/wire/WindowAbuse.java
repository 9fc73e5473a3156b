package io.hypha.node.network.wire;

import java.lang.reflect.Field;
import java.util.Map;

/** Makes a machine believe that the other side has opened every window wide. */
public final class WindowAbuse {

    private WindowAbuse() {}

    public static void begin(ConnectionMachine machine) {
        try {
            Object substreams = read(machine, "substreams");
            Object yamux = read(substreams, "yamux");
            for (Object stream : ((Map<?, ?>) read(yamux, "streams")).values()) {
                ((YamuxStream) stream).sendWindow = 1L << 30;
            }
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the machine is built otherwise than this test knows", e);
        }
    }

    private static Object read(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
