package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.hypha.chain.Coldkey;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.FigureStore;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RealMetadata;
import java.util.Optional;

/** A planner over fakes with finney's metadata of spec 424, and the account of {@link Scene}. */
final class PlanScene {

    static final long TAO = FakeSubtensor.TAO;
    static final NetUid SUBNET = FakeSubtensor.SUBNET;
    static final NetUid OTHER = new NetUid(5);
    static final Hotkey MOSSGATE = FakeSubtensor.MOSSGATE;
    static final Hotkey ELSEWHERE = new Hotkey(Hash256.fromHex("0x" + "5b".repeat(32)));
    static final Coldkey SIGNER = Scene.SIGNER;
    static final Coldkey SOMEBODY = new Coldkey(Hash256.fromHex("0x" + "5c".repeat(32)));
    static final Tolerance WIDE = Tolerance.of("5");

    private static final Bytes METADATA = RealMetadata.FINNEY_424_V16.bytes();

    final FakeSubtensor chain = new FakeSubtensor();
    final FakeStates states = new FakeStates(chain);
    final FakeRuntime runtime = new FakeRuntime(chain);
    final FakeNode node = new FakeNode(METADATA);
    final ExecutedFigures figures = new ExecutedFigures(node, FigureStore.NONE);
    final RuntimePlanner planner = new RuntimePlanner(node, states, figures);

    PlanScene() {
        node.runtime = runtime::call;
        states.hotkeys.add(ELSEWHERE);
        chain.account(SIGNER, 20_000 * TAO, 5);
        chain.stake(SIGNER, SUBNET, 30_000 * TAO);
        chain.stake(SIGNER, NetUid.ROOT, 10 * TAO);
        chain.pools.put(
                OTHER,
                new io.hypha.chain.SubnetPool(
                        OTHER,
                        500_000 * TAO,
                        50_000 * TAO,
                        io.hypha.chain.SubnetPool.WEIGHT_HALF,
                        33,
                        false));
        runtime.answers.put(Availability.METHOD, Bytes.fromHex("0x00"));
    }

    PlanAnswer answer(StakingAction action) {
        return planner.plan(action, Optional.of(SIGNER));
    }

    Plan plan(StakingAction action) {
        return planned(answer(action));
    }

    static Plan planned(PlanAnswer answer) {
        return switch (answer) {
            case PlanAnswer.Planned(Plan plan) -> plan;
            case PlanAnswer.Refused refused -> throw new AssertionError(refused);
            case PlanAnswer.Unknown unknown -> throw new AssertionError(unknown);
        };
    }

    String refusal(PlanAnswer.Field field, StakingAction action) {
        PlanAnswer.Refused refused = assertInstanceOf(PlanAnswer.Refused.class, answer(action));
        if (refused.field() != field) {
            throw new AssertionError("beside " + refused.field() + ": " + refused.sentence());
        }
        return refused.sentence();
    }

    static StakingAction.Stake stake(long rao) {
        return new StakingAction.Stake(MOSSGATE, SUBNET, rao, WIDE);
    }

    static StakingAction.Unstake unstake(long rao) {
        return new StakingAction.Unstake(MOSSGATE, SUBNET, rao, WIDE);
    }

    static StakingAction.Swap swap(NetUid from, NetUid to, long rao) {
        return new StakingAction.Swap(MOSSGATE, from, to, rao, WIDE);
    }

    static StakingAction.Move move(long rao) {
        return new StakingAction.Move(MOSSGATE, ELSEWHERE, SUBNET, SUBNET, rao);
    }
}
