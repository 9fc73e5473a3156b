package io.hypha.boot;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports on loopback for servers that are told theirs and listen later: a database whose cluster is
 * made first, a devnet whose history is. They lie below those that systems give to whoever asks for
 * any, so that nobody takes one by chance meanwhile.
 */
final class FreePort {

    private static final int FIRST = 12_000;
    private static final int COUNT = 6_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    /** One at which nobody listens now, and that this process was not given before. */
    static int next() throws IOException {
        IOException last = new IOException("no port is free on loopback");
        for (int i = 0; i < COUNT; i++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket()) {
                socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
