package io.hypha.devnet;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Whether a devnet can listen where it is told to. */
final class Ports {

    private Ports() {}

    /**
     * Asked before the history is written, which takes a while.
     *
     * @throws DevnetException when the address is not this machine's or a port is taken
     */
    static void requireFree(DevnetOptions options) {
        requireFree(options.address(), options.rpcPort(), "--rpc-port");
        requireFree(options.address(), options.p2pPort(), "--p2p-port");
    }

    private static void requireFree(String address, int port, String option) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getByName(address), port));
        } catch (IOException e) {
            throw new DevnetException(
                    "cannot listen on "
                            + address
                            + " port "
                            + port
                            + ": "
                            + e.getMessage()
                            + "; choose another with "
                            + option,
                    e);
        }
    }
}
