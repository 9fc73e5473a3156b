package io.hypha.node.network.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.network.message.MessageDecoders.Decoder;
import io.hypha.node.network.message.MessageDecoders.Read;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every message decoder against Jazzer's corpus: each input ends in a message or a {@link
 * MessageException}, and a message can be written and read again. The corpus is in {@code
 * src/test/resources}, {@code docs/decisions/0007-jazzer.md} says how it grows.
 */
class MessageFuzzTest {

    private static final String MAX_DURATION = "60s";

    private static final Map<String, Decoder> DECODERS =
            MessageDecoders.all().collect(Collectors.toMap(Decoder::name, Function.identity()));

    private static void check(String name, byte[] input) {
        Decoder decoder = DECODERS.get(name);
        try {
            Read read = decoder.read().apply(Bytes.of(input));
            if (!(read.message() instanceof LightRequest.Unsupported
                    || read.message() instanceof KadRequest.Unsupported)) {
                assertEquals(read.message(), decoder.read().apply(read.encoded().get()).message());
            }
        } catch (MessageException expected) {
            // That is the one way out for bad input.
        }
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void identify(byte[] input) {
        check("identify", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void kadRequest(byte[] input) {
        check("kad-request", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void kadResponse(byte[] input) {
        check("kad-response", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void blockRequest(byte[] input) {
        check("block-request", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void blockResponse(byte[] input) {
        check("block-response", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void lightRequest(byte[] input) {
        check("light-request", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void lightResponse(byte[] input) {
        check("light-response", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void stateRequest(byte[] input) {
        check("state-request", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void stateResponse(byte[] input) {
        check("state-response", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void warpRequest(byte[] input) {
        check("warp-request", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void announceHandshake(byte[] input) {
        check("announce-handshake", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void blockAnnounce(byte[] input) {
        check("block-announce", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void role(byte[] input) {
        check("role", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void transactions(byte[] input) {
        check("transactions", input);
    }

    @FuzzTest(maxDuration = MAX_DURATION)
    void grandpa(byte[] input) {
        check("grandpa", input);
    }
}
