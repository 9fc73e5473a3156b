package io.hypha.node.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.MessageDecoders.Decoder;
import io.hypha.node.network.message.MessageDecoders.Read;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every message: it comes out as it went in, and broken bytes end in one way. */
class MessageRoundTripTest {

    static Stream<Decoder> decoders() {
        return MessageDecoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void an_honest_message_comes_out_as_it_went_in(Decoder decoder) {
        for (Bytes honest : decoder.honest()) {
            Read read = decoder.read().apply(honest);
            assertThat(read.encoded().get()).isEqualTo(honest);
            assertThat(decoder.read().apply(read.encoded().get()).message())
                    .isEqualTo(read.message());
        }
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void survives_a_hundred_thousand_broken_messages(Decoder decoder) {
        breakMessages(decoder, 100_000, 20261125);
    }

    /** What is read in spite of the damage is a message: it can be written and read again. */
    static void breakMessages(Decoder decoder, int count, long seed) {
        Mutation mutation = new Mutation(new Random(seed));
        int read = 0;
        for (int i = 0; i < count; i++) {
            Bytes broken = mutation.of(decoder.honest());
            try {
                Read message = decoder.read().apply(broken);
                read++;
                if (message.message() instanceof LightRequest.Unsupported
                        || message.message() instanceof KadRequest.Unsupported) {
                    continue;
                }
                Object again = decoder.read().apply(message.encoded().get()).message();
                if (!again.equals(message.message())) {
                    throw new AssertionError(
                            broken.toHex() + ": " + message.message() + " " + again);
                }
            } catch (MessageException expected) {
                if (expected.offset() < 0 || expected.offset() > decoder.limit()) {
                    throw new AssertionError(broken.toHex(), expected);
                }
            }
        }
        assertThat(read).as("messages that were read").isBetween(1, count - count / 20);
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void nothing_is_allocated_for_what_is_only_claimed(Decoder decoder) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (Bytes claim : claims(decoder.honest())) {
            // The first time loads classes.
            allocated(threads, decoder, claim);
            assertThat(allocated(threads, decoder, claim))
                    .as("bytes allocated for a message of %s", claim.size())
                    .isLessThan(1 << 20);
        }
    }

    private static long allocated(ThreadMXBean threads, Decoder decoder, Bytes claim) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            decoder.read().apply(claim);
        } catch (MessageException expected) {
            // A claim may be refused, or stand where it means something else.
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** Lengths and counts of 2^31 and more wherever a length or a count may stand. */
    private static List<Bytes> claims(List<Bytes> honest) {
        List<Bytes> big =
                List.of(
                        Bytes.fromHex("8080808008"),
                        Bytes.fromHex("ffffffff07"),
                        Bytes.fromHex("ffffffffffffffffff01"),
                        Bytes.fromHex("0300000080"),
                        Bytes.fromHex("03ffffff7f"),
                        Bytes.fromHex("feffffff"),
                        Bytes.fromHex("33ffffffffffffffffffffffffffffffff"));
        return Stream.concat(honest.stream(), Stream.of(Bytes.EMPTY))
                .flatMap(message ->
                        big.stream()
                                .flatMap(claim ->
                                        java.util.stream.IntStream.rangeClosed(0, message.size())
                                                .mapToObj(at ->
                                                        Bytes.concat(
                                                                message.slice(0, at),
                                                                claim,
                                                                message.slice(
                                                                        at, message.size())))))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void a_message_above_its_limit_is_refused(Decoder decoder) {
        Bytes huge = Bytes.of(new byte[decoder.limit() + 1]);
        assertThatThrownBy(() -> decoder.read().apply(huge)).isInstanceOf(MessageException.class);
    }
}
