package io.hypha.node.network;

import java.io.IOException;

/** Carries bytes between the socket and the machine of one {@link Link}: one thread each way. */
final class Pump {

    private static final int READ_BYTES = 32 << 10;
    private static final int WRITE_BYTES = 64 << 10;

    private final Link link;
    private final Line line;

    Pump(Link link, Line line) {
        this.link = link;
        this.line = line;
    }

    void readAll() {
        byte[] buffer = new byte[READ_BYTES];
        String why = "the remote ended the stream";
        try {
            int count = line.read(buffer);
            while (count >= 0) {
                if (!link.take(buffer, count)) {
                    return;
                }
                count = line.read(buffer);
            }
        } catch (IOException e) {
            why = e.getMessage() == null ? "the socket broke" : e.getMessage();
        }
        link.end(why);
    }

    void writeAll() {
        byte[] buffer = new byte[WRITE_BYTES];
        try {
            int count = link.nextOutput(buffer);
            while (count > 0) {
                line.write(buffer, 0, count);
                link.written(count);
                count = link.nextOutput(buffer);
            }
        } catch (IOException e) {
            link.end(e.getMessage() == null ? "the socket broke" : e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            line.close();
        }
    }
}
