package io.hypha.node.network.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {

    private static final String FINNEY =
            "/dns/bootnode.finney.chain.opentensor.ai/tcp/30333/ws/p2p/"
                    + "12D3KooWRwbMb85RWnT8DSXSYMWQtuDwh4LJzndoRrTDotTR5gDC";

    @Test
    void reads_the_bootnode_of_finney() throws AddressException {
        Multiaddr address = Multiaddr.parse(FINNEY);

        assertThat(address.host()).isEqualTo("bootnode.finney.chain.opentensor.ai");
        assertThat(address.hostKind()).isEqualTo(AddressProtocol.DNS);
        assertThat(address.port()).isEqualTo(30333);
        assertThat(address.isWebSocket()).isTrue();
        assertThat(address.isTls()).isFalse();
        assertThat(address.isDialable()).isTrue();
        assertThat(address.peerId().orElseThrow().toString()).startsWith("12D3KooWRwbMb85");
        assertThat(address.peerId().orElseThrow().publicKey()).isPresent();
        assertThat(address).hasToString(FINNEY);
        assertThat(Multiaddr.fromBytes(address.toBytes())).isEqualTo(address);
    }

    /** Codes and values after the multicodec table: /ip4/127.0.0.1/tcp/4001 and others. */
    @ParameterizedTest
    @CsvSource({
        "/ip4/127.0.0.1/tcp/4001, 047f000001060fa1",
        "/ip4/1.2.3.4/tcp/80/ws, 0401020304060050dd03",
        "/ip4/1.2.3.4/tcp/443/tls/ws, 04010203040601bbc003dd03",
        "/ip6/::1/tcp/65535/wss, 290000000000000000000000000000000106ffffde03",
        "/dns/a.b/tcp/1, 3503612e62060001",
        "/dns4/x/udp/2/quic-v1, 3601789102" + "0002cd03",
        "/dns6/x/tcp/2, 370178060002",
        "/dnsaddr/x, 380178",
        "/ip4/1.2.3.4/udp/5/webrtc-direct/certhash/uAQID, 0401020304910200059802d20303010203",
        "/ip4/1.2.3.4/udp/5/quic/p2p-circuit/webtransport, 040102030491020005cc03a202d103"
    })
    void reads_and_writes_text_and_bytes(String text, String hex) throws AddressException {
        Multiaddr address = Multiaddr.parse(text);

        assertThat(address.toBytes()).isEqualTo(Bytes.fromHex(hex));
        assertThat(Multiaddr.fromBytes(Bytes.fromHex(hex))).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "1::, 1::",
        "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "1:0:2:3:4:5:6:7, 1:0:2:3:4:5:6:7",
        "::ffff:1.2.3.4, ::ffff:102:304",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0"
    })
    void writes_ip6_in_its_shortest_form(String given, String expected) throws AddressException {
        assertThat(Multiaddr.parse("/ip6/" + given + "/tcp/1"))
                .hasToString("/ip6/" + expected + "/tcp/1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//",
                "ip4/1.2.3.4",
                "/ip4",
                "/ip4/1.2.3",
                "/ip4/1.2.3.4.5",
                "/ip4/1.2.3.256",
                "/ip4/01.2.3.4",
                "/ip4/1.2.3.-4",
                "/ip6/1",
                "/ip6/1::2::3",
                "/ip6/:::",
                "/ip6/12345::",
                "/ip6/::1.2.3.4.5",
                "/ip6/1:2:3:4:5:6:7:8:9",
                "/ip6/1.2.3.4::1",
                "/ip4/1.2.3.4/tcp",
                "/ip4/1.2.3.4/tcp/",
                "/ip4/1.2.3.4/tcp/65536",
                "/ip4/1.2.3.4/tcp/+1",
                "/ip4/1.2.3.4/tcp/1000000000000",
                "/dns/a b/tcp/1",
                "/dns/a\r\nX: y/tcp/1",
                "/dns/ä/tcp/1",
                "/unix/tmp",
                "/p2p/12D3KooW",
                "/p2p/0OIl",
                "/ip4/1.2.3.4/udp/1/certhash/zAQID",
                "/ip4/1.2.3.4/udp/1/certhash/u"
            })
    void refuses_what_is_no_address(String text) {
        assertThatThrownBy(() -> Multiaddr.parse(text)).isInstanceOf(AddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "04",
                "047f0000",
                "84007f000001", // the code 4 in two bytes
                "ffffffff7f",
                "3503612e",
                "35ffffff7f61",
                "3500",
                "a503050000000000",
                "05"
            })
    void refuses_bytes_that_are_no_address(String hex) {
        assertThatThrownBy(() -> Multiaddr.fromBytes(Bytes.fromHex(hex)))
                .isInstanceOf(AddressException.class);
    }

    @Test
    void bounds_parts_and_length_before_it_reads() {
        assertThatThrownBy(() -> Multiaddr.parse("/ws".repeat(17)))
                .isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Multiaddr.parse("/ws".repeat(10_000)))
                .isInstanceOf(AddressException.class);
        assertThatThrownBy(() -> Multiaddr.fromBytes(Bytes.of(new byte[1025])))
                .isInstanceOf(AddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ip4/1.2.3.4/udp/1/quic-v1",
                "/dnsaddr/x/tcp/1",
                "/ip4/1.2.3.4/tcp/0",
                "/ip4/1.2.3.4/tcp/1/tls",
                "/ip4/1.2.3.4",
                "/tcp/1",
                "/ip4/1.2.3.4/tcp/1/ws/ws"
            })
    void knows_what_cannot_be_dialled(String text) throws AddressException {
        assertThat(Multiaddr.parse(text).isDialable()).isFalse();
    }

    @Test
    void gives_an_address_another_peer() throws AddressException {
        PeerId peer = PeerId.ofEd25519(Hash256.ZERO);

        Multiaddr other = Multiaddr.parse(FINNEY).withPeer(peer);

        assertThat(other.peerId()).contains(peer);
        assertThat(other.components()).hasSize(4);
        assertThat(other.withoutPeer().peerId()).isEmpty();
    }

    @Test
    void keeps_ids_of_other_keys_without_knowing_the_key() throws AddressException {
        PeerId rsa = PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");

        assertThat(rsa.publicKey()).isEmpty();
        assertThat(rsa).hasToString("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
        assertThat(PeerId.fromBytes(rsa.multihash())).isEqualTo(rsa);
    }

    @Test
    void mutated_addresses_end_in_an_address_or_an_address_exception() throws AddressException {
        mutate(100_000);
    }

    @Test
    @Tag("long")
    void a_million_mutated_addresses() throws AddressException {
        mutate(1_000_000);
    }

    private static void mutate(int count) throws AddressException {
        Random random = new Random(1);
        byte[] seed = Multiaddr.parse(FINNEY).toBytes().toArray();
        int valid = 0;
        for (int i = 0; i < count; i++) {
            byte[] bytes = Mutations.of(seed, random);
            try {
                Multiaddr address = Multiaddr.fromBytes(Bytes.of(bytes));
                assertThat(address.toBytes().toArray()).isEqualTo(bytes);
                assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
                valid++;
            } catch (AddressException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            String text =
                    new String(
                            Mutations.of(
                                    FINNEY.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                                    random),
                            java.nio.charset.StandardCharsets.ISO_8859_1);
            try {
                Multiaddr address = Multiaddr.parse(text);
                assertThat(Multiaddr.fromBytes(address.toBytes())).isEqualTo(address);
            } catch (AddressException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
        assertThat(valid).isPositive();
    }
}
