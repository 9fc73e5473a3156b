package io.hypha.node.network;

import io.hypha.node.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A name server on loopback that knows TXT records only; long answers it gives by TCP. */
final class NameServer implements AutoCloseable {

    private static final int LONGEST_DATAGRAM = 512;
    private static final int LONGEST_STRING = 255;

    private final DatagramSocket datagrams;
    private final ServerSocket streams;
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();

    /** With their numbers: who waits too long for an answer sends the same question again. */
    private final Set<Bytes> questions = new HashSet<>();

    NameServer() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        ServerSocket bound = new ServerSocket(0, 5, here);
        Optional<DatagramSocket> beside = beside(bound);
        while (beside.isEmpty()) {
            bound.close();
            bound = new ServerSocket(0, 5, here);
            beside = beside(bound);
        }
        streams = bound;
        datagrams = beside.get();
        Thread.ofPlatform().daemon().name("name server").start(this::answerDatagrams);
        Thread.ofPlatform().daemon().name("name server by TCP").start(this::answerStreams);
    }

    /** The same port for datagrams; empty where somebody else has it. */
    private static Optional<DatagramSocket> beside(ServerSocket bound) throws SocketException {
        try {
            return Optional.of(new DatagramSocket(bound.getLocalSocketAddress()));
        } catch (BindException _) {
            return Optional.empty();
        }
    }

    /** What stands behind {@code /dnsaddr/name}; of a name that was never told it is silent. */
    void tell(String name, String... texts) {
        records.put("_dnsaddr." + name, List.of(texts));
    }

    TextRecords records() {
        return TextRecords.from("dns://127.0.0.1:" + datagrams.getLocalPort());
    }

    /** The names of the questions that came by UDP, each question once, in order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    private void answerDatagrams() {
        byte[] buffer = new byte[LONGEST_DATAGRAM];
        while (!datagrams.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                datagrams.receive(packet);
                byte[] question = Arrays.copyOf(buffer, packet.getLength());
                String name = name(question);
                if (questions.add(Bytes.of(question))) {
                    asked.add(name);
                }
                if (records.containsKey(name)) {
                    byte[] whole = answer(question, records.get(name), false);
                    byte[] sent =
                            whole.length > LONGEST_DATAGRAM
                                    ? answer(question, List.of(), true)
                                    : whole;
                    datagrams.send(
                            new DatagramPacket(sent, sent.length, packet.getSocketAddress()));
                }
            } catch (SocketException _) {
                return;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void answerStreams() {
        while (!streams.isClosed()) {
            try (Socket socket = streams.accept()) {
                DataInputStream in = new DataInputStream(socket.getInputStream());
                byte[] question = new byte[in.readUnsignedShort()];
                in.readFully(question);
                byte[] answer = answer(question, records.get(name(question)), false);
                OutputStream out = socket.getOutputStream();
                out.write(
                        ByteBuffer.allocate(2 + answer.length)
                                .putShort((short) answer.length)
                                .put(answer)
                                .array());
            } catch (SocketException _) {
                return;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static String name(byte[] question) {
        StringBuilder name = new StringBuilder();
        int at = 12;
        while (question[at] != 0) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
            at += 1 + question[at];
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private static byte[] answer(byte[] question, List<String> texts, boolean cut) {
        int end = 12;
        while (question[end] != 0) {
            end += 1 + question[end];
        }
        end += 5;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // An answer, recursion wanted and given; cut short or not.
        int flags = 0x8180 | (cut ? 0x0200 : 0);
        out.writeBytes(
                ByteBuffer.allocate(12)
                        .put(question, 0, 2)
                        .putShort((short) flags)
                        .putShort((short) 1)
                        .putShort((short) texts.size())
                        .array());
        out.write(question, 12, end - 12);
        for (String text : texts) {
            byte[] strings = strings(text);
            out.writeBytes(
                    ByteBuffer.allocate(12)
                            .putShort((short) 0xc00c)
                            .putShort((short) 16)
                            .putShort((short) 1)
                            .putInt(60)
                            .putShort((short) strings.length)
                            .array());
            out.writeBytes(strings);
        }
        return out.toByteArray();
    }

    /** In parts of at most 255 bytes. */
    private static byte[] strings(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] all = text.getBytes(StandardCharsets.US_ASCII);
        for (int from = 0; from < all.length; from += LONGEST_STRING) {
            int size = Math.min(LONGEST_STRING, all.length - from);
            out.write(size);
            out.write(all, from, size);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        datagrams.close();
        streams.close();
    }
}
