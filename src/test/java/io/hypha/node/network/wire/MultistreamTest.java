package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultistreamTest {

    private static final String HEADER = "\u0013/multistream/1.0.0\n";
    private static final String LONG = "/" + "x".repeat(200);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int feed(Multistream negotiation, String text) throws WireException {
        byte[] bytes = bytes(text);
        return negotiation.receive(bytes, 0, bytes.length);
    }

    private static Multistream listener() {
        return Multistream.listener(Set.of("/a", "/b", LONG)::contains);
    }

    @Test
    void the_dialer_sends_header_and_proposal_in_one_go() throws WireException {
        Multistream dialer = Multistream.dialer(List.of("/noise"));

        assertThat(text(dialer.takeOutput())).isEqualTo(HEADER + "\u0007/noise\n");
        assertThat(feed(dialer, HEADER + "\u0007/noise\nrest")).isEqualTo(28);
        assertThat(dialer.agreed()).contains("/noise");
        assertThat(dialer.takeOutput()).isEmpty();
    }

    @Test
    void the_dialer_goes_on_to_the_next_proposal_and_is_refused_at_the_end() throws WireException {
        Multistream dialer = Multistream.dialer(List.of("/x", "/y"));
        dialer.takeOutput();
        feed(dialer, HEADER + "\u0003na\n");
        assertThat(text(dialer.takeOutput())).isEqualTo("\u0003/y\n");
        assertThat(dialer.isRefused()).isFalse();
        feed(dialer, "\u0003na\n");

        assertThat(dialer.isRefused()).isTrue();
        assertThat(dialer.agreed()).isEmpty();
    }

    @Test
    void the_listener_answers_byte_by_byte_as_at_once() throws WireException {
        Multistream listener = listener();
        StringBuilder answers = new StringBuilder();
        for (byte b : bytes(HEADER + "\u0003/x\n\u0003ls\n\u0003/b\n")) {
            assertThat(listener.receive(new byte[] {b}, 0, 1)).isEqualTo(1);
            answers.append(text(listener.takeOutput()));
        }

        assertThat(answers).hasToString(HEADER + "\u0003na\n\u0003na\n\u0003/b\n");
        assertThat(listener.agreed()).contains("/b");
        assertThat(feed(listener, "later")).isZero();
    }

    @Test
    void names_of_more_than_127_bytes_have_a_length_of_two() throws WireException {
        Multistream dialer = Multistream.dialer(List.of(LONG));
        byte[] output = dialer.takeOutput();
        assertThat(text(output)).isEqualTo(HEADER + "\u00ca\u0001" + LONG + "\n");
        Multistream listener = listener();
        listener.receive(output, 0, output.length);

        assertThat(listener.agreed()).contains(LONG);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0013/multistream/1.0.1\n",
                "\u0012/multistream/1.0.0\n",
                "\u0014/multistream/1.0.0\n\n",
                "\u0013/multistream/1.0.0 ",
                "\u0003/a\n",
                "\u0000",
                "\u0080\u0000",
                "\u0093\u0000/multistream/1.0.0\n",
                "\u0081\u0008", // 1025
                "\u00ff\u007f",
                "\u0080\u0080\u0001",
                "\u00ff\u00ff\u00ff\u00ff\u0007",
                "\u0002\u0000\n",
                "\u0003\u00e4a\n",
                HEADER + "\u0001a",
                HEADER + HEADER + "\u0002\n\n"
            })
    void refuses_what_is_no_negotiation(String text) {
        assertThatThrownBy(() -> feed(listener(), text)).isInstanceOf(WireException.class);
    }

    @Test
    void the_dialer_refuses_an_answer_that_was_not_proposed() throws WireException {
        Multistream dialer = Multistream.dialer(List.of("/a", "/b"));
        assertThatThrownBy(() -> feed(dialer, HEADER + "\u0003/b\n"))
                .hasMessageContaining("proposed /a, the answer is \"/b\"");
    }

    @Test
    void ends_after_sixteen_refusals() throws WireException {
        Multistream listener = listener();
        feed(listener, HEADER + "\u0003/x\n".repeat(16));
        WireException thrown =
                catchThrowableOfType(WireException.class, () -> feed(listener, "\u0003/x\n"));

        assertThat(thrown.fault().kind()).isEqualTo(WireFault.Kind.FLOOD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "na", "ls", "/a b", "/a\n", "/ä"})
    void does_not_propose_what_cannot_be_a_name(String name) {
        assertThatThrownBy(() -> Multistream.dialer(List.of(name)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_claimed_length_costs_no_memory() throws Exception {
        byte[] claim = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7};
        long allocated =
                Allocation.of(() -> {
                    try {
                        listener().receive(claim, 0, claim.length);
                    } catch (WireException e) {
                        assertThat(e.fault().kind()).isEqualTo(WireFault.Kind.PROTOCOL_VIOLATION);
                    }
                });

        assertThat(allocated).isLessThan(1_000_000);
    }

    @Test
    void mutated_negotiations_end_in_a_fault_or_an_agreement() {
        mutate(100_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_negotiations() {
        mutate(1_000_000);
    }

    private static void mutate(int count) {
        Random random = new Random(7);
        byte[] proposals = bytes(HEADER + "\u0003/x\n\u0003/a\ndata");
        byte[] answers = bytes(HEADER + "\u0003na\n\u0003/b\n");
        int faults = 0;
        for (int i = 0; i < count; i++) {
            boolean isDialer = random.nextBoolean();
            Multistream negotiation =
                    isDialer ? Multistream.dialer(List.of("/a", "/b")) : listener();
            byte[] bytes = Mutations.of(isDialer ? answers : proposals, random);
            try {
                int taken = negotiation.receive(bytes, 0, bytes.length);
                assertThat(taken).isBetween(0, bytes.length);
                assertThat(negotiation.takeOutput().length).isLessThan(200);
            } catch (WireException e) {
                assertThat(e.fault().text()).isNotEmpty();
                faults++;
            }
        }
        assertThat(faults).isBetween(count / 10, count - 1);
    }
}
