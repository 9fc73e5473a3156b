package io.hypha.node.rpc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A server on loopback that speaks just enough HTTP and WebSocket to misbehave on purpose. */
public final class LoopbackServer implements AutoCloseable {

    /** What to do with one message. */
    public sealed interface Reply {

        record Text(List<String> messages) implements Reply {}

        /** Says nothing. */
        record Silence() implements Reply {}

        /** Claims and sends that many bytes, unless the other side ends it. */
        record Endless(long bytes) implements Reply {}

        record HangUp() implements Reply {}

        record Status(int code) implements Reply {}

        static Reply text(String... messages) {
            return new Text(List.of(messages));
        }
    }

    private final ServerSocket listening;
    private final Function<String, Reply> behaviour;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    public final AtomicLong sentBytes = new AtomicLong();
    public final AtomicInteger connections = new AtomicInteger();

    public LoopbackServer(Function<String, Reply> behaviour) {
        this.behaviour = behaviour;
        try {
            this.listening = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    public URI webSocket() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    public URI http() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            while (true) {
                String head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                String key = field(head, "sec-websocket-key");
                if (!key.isEmpty()) {
                    upgrade(out, key);
                    frames(in, out);
                    return;
                }
                String body =
                        new String(
                                in.readNBytes(Integer.parseInt(field(head, "content-length"))),
                                StandardCharsets.UTF_8);
                if (!answerHttp(out, body)) {
                    return;
                }
            }
        } catch (IOException | InterruptedException gone) {
            // The other side went away, which is what some tests are about.
        } finally {
            open.remove(socket);
        }
    }

    private boolean answerHttp(OutputStream out, String body)
            throws IOException, InterruptedException {
        switch (behaviour.apply(body)) {
            case Reply.Text(List<String> messages) -> {
                byte[] content = String.join("", messages).getBytes(StandardCharsets.UTF_8);
                write(
                        out,
                        ascii("HTTP/1.1 200 OK\r\nContent-Length: " + content.length + "\r\n\r\n"));
                write(out, content);
            }
            case Reply.Silence _ -> Thread.sleep(60_000);
            case Reply.Endless(long bytes) -> {
                write(out, ascii("HTTP/1.1 200 OK\r\nContent-Length: " + bytes + "\r\n\r\n"));
                pour(out, bytes);
            }
            case Reply.HangUp _ -> {
                return false;
            }
            case Reply.Status(int code) ->
                    write(out, ascii("HTTP/1.1 " + code + " No\r\nContent-Length: 0\r\n\r\n"));
        }
        return true;
    }

    private void frames(InputStream in, OutputStream out) throws IOException, InterruptedException {
        while (true) {
            String message = message(in);
            if (message.isEmpty()) {
                return;
            }
            switch (behaviour.apply(message)) {
                case Reply.Text(List<String> messages) -> {
                    for (String each : messages) {
                        send(out, each.getBytes(StandardCharsets.UTF_8));
                    }
                }
                case Reply.Silence _ -> {}
                case Reply.Endless(long bytes) -> {
                    write(out, header(0x81, bytes));
                    pour(out, bytes);
                }
                case Reply.HangUp _, Reply.Status _ -> {
                    return;
                }
            }
        }
    }

    private void pour(OutputStream out, long bytes) throws IOException {
        byte[] part = new byte[1 << 16];
        java.util.Arrays.fill(part, (byte) '0');
        for (long left = bytes; left > 0; left -= part.length) {
            out.write(part, 0, (int) Math.min(part.length, left));
            sentBytes.addAndGet(part.length);
        }
    }

    private void send(OutputStream out, byte[] message) throws IOException {
        write(out, header(0x81, message.length));
        write(out, message);
    }

    private void write(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        sentBytes.addAndGet(bytes.length);
    }

    private static byte[] header(int first, long length) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(first);
        if (length < 126) {
            header.write((int) length);
        } else if (length < 1 << 16) {
            header.write(126);
            header.write((int) (length >>> 8));
            header.write((int) length);
        } else {
            header.write(127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                header.write((int) (length >>> shift));
            }
        }
        return header.toByteArray();
    }

    /** One text message of a client, in as many masked frames as it likes; empty when it closes. */
    private static String message(InputStream in) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (true) {
            int first = in.read();
            if (first < 0 || (first & 0x0f) > 1) {
                return "";
            }
            payload(in, text);
            if ((first & 0x80) != 0) {
                return text.toString(StandardCharsets.UTF_8);
            }
        }
    }

    private static void payload(InputStream in, ByteArrayOutputStream text) throws IOException {
        long length = in.read() & 0x7f;
        int more = length == 126 ? 2 : length == 127 ? 8 : 0;
        for (int i = 0; i < more; i++) {
            length = (i == 0 ? 0 : length << 8) | in.read();
        }
        byte[] mask = in.readNBytes(4);
        byte[] masked = in.readNBytes((int) length);
        for (int i = 0; i < masked.length; i++) {
            text.write(masked[i] ^ mask[i % 4]);
        }
    }

    private void upgrade(OutputStream out, String key) throws IOException {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1")
                            .digest(ascii(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
            write(
                    out,
                    ascii(
                            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                    + "Sec-WebSocket-Accept: "
                                    + Base64.getEncoder().encodeToString(digest)
                                    + "\r\n\r\n"));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.write(next);
            if (head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.US_ASCII);
            }
        }
        return "";
    }

    private static String field(String head, String name) {
        for (String line : head.split("\r\n")) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    /** Breaks every open connection and goes on listening. */
    public void cutConnections() {
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException ignored) {
                // It is gone either way.
            }
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cutConnections();
    }
}
