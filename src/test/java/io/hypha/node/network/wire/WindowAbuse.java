package io.hypha.node.network.wire;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;

/** Makes a machine believe that the other side has opened every window wide. */
public final class WindowAbuse {

    private WindowAbuse() {}

    public static void begin(ConnectionMachine machine) {
        try {
            YamuxSession yamux = find(machine, 4).orElseThrow();
            for (Field field : YamuxSession.class.getDeclaredFields()) {
                field.setAccessible(true);
                if (field.get(yamux) instanceof Map<?, ?> streams) {
                    for (Object stream : streams.values()) {
                        ((YamuxStream) stream).sendWindow = 1L << 30;
                    }
                }
            }
        } catch (IllegalAccessException e) {
            throw new LinkageError("the machine is built otherwise than this test knows", e);
        }
    }

    private static Optional<YamuxSession> find(Object owner, int depth)
            throws IllegalAccessException {
        for (Field field : owner.getClass().getDeclaredFields()) {
            if (field.getType().getPackage() != WindowAbuse.class.getPackage() || depth == 0) {
                continue;
            }
            field.setAccessible(true);
            Object value = field.get(owner);
            if (value instanceof YamuxSession yamux) {
                return Optional.of(yamux);
            }
            Optional<YamuxSession> deeper =
                    value == null || value instanceof Enum<?>
                            ? Optional.empty()
                            : find(value, depth - 1);
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        return Optional.empty();
    }
}
