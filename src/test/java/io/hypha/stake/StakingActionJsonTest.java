package io.hypha.stake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.Hash256;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Actions as they are stored and carried through forms. */
class StakingActionJsonTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    static final Hotkey ONE = new Hotkey(key(1));
    static final Hotkey TWO = new Hotkey(key(2));
    static final Coldkey COLD = new Coldkey(key(3));
    static final NetUid NET = new NetUid(12);
    static final NetUid OTHER = new NetUid(64);

    /** One of each kind. */
    static List<StakingAction> oneOfEach() {
        List<StakingAction.Single> singles =
                List.of(
                        new StakingAction.Stake(ONE, NET, 5_000_000_000L, Tolerance.DEFAULT),
                        new StakingAction.Unstake(ONE, NET, 7L, new Tolerance(1)),
                        new StakingAction.UnstakeFully(ONE, NET, new Tolerance(500_000)),
                        new StakingAction.UnstakeAll(ONE),
                        new StakingAction.UnstakeAllAlpha(TWO),
                        new StakingAction.Move(ONE, TWO, NET, NET, Long.MAX_VALUE),
                        new StakingAction.MoveLimit(ONE, TWO, NET, OTHER, 3L, Tolerance.DEFAULT),
                        new StakingAction.Swap(ONE, NET, NetUid.ROOT, 4L, Tolerance.DEFAULT),
                        new StakingAction.Transfer(COLD, ONE, NET, OTHER, 5L),
                        new StakingAction.TransferToHotkey(COLD, ONE, TWO, NET, NET, 6L),
                        new StakingAction.ClaimRoot(List.of(OTHER, NET, NET)),
                        new StakingAction.ClaimRootOf(ONE),
                        new StakingAction.SetRootClaimType("KeepSubnets", List.of(OTHER, NET)),
                        new StakingAction.AutoStake(NET, ONE),
                        new StakingAction.StakeIntoBasket(ONE, 8L),
                        new StakingAction.AddStakingProxy(COLD),
                        new StakingAction.RemoveStakingProxy(COLD));
        List<StakingAction> all = new ArrayList<>(singles);
        all.add(new StakingAction.AsProxy(COLD, singles.get(0)));
        all.add(new StakingAction.Batch(singles.subList(0, 3)));
        return all;
    }

    private static Hash256 key(int filled) {
        return Hash256.fromHex("0x" + HexFormat.of().toHexDigits((byte) filled).repeat(32));
    }

    @Test
    void every_kind_comes_back_as_it_was() {
        assertThat(oneOfEach().stream().map(StakingAction::kind).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(StakingAction.Kind.class));
        for (StakingAction action : oneOfEach()) {
            String text = StakingActionJson.write(action).toString();
            assertThat(StakingActionJson.read(JSON.readTree(text))).isEqualTo(action);
        }
    }

    @Test
    void the_form_is_this_one() {
        assertThat(StakingActionJson.write(oneOfEach().getFirst()))
                .hasToString(
                        "{\"kind\":\"stake\",\"hotkey\":\"%s\",\"netuid\":12,\"tao\":\"5000000000\",\"tolerance\":5000}"
                                .formatted(ONE.address()));
    }

    @Test
    void a_staking_proxy_gives_nothing_away_and_makes_no_batch() {
        assertThatThrownBy(() ->
                        new StakingAction.AsProxy(
                                COLD, new StakingAction.Transfer(COLD, ONE, NET, NET, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("never give stake away");
        for (StakingAction.Single other :
                List.<StakingAction.Single>of(
                        new StakingAction.ClaimRoot(List.of(NET)),
                        new StakingAction.AutoStake(NET, ONE),
                        new StakingAction.AddStakingProxy(COLD))) {
            assertThatThrownBy(() -> new StakingAction.AsProxy(COLD, other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing else");
        }
        ObjectNode batch = StakingActionJson.write(oneOfEach().getLast());
        ObjectNode proxy = StakingActionJson.write(oneOfEach().get(17)).deepCopy();
        proxy.set("action", batch);
        assertThatThrownBy(() -> StakingActionJson.read(proxy))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nor a staking proxy make one");
    }

    @Test
    void parts_that_never_belong_together_are_refused_in_a_sentence() {
        assertThatThrownBy(() -> new StakingAction.Stake(ONE, NET, 0, Tolerance.DEFAULT))
                .hasMessage("An amount is more than 0.");
        assertThatThrownBy(() -> new StakingAction.Swap(ONE, NET, NET, 1, Tolerance.DEFAULT))
                .hasMessage("A swap is between two different subnets.");
        assertThatThrownBy(() -> new StakingAction.Move(ONE, ONE, NET, NET, 1))
                .hasMessage("That stake is there already.");
        assertThatThrownBy(() -> new StakingAction.ClaimRoot(List.of()))
                .hasMessage("One claim names 1 to 5 subnets.");
        assertThatThrownBy(() -> new StakingAction.Batch(List.of()))
                .hasMessage("A batch has 1 to 16 calls.");
    }

    @Test
    void mutated_forms_end_in_an_action_or_a_sentence() {
        SplittableRandom random = new SplittableRandom(4);
        List<String> forms =
                oneOfEach().stream().map(each -> StakingActionJson.write(each).toString()).toList();
        List<String> letters = List.of("\"", "0", "9", "-", "k", "}", ",", ":", "[", "5");
        int actions = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder(forms.get(random.nextInt(forms.size())));
            int from = random.nextInt(text.length());
            text.delete(from, Math.min(text.length(), from + random.nextInt(3)));
            text.insert(from, letters.get(random.nextInt(letters.size())));
            JsonNode json;
            try {
                json = JSON.readTree(text.toString());
            } catch (RuntimeException noJson) {
                continue;
            }
            try {
                StakingActionJson.read(json);
                actions++;
            } catch (IllegalArgumentException sentence) {
                assertThat(sentence).hasMessageMatching("(?s).*\\p{L}.*");
            }
        }
        assertThat(actions).isPositive();
    }
}
