package io.hypha.node.network.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Hash256;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolNamesTest {

    private static final String FINNEY =
            "2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";
    private static final ProtocolNames NAMES =
            ProtocolNames.of(Hash256.fromHex(FINNEY), Optional.empty());

    @Test
    void protocols_are_named_by_the_genesis_hash() {
        assertThat(NAMES.name(Protocol.SYNC)).isEqualTo("/" + FINNEY + "/sync/2");
        assertThat(NAMES.name(Protocol.WARP)).isEqualTo("/" + FINNEY + "/sync/warp");
        assertThat(NAMES.name(Protocol.LIGHT)).isEqualTo("/" + FINNEY + "/light/2");
        assertThat(NAMES.name(Protocol.STATE)).isEqualTo("/" + FINNEY + "/state/2");
        assertThat(NAMES.name(Protocol.KAD)).isEqualTo("/" + FINNEY + "/kad");
        assertThat(NAMES.name(Protocol.BLOCK_ANNOUNCES))
                .isEqualTo("/" + FINNEY + "/block-announces/1");
        assertThat(NAMES.name(Protocol.TRANSACTIONS)).isEqualTo("/" + FINNEY + "/transactions/1");
        assertThat(NAMES.name(Protocol.GRANDPA)).isEqualTo("/" + FINNEY + "/grandpa/1");
        assertThat(NAMES.name(Protocol.PING)).isEqualTo("/ipfs/ping/1.0.0");
        assertThat(NAMES.name(Protocol.IDENTIFY)).isEqualTo("/ipfs/id/1.0.0");
        assertThat(NAMES.all()).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void a_fork_id_stands_between() {
        ProtocolNames forked = ProtocolNames.of(Hash256.fromHex(FINNEY), Optional.of("v2"));
        assertThat(forked.name(Protocol.GRANDPA)).isEqualTo("/" + FINNEY + "/v2/grandpa/1");
        assertThat(forked.protocol(NAMES.name(Protocol.GRANDPA))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_name_leads_back_to_its_protocol(Protocol protocol) {
        assertThat(NAMES.protocol(NAMES.name(protocol))).contains(protocol);
        assertThat(protocol.isNotification()).isEqualTo(protocol.ordinal() >= 7);
        assertThat(protocol.maxResponse()).isBetween(1, 16 << 20);
        assertThat(protocol.timeLimit()).isPositive();
    }

    @Test
    void names_of_another_chain_and_the_older_ones_mean_nothing() {
        assertThat(NAMES.protocol("/bittensor/sync/2")).isEmpty();
        assertThat(NAMES.protocol("/" + "00".repeat(32) + "/sync/2")).isEmpty();
        assertThat(NAMES.protocol("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/b", "a b", "a\n"})
    void refuses_a_fork_id_that_would_break_a_name(String forkId) {
        assertThatThrownBy(() -> ProtocolNames.of(Hash256.ZERO, Optional.of(forkId)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
