package io.hypha.node.extrinsic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.hypha.node.metadata.RealMetadata;
import io.hypha.node.metadata.RuntimeMetadata;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Calls as they are said to people who check them. */
class CallWordsTest {

    private static final String ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static RuntimeMetadata finney;

    @BeforeAll
    static void read() {
        finney = RealMetadata.FINNEY_424_V16.decoded();
    }

    private static void says(String words, String pallet, String call, String args) {
        assertEquals(
                words,
                Call.decode(
                                finney,
                                finney.encodeCall(
                                        pallet,
                                        call,
                                        JsonMapper.shared().readTree(args.replace("ALICE", ALICE))))
                        .words()
                        .replace(ALICE, "ALICE"));
    }

    @Test
    void amounts_have_the_unit_of_their_subnet() {
        says(
                "SubtensorModule.add_stake_limit: hotkey ALICE, netuid 12, amount_staked 5 τ,"
                        + " limit_price 0.0213 τ per α, allow_partial false",
                "SubtensorModule",
                "add_stake_limit",
                """
                {"hotkey":"ALICE","netuid":12,"amount_staked":"5000000000",
                 "limit_price":"21300000","allow_partial":false}
                """);
        says(
                "SubtensorModule.remove_stake: hotkey ALICE, netuid 12, amount_unstaked 0.000000001 α of subnet 12",
                "SubtensorModule",
                "remove_stake",
                "{\"hotkey\":\"ALICE\",\"netuid\":12,\"amount_unstaked\":\"1\"}");
        says(
                "SubtensorModule.remove_stake: hotkey ALICE, netuid 0, amount_unstaked 1 τ",
                "SubtensorModule",
                "remove_stake",
                "{\"hotkey\":\"ALICE\",\"netuid\":0,\"amount_unstaked\":\"1000000000\"}");
        says(
                "SubtensorModule.swap_stake_limit: hotkey ALICE, origin_netuid 12, destination_netuid 0,"
                        + " alpha_amount 3 α of subnet 12, limit_price 0.02 τ per α of subnet 12, allow_partial false",
                "SubtensorModule",
                "swap_stake_limit",
                """
                {"hotkey":"ALICE","origin_netuid":12,"destination_netuid":0,
                 "alpha_amount":"3000000000","limit_price":"20000000","allow_partial":false}
                """);
        says(
                "SubtensorModule.remove_stake_full_limit: hotkey ALICE, netuid 12, limit_price none",
                "SubtensorModule",
                "remove_stake_full_limit",
                "{\"hotkey\":\"ALICE\",\"netuid\":12,\"limit_price\":null}");
    }

    @Test
    void what_is_no_amount_stays_a_number() {
        says(
                "SubtensorModule.sudo_set_root_claim_threshold: netuid 1, new_value 500000",
                "SubtensorModule",
                "sudo_set_root_claim_threshold",
                "{\"netuid\":1,\"new_value\":\"500000\"}");
        says(
                "SubtensorModule.set_root_claim_type: new_root_claim_type {KeepSubnets {subnets [1, 2]}}",
                "SubtensorModule",
                "set_root_claim_type",
                "{\"new_root_claim_type\":{\"KeepSubnets\":{\"subnets\":[1,2]}}}");
    }

    @Test
    void calls_within_calls_are_said_as_calls() {
        says(
                "Utility.batch_all: calls [SubtensorModule.add_stake: hotkey ALICE, netuid 0, amount_staked 1 τ;"
                        + " Proxy.proxy: real ALICE, force_proxy_type Staking,"
                        + " call SubtensorModule.unstake_all: hotkey ALICE; Proxy.remove_proxies]",
                "Utility",
                "batch_all",
                """
                {"calls":[
                  {"SubtensorModule":{"add_stake":{"hotkey":"ALICE","netuid":0,"amount_staked":"1000000000"}}},
                  {"Proxy":{"proxy":{"real":{"Id":"ALICE"},"force_proxy_type":"Staking",
                    "call":{"SubtensorModule":{"unstake_all":{"hotkey":"ALICE"}}}}}},
                  {"Proxy":"remove_proxies"}]}
                """);
    }
}
