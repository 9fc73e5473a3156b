package io.hypha.node.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The substreams of one {@link Link} that are not over. */
final class OpenSubstreams {

    private final Map<Integer, Substream> open = new HashMap<>();

    void add(Substream substream) {
        open.put(substream.id(), substream);
    }

    void remove(Substream substream) {
        open.remove(substream.id(), substream);
    }

    /** Takes a step with a substream; false when it is not open. */
    boolean with(int stream, Consumer<Substream> step) {
        Substream substream = open.get(stream);
        if (substream != null) {
            step.accept(substream);
        }
        return substream != null;
    }

    /** Takes a substream out, and a last step with it. */
    void without(int stream, Consumer<Substream> step) {
        Substream substream = open.remove(stream);
        if (substream != null) {
            step.accept(substream);
        }
    }

    /** Lets time pass for all; a step of one may end another. Ids are never used again. */
    void turn(long nowMillis) {
        for (Substream substream : List.copyOf(open.values())) {
            if (open.containsKey(substream.id())) {
                substream.turn(nowMillis);
            }
        }
    }

    void end(String why) {
        List<Substream> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(substream -> substream.ended(why));
    }
}
