package io.hypha.node.runtime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What one call says, up to a limit. */
final class LogBook {

    private static final int LINE_OVERHEAD = 32;

    private final int limit;
    private final List<LogLine> lines = new ArrayList<>();
    private int bytes;

    LogBook(int limit) {
        this.limit = limit;
    }

    void add(int level, byte[] target, byte[] message) {
        long size = (long) bytes + target.length + message.length + LINE_OVERHEAD;
        if (size > limit) {
            throw CallEndedException.reached(
                    Limit.LOG, "the code says more than " + limit + " bytes");
        }
        bytes = (int) size;
        lines.add(new LogLine(Math.clamp(level, 1, 5), text(target), text(message)));
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}+", " ");
    }

    List<LogLine> lines() {
        return List.copyOf(lines);
    }

    /** The last error that was said: where a runtime panics, its words. */
    String lastError() {
        return lines.reversed().stream()
                .filter(line -> line.level() == 1)
                .findFirst()
                .map(LogLine::message)
                .orElse("");
    }
}
