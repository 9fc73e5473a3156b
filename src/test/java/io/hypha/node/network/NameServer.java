package io.hypha.node.network;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
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

    NameServer() throws IOException {
        InetAddress here = InetAddress.getLoopbackAddress();
        datagrams = new DatagramSocket(new InetSocketAddress(here, 0));
        streams = new ServerSocket(datagrams.getLocalPort(), 5, here);
        Thread.ofPlatform().daemon().name("name server").start(this::answerDatagrams);
        Thread.ofPlatform().daemon().name("name server by TCP").start(this::answerStreams);
    }

    /** What stands behind {@code /dnsaddr/name}; of a name that was never told it is silent. */
    void tell(String name, String... texts) {
        records.put("_dnsaddr." + name, List.of(texts));
    }

    TextRecords records() {
        return TextRecords.from("dns://127.0.0.1:" + datagrams.getLocalPort());
    }

    /** The names that were asked for by UDP, in order. */
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
                asked.add(name);
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
