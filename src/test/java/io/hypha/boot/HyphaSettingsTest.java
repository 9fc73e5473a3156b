package io.hypha.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/** Each option of the light node is a variable too. */
class HyphaSettingsTest {

    private static HyphaSettings from(Map<String, Object> variables) {
        return new Binder(
                        ConfigurationPropertySources.from(
                                new SystemEnvironmentPropertySource(
                                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                        variables)))
                .bindOrCreate("hypha", HyphaSettings.class);
    }

    @Test
    void without_any_it_is_an_own_devnet_met_by_libp2p() {
        HyphaSettings settings = from(Map.of());

        assertThat(settings.ownDevnet()).isTrue();
        assertThat(settings.noP2p()).isFalse();
        assertThat(settings.bootnode()).isEmpty();
        assertThat(settings.p2pPort()).isZero();
    }

    @Test
    void bootnodes_and_the_switch_come_from_variables() {
        HyphaSettings settings =
                from(
                        Map.of(
                                "HYPHA_NETWORK", "finney",
                                "HYPHA_BOOTNODE", "/dns/a/tcp/1/p2p/x,/dns/b/tcp/2/ws/p2p/y",
                                "HYPHA_NO_P2P", "true",
                                "HYPHA_RPC", "wss://one,wss://two",
                                "HYPHA_P2P_PORT", "30333"));

        assertThat(settings.network()).isEqualTo("finney");
        assertThat(settings.bootnode())
                .containsExactly("/dns/a/tcp/1/p2p/x", "/dns/b/tcp/2/ws/p2p/y");
        assertThat(settings.noP2p()).isTrue();
        assertThat(settings.rpc()).containsExactly("wss://one", "wss://two");
        assertThat(settings.p2pPort()).isEqualTo(30_333);
    }

    @Test
    void a_bootnode_or_an_endpoint_means_a_chain_elsewhere() {
        assertThat(from(Map.of("HYPHA_BOOTNODE", "/dns/a/tcp/1/p2p/x")).ownDevnet()).isFalse();
        HyphaSettings devnet = from(Map.of("HYPHA_RPC", "ws://a", "HYPHA_DATA_DIR", "/kept"));
        assertThat(devnet.ownDevnet()).isFalse();
        assertThat(devnet.networkElsewhere()).isEqualTo("/kept/devnet-1/spec.json");
        assertThat(from(Map.of("HYPHA_NETWORK", "finney")).networkElsewhere()).isEqualTo("finney");
    }
}
