package io.hypha.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.chain.NetUid;
import io.hypha.stake.FakeSubtensor;
import io.hypha.stake.Scene;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingAction.Kind;
import io.hypha.stake.Tolerance;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActionTextTest {

    private static final long TAO = 1_000_000_000L;
    private static final String MOSSGATE = FakeSubtensor.MOSSGATE.address();
    private static final String OTHER = Scene.ED_SIGNER.address();
    private static final String SIGNER = Scene.SIGNER.address();

    private final FakeSubtensor chain = new FakeSubtensor();
    private Set<Kind> offered = EnumSet.complementOf(EnumSet.of(Kind.MOVE_LIMIT));

    private ActionText text(ActionForm form, String query) {
        Map<String, String[]> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int is = pair.indexOf('=');
            String value =
                    pair.substring(is + 1)
                            .replace("MOSS", MOSSGATE)
                            .replace("OTHER", OTHER)
                            .replace("SIGNER", SIGNER);
            parameters.merge(
                    pair.substring(0, is),
                    new String[] {value},
                    (before, one) -> {
                        String[] both = java.util.Arrays.copyOf(before, before.length + 1);
                        both[before.length] = one[0];
                        return both;
                    });
        }
        return new ActionText(form, Inputs.of(parameters), offered, new OwnStake(chain));
    }

    private StakingAction action(ActionForm form, String query) {
        ActionText text = text(form, query);
        Optional<StakingAction> action = text.action();
        assertThat(text.errors).isEmpty();
        return action.orElseThrow();
    }

    private Map<String, String> errors(ActionForm form, String query) {
        ActionText text = text(form, query);
        assertThat(text.action()).isEmpty();
        return text.errors;
    }

    @Test
    void reads_a_stake_with_its_tolerance() {
        assertThat(
                        action(
                                ActionForm.STAKE,
                                "hotkey=MOSS&netuid=12&amount=10&tolerance=other&other=0.25"))
                .isEqualTo(
                        new StakingAction.Stake(
                                FakeSubtensor.MOSSGATE,
                                FakeSubtensor.SUBNET,
                                10 * TAO,
                                new Tolerance(2_500)));
    }

    @Test
    void everything_of_a_subnet_is_said_to_the_chain_and_everything_of_root_is_an_amount() {
        chain.stake(Scene.SIGNER, FakeSubtensor.SUBNET, 7);
        chain.stake(Scene.SIGNER, NetUid.ROOT, 9);

        assertThat(
                        action(
                                ActionForm.UNSTAKE,
                                "hotkey=MOSS&netuid=12&everything=true&account=SIGNER"))
                .isEqualTo(
                        new StakingAction.UnstakeFully(
                                FakeSubtensor.MOSSGATE, FakeSubtensor.SUBNET, Tolerance.DEFAULT));
        assertThat(action(ActionForm.UNSTAKE, "hotkey=MOSS&everything=true&account=SIGNER"))
                .isEqualTo(
                        new StakingAction.Unstake(
                                FakeSubtensor.MOSSGATE, NetUid.ROOT, 9, Tolerance.DEFAULT));
        assertThat(errors(ActionForm.UNSTAKE, "hotkey=MOSS&netuid=12&everything=true"))
                .containsEntry("account", "Give the account whose whole stake here is meant.");
        assertThat(
                        errors(
                                ActionForm.UNSTAKE,
                                "hotkey=MOSS&netuid=12&everything=true&account=OTHER"))
                .containsKey("account");
    }

    @Test
    void a_move_becomes_a_swap_where_only_the_subnet_changes() {
        assertThat(action(ActionForm.MOVE, "hotkey=MOSS&netuid=12&tonetuid=3&amount=1"))
                .isEqualTo(
                        new StakingAction.Swap(
                                FakeSubtensor.MOSSGATE,
                                FakeSubtensor.SUBNET,
                                new NetUid(3),
                                TAO,
                                Tolerance.DEFAULT));
        assertThat(action(ActionForm.MOVE, "hotkey=MOSS&netuid=12&tohotkey=OTHER&amount=1"))
                .isInstanceOf(StakingAction.Move.class);
        assertThat(
                        action(
                                ActionForm.MOVE,
                                "hotkey=MOSS&netuid=12&tohotkey=OTHER&tonetuid=3&amount=1"))
                .isInstanceOf(StakingAction.Move.class);
        assertThat(errors(ActionForm.MOVE, "hotkey=MOSS&netuid=12&amount=1"))
                .containsKey("tohotkey");
    }

    @Test
    void a_move_between_subnets_has_a_limit_where_the_runtime_has_such_a_call() {
        offered = EnumSet.allOf(Kind.class);
        assertThat(
                        action(
                                ActionForm.MOVE,
                                "hotkey=MOSS&netuid=12&tohotkey=OTHER&tonetuid=3&amount=1"))
                .isInstanceOf(StakingAction.MoveLimit.class);
        assertThat(action(ActionForm.MOVE, "hotkey=MOSS&netuid=12&tohotkey=OTHER&amount=1"))
                .isInstanceOf(StakingAction.Move.class);
    }

    @Test
    void several_validators_are_one_batch_on_the_subnet_of_each_row() {
        assertThat(
                        action(
                                ActionForm.SEVERAL,
                                "hotkey=MOSS&hotkey=OTHER&hotkey=&netuid=12&netuid=0&netuid=0&amount=1&amount=2&amount="))
                .isInstanceOfSatisfying(
                        StakingAction.Batch.class,
                        batch ->
                                assertThat(batch.actions())
                                        .extracting(each -> ((StakingAction.Stake) each).netUid())
                                        .containsExactly(FakeSubtensor.SUBNET, NetUid.ROOT));
        assertThat(errors(ActionForm.SEVERAL, "hotkey=MOSS&netuid=12&amount=1"))
                .containsKey("hotkey-2");
        assertThat(
                        errors(
                                ActionForm.SEVERAL,
                                "hotkey=MOSS&hotkey=x&netuid=12&netuid=y&amount=1&amount=-1"))
                .containsKeys("hotkey-2", "netuid-2", "amount-2");
    }

    @Test
    void rows_that_name_no_subnet_take_the_first() {
        assertThat(
                        action(
                                ActionForm.SEVERAL,
                                "netuid=12&hotkey=MOSS&hotkey=OTHER&amount=1&amount=2"))
                .isInstanceOfSatisfying(
                        StakingAction.Batch.class,
                        batch ->
                                assertThat(batch.actions())
                                        .extracting(each -> ((StakingAction.Stake) each).netUid())
                                        .containsOnly(FakeSubtensor.SUBNET));
    }

    @Test
    void all_of_an_account_is_one_call_for_each_validator() {
        chain.stake(Scene.SIGNER, FakeSubtensor.SUBNET, 7);
        chain.stake(Scene.SIGNER, NetUid.ROOT, 9);

        assertThat(action(ActionForm.UNSTAKE_ALL, "account=SIGNER"))
                .isEqualTo(new StakingAction.UnstakeAll(FakeSubtensor.MOSSGATE));
        assertThat(action(ActionForm.UNSTAKE_ALL, "account=SIGNER&into=root"))
                .isEqualTo(new StakingAction.UnstakeAllAlpha(FakeSubtensor.MOSSGATE));
        assertThat(errors(ActionForm.UNSTAKE_ALL, "into=tao")).containsKey("hotkey");
        assertThat(errors(ActionForm.UNSTAKE_ALL, "account=OTHER")).containsKey("account");
    }

    @Test
    void a_proxy_acts_for_the_account_that_is_named() {
        assertThat(action(ActionForm.STAKE, "hotkey=MOSS&amount=1&as=OTHER"))
                .isInstanceOfSatisfying(
                        StakingAction.AsProxy.class,
                        proxy -> assertThat(proxy.real()).isEqualTo(Scene.ED_SIGNER));
        assertThat(
                        errors(
                                ActionForm.SEVERAL,
                                "hotkey=MOSS&hotkey=OTHER&netuid=12&amount=1&amount=2&as=SIGNER"))
                .containsKey("as");
        assertThat(errors(ActionForm.TRANSFER, "hotkey=MOSS&amount=1&recipient=OTHER&as=SIGNER"))
                .containsKey("as");
    }

    @Test
    void claims_name_subnets_in_order_and_once() {
        assertThat(action(ActionForm.CLAIM, "netuids=5, 3,3"))
                .isEqualTo(new StakingAction.ClaimRoot(List.of(new NetUid(3), new NetUid(5))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CLAIM | netuids=1,2,3,4,5,6 | netuids
                    CLAIM | netuids= | netuids
                    CLAIM | netuids=x | netuids
                    CLAIM_TYPE | type= | type
                    CLAIM_TYPE | type=<b> | type
                    AUTO_STAKE | netuid=3 | hotkey
                    PROXY | delegate=nobody | delegate
                    TRANSFER | hotkey=MOSS&amount=1 | recipient
                    STAKE | hotkey=MOSS&amount=1&tolerance=99 | tolerance
                    STAKE | hotkey=MOSS&amount=1&account=x | account
                    """)
    void what_is_wrong_has_a_sentence_beside_its_field(
            ActionForm form, String query, String field) {
        assertThat(errors(form, query)).containsKey(field);
        assertThat(errors(form, query).get(field)).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "STAKE, hotkey=MOSS&netuid=12&amount=10&tolerance=0.5",
        "MOVE, hotkey=MOSS&netuid=12&tonetuid=3&amount=1&tolerance=1",
        "TRANSFER, hotkey=MOSS&netuid=12&recipient=OTHER&amount=1",
        "CLAIM, netuids=3",
        "UNSTAKE_ALL, hotkey=MOSS&into=root",
        "AUTO_STAKE, hotkey=MOSS&netuid=3",
        "PROXY, delegate=OTHER",
        "SEVERAL, hotkey=MOSS&hotkey=OTHER&netuid=12&netuid=3&amount=1&amount=2",
        "STAKE, hotkey=MOSS&netuid=12&amount=10&as=OTHER"
    })
    void the_link_of_an_action_leads_back_to_the_same_action(ActionForm form, String query) {
        StakingAction action = action(form, query);
        String link = ActionLinks.form(action);
        int question = link.indexOf('?');
        assertThat(link.substring(0, question)).isEqualTo(form.path());
        assertThat(
                        action(
                                form,
                                java.net.URLDecoder.decode(
                                        link.substring(question + 1),
                                        java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(action);
    }
}
