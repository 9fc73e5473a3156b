package io.hypha.node.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.hypha.node.bytes.Bytes;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageReaderTest {

    @Test
    void reads_a_message_byte_by_byte() {
        Bytes message = bytes(300);
        Bytes framed = MessageReader.framed(message);
        MessageReader reader = new MessageReader(1000);
        for (int i = 0; i < framed.size(); i++) {
            assertEquals(MessageReader.State.OPEN, reader.state(), "before byte " + i);
            assertEquals(1, reader.take(framed.slice(i, i + 1), 0));
        }
        assertEquals(MessageReader.State.COMPLETE, reader.state());
        assertEquals(message, reader.next());
        assertTrue(reader.untouched());
    }

    @Test
    void leaves_the_next_message_where_it_begins() {
        Bytes both = Bytes.concat(MessageReader.framed(bytes(5)), MessageReader.framed(bytes(7)));
        MessageReader reader = new MessageReader(10);
        int at = reader.take(both, 0);
        assertEquals(6, at);
        assertEquals(bytes(5), reader.next());
        assertEquals(both.size(), reader.take(both, at));
        assertEquals(bytes(7), reader.next());
    }

    @Test
    void an_empty_message_is_a_message() {
        MessageReader reader = new MessageReader(0);
        reader.take(Bytes.ofInts(0), 0);
        assertEquals(MessageReader.State.COMPLETE, reader.state());
        assertEquals(Bytes.EMPTY, reader.next());
    }

    @Test
    void refuses_a_length_above_the_limit_before_a_byte_of_it_came() {
        MessageReader exact = new MessageReader(300);
        exact.take(Bytes.ofInts(0xac, 2), 0);
        assertEquals(MessageReader.State.OPEN, exact.state());
        MessageReader above = new MessageReader(299);
        above.take(Bytes.ofInts(0xac, 2), 0);
        assertEquals(MessageReader.State.TOO_LARGE, above.state());
        MessageReader huge = new MessageReader(16 << 20);
        huge.take(Bytes.ofInts(0x80, 0x80, 0x80, 0x80, 8), 0);
        assertEquals(MessageReader.State.TOO_LARGE, huge.state());
    }

    @Test
    void refuses_lengths_that_are_not_minimal_or_never_end() {
        MessageReader padded = new MessageReader(300);
        padded.take(Bytes.ofInts(0x85, 0), 0);
        assertEquals(MessageReader.State.BAD_LENGTH, padded.state());
        MessageReader endless = new MessageReader(300);
        endless.take(Bytes.ofInts(0x80, 0x80, 0x80, 0x80, 0x80, 0x80), 0);
        assertEquals(MessageReader.State.BAD_LENGTH, endless.state());
    }

    @Test
    void memory_grows_with_what_came_and_not_with_what_was_announced() {
        List<MessageReader> readers = new ArrayList<>();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1000; i++) {
            MessageReader reader = new MessageReader(Integer.MAX_VALUE);
            reader.take(Bytes.ofInts(0xff, 0xff, 0xff, 0xff, 7, 1, 2, 3), 0);
            assertEquals(MessageReader.State.OPEN, reader.state());
            assertEquals(3, reader.filled());
            readers.add(reader);
        }
        long grown = threads.getCurrentThreadAllocatedBytes() - before;
        assertTrue(grown < 32 << 20, "a thousand claims of 2^31 - 1 bytes took " + grown);
        assertFalse(readers.isEmpty());
    }

    @Test
    void any_bytes_in_any_pieces_end_in_a_state() {
        Random random = new Random(20261125);
        for (int run = 0; run < 100_000; run++) {
            byte[] junk = new byte[random.nextInt(24)];
            random.nextBytes(junk);
            MessageReader reader = new MessageReader(random.nextInt(64));
            Bytes data = Bytes.of(junk);
            int at = 0;
            int steps = 0;
            while (at < data.size() && steps++ < 100) {
                int to = Math.min(data.size(), at + 1 + random.nextInt(8));
                at = reader.take(data.slice(0, to), at);
                if (reader.state() == MessageReader.State.COMPLETE) {
                    assertTrue(reader.next().size() < 64);
                } else if (reader.state() != MessageReader.State.OPEN) {
                    break;
                }
            }
            assertTrue(steps <= 100, "no progress");
        }
    }

    private static Bytes bytes(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return Bytes.of(value);
    }
}
