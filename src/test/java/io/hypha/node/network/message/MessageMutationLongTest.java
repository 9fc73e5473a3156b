package io.hypha.node.network.message;

import io.hypha.node.network.message.MessageDecoders.Decoder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The long form of {@link MessageRoundTripTest}'s mutations. */
@Tag("long")
class MessageMutationLongTest {

    static Stream<Decoder> decoders() {
        return MessageDecoders.all();
    }

    @ParameterizedTest
    @MethodSource("decoders")
    void survives_a_million_broken_messages(Decoder decoder) {
        MessageRoundTripTest.breakMessages(decoder, 1_000_000, 20261126);
    }
}
