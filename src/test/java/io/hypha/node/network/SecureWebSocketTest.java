package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.wire.Multiaddr;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Peers behind TLS, as a reverse proxy puts it before a node. */
class SecureWebSocketTest {

    private static final char[] PASSWORD = "for a test".toCharArray();

    @TempDir Path folder;

    private final TestNetworks networks = new TestNetworks();
    private final TestChain chain = new TestChain();
    private final Recorder light = new Recorder();
    private SSLContext tls;
    private SSLServerSocket proxy;
    private PeerNetwork server;

    @BeforeEach
    void start() throws Exception {
        tls = context();
        server = networks.server(new Recorder(), chain);
        proxy =
                (SSLServerSocket)
                        tls.getServerSocketFactory()
                                .createServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    @AfterEach
    void close() throws IOException {
        networks.close();
        proxy.close();
    }

    /** A certificate for localhost, made by the JDK's own tool. */
    private SSLContext context() throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "node",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertEquals(0, keytool.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return context(keys);
    }

    private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private void accept() {
        while (true) {
            try {
                Socket outside = proxy.accept();
                Socket inside =
                        new Socket(
                                InetAddress.getLoopbackAddress(),
                                server.addresses().getFirst().port());
                Thread.ofVirtual().start(() -> copy(outside, inside));
                Thread.ofVirtual().start(() -> copy(inside, outside));
            } catch (IOException _) {
                return;
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // The other direction ended first.
        }
    }

    private PeerNetwork dial(String address, SSLSocketFactory trust) {
        Multiaddr full =
                TestNetworks.address(address.replace("PORT", "" + proxy.getLocalPort()))
                        .withPeer(server.self());
        return networks.keep(
                PeerNetwork.start(
                        NetworkOptions.light(TestChain.GENESIS, List.of(full))
                                .withBook(light)
                                .withLimits(TestNetworks.PATIENT),
                        light,
                        trust));
    }

    @Test
    void a_peer_behind_tls_is_reached_by_both_spellings() {
        chain.warpProofs.put(TestChain.hash("begin"), TestChain.bytes(400_000, 3));
        dial("/dns4/localhost/tcp/PORT/wss", tls.getSocketFactory());
        Bytes proof = light.join().warpProof(TestChain.hash("begin")).toOptional().orElseThrow();
        assertEquals(TestChain.bytes(400_000, 3), proof);
        dial("/dns/localhost/tcp/PORT/tls/ws", tls.getSocketFactory());
        assertEquals(server.self(), light.join().id());
    }

    @Test
    void a_certificate_that_nobody_trusts_ends_the_attempt() {
        PeerNetwork client =
                dial(
                        "/dns4/localhost/tcp/PORT/wss",
                        (SSLSocketFactory) SSLSocketFactory.getDefault());
        assertFailure(client);
    }

    @Test
    void a_certificate_for_another_name_ends_the_attempt() {
        PeerNetwork client = dial("/ip4/127.0.0.1/tcp/PORT/wss", tls.getSocketFactory());
        assertFailure(client);
    }

    private void assertFailure(PeerNetwork client) {
        assertFalse(light.next(Recorder.Event.Remembered.class).worked());
        String text = client.describe().getFirst().lastFailure();
        assertTrue(text.contains("TLS: "), text);
        assertTrue(text.contains(":" + proxy.getLocalPort() + ": "), text);
    }
}
