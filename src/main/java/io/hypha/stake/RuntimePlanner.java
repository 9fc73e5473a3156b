package io.hypha.stake;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Coldkey;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.FigureStore;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.StakingState;
import io.hypha.chain.StakingStates;
import io.hypha.chain.SubnetPool;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeMetadata;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Plans every action on one finalized block: amounts and fees as the chain's own runtime, run here,
 * answers them, our formula beside each, the chain's rules on proven state, and a rehearsal of the
 * transaction. Safe for use by several threads.
 */
public final class RuntimePlanner implements Planner {

    /** A move of the price by one's own trade that is worth a warning. */
    private static final BigDecimal HIGH_IMPACT = new BigDecimal("0.02");

    private final LightNode node;
    private final StakingStates states;
    private final ExecutedFigures figures;
    private final MetadataCache metadata = new MetadataCache();

    public RuntimePlanner(LightNode node, StakingStates states) {
        this(node, states, new ExecutedFigures(node, FigureStore.NONE));
    }

    /**
     * @param figures where the proofs of the runtime's answers are kept
     */
    public RuntimePlanner(LightNode node, StakingStates states, ExecutedFigures figures) {
        this.node = node;
        this.states = states;
        this.figures = figures;
    }

    @Override
    public PlanAnswer plan(StakingAction action, Optional<Coldkey> signer) {
        try {
            FinalizedHead head = given(node.readableHead());
            RuntimeInfo runtime = given(node.nextRuntime(head));
            RuntimeQuestions questions =
                    new RuntimeQuestions(node, head, metadata.of(runtime), figures);
            return new PlanAnswer.Planned(
                    new Planning(new PlanScope(action, signer), runtime, questions).plan());
        } catch (PlanStop stop) {
            return stop.answer();
        } catch (ArithmeticException e) {
            return new PlanAnswer.Unknown(
                    Reading.Reason.UNSUPPORTED,
                    "The chain's figures are beyond what can be reckoned with: " + e.getMessage());
        }
    }

    private static <T> T given(Answer<T> answer) {
        return switch (answer) {
            case Answer.Given<T>(T value) -> value;
            case Answer.Missing<T> missing -> throw PlanStop.of(Unknowns.of(missing));
        };
    }

    /** One plan in the making. */
    private final class Planning {

        private final PlanScope scope;
        private final StakingAction action;
        private final RuntimeInfo runtime;
        private final RuntimeQuestions questions;
        private final RuntimeMetadata metadata;
        private final FinalizedHead head;

        Planning(PlanScope scope, RuntimeInfo runtime, RuntimeQuestions questions) {
            this.scope = scope;
            this.action = scope.action();
            this.runtime = runtime;
            this.questions = questions;
            this.metadata = questions.metadata();
            this.head = questions.at();
        }

        Plan plan() {
            requireOffered();
            StakingState state = state();
            Rules rules = new Rules(state);
            rules.requireOpenChain();
            state.accounts().values().forEach(rules::requireSettled);
            if (action instanceof StakingAction.AsProxy(Coldkey real, var _)) {
                scope.signer().ifPresent(signer -> rules.requireStakingProxy(real, signer));
            }
            MovedPools pools = new MovedPools(pools(state), rules.minimumReserve());
            Trades trades = new Trades(new ExecutedSwaps(questions), pools);
            PlanSheet sheet =
                    new PlanSheet(
                            rules,
                            trades,
                            pools,
                            new Stakes(scope.owner().map(rules::account)),
                            new Availability(questions));
            Optional<Rao> claimed = new ActionSteps(sheet, metadata).walk(action);
            return plan(state.block(), sheet, claimed);
        }

        private void requireOffered() {
            Stream.concat(Stream.of(action), action.singles().stream())
                    .map(each -> StakingCalls.offer(metadata, each.kind()))
                    .forEach(offer -> {
                        if (offer instanceof StakingCalls.Offer.NotOffered(String reason)) {
                            throw PlanStop.refused(PlanAnswer.Field.ACTION, reason);
                        }
                    });
        }

        private StakingState state() {
            boolean locks = Availability.needsLocks(questions);
            StakingState state = given(states.read(head, scope.question(locks)));
            return scope.wider(state, locks)
                    .map(question -> given(states.read(head, question)))
                    .orElse(state);
        }

        private static Map<NetUid, Reading<SubnetPool>> pools(StakingState state) {
            Map<NetUid, Reading<SubnetPool>> pools = new HashMap<>();
            state.subnets().forEach((netUid, subnet) -> pools.put(netUid, subnet.pool()));
            return pools;
        }

        private Plan plan(BlockRef block, PlanSheet sheet, Optional<Rao> claimed) {
            StakingCalls.Build.Built built =
                    switch (StakingCalls.build(
                            metadata, action, sheet.limits(), StakingCalls.Names.none())) {
                        case StakingCalls.Build.Built made -> made;
                        case StakingCalls.Build.NotOffered(String reason) ->
                                throw PlanStop.refused(PlanAnswer.Field.ACTION, reason);
                    };
            Optional<Bytes> extrinsic = extrinsic(sheet, built.call());
            TransactionFees.Fee fee =
                    extrinsic
                            .map(each ->
                                    new TransactionFees(questions).of(each, built.call(), block))
                            .orElseGet(() ->
                                    new TransactionFees.Fee(
                                            Reading.missing(
                                                    Reading.Reason.UNSUPPORTED,
                                                    "this runtime's transactions carry data that is not known here"),
                                            Optional.empty()));
            claimed.ifPresent(paid -> requireWorthClaiming(paid, fee.fee()));
            List<String> warnings = new ArrayList<>(sheet.warnings());
            warnings.addAll(sheet.trades.warnings());
            scope.signer()
                    .map(sheet.rules::account)
                    .ifPresent(payer ->
                            warnings.addAll(
                                    new FeeReserve(sheet.rules, fee.fee(), action)
                                            .require(
                                                    payer,
                                                    sheet.stakes.required(),
                                                    sheet.stakes.needed())));
            Rehearser.Tried tried = rehearsed(extrinsic, built.call());
            List<Leg> legs = RehearsedAmounts.of(tried.events()).over(sheet.legs());
            warnOfImpact(legs, warnings);
            List<String> alarms = new ArrayList<>(sheet.trades.alarms());
            fee.alarm().ifPresent(alarms::add);
            alarms.addAll(
                    new StakeFees(questions)
                            .alarms(sheet.legs(), scope.owner().orElse(new Coldkey(Hash256.ZERO))));
            return new Plan(
                    action,
                    block,
                    questions.code(),
                    legs,
                    sheet.limits(),
                    fee.fee(),
                    StraightBack.cost(legs, sheet.pools, block),
                    tried.rehearsal(),
                    warnings,
                    alarms,
                    built.words(),
                    questions.answers());
        }

        /**
         * With the signer's proven number; whoever is not known has another, of the same length.
         */
        private Optional<Bytes> extrinsic(PlanSheet sheet, Bytes call) {
            Coldkey signer = scope.signer().orElse(new Coldkey(Hash256.ZERO));
            long nonce =
                    scope.signer()
                            .map(sheet.rules::account)
                            .map(account ->
                                    switch (account.view().nonce()) {
                                        case Reading.Known<Long> known -> known.value();
                                        case Reading.Missing<Long> missing ->
                                                throw PlanStop.unknown(missing);
                                    })
                            .orElse(0L);
            return PlaceholderExtrinsic.of(
                    metadata, runtime, node.network().genesisHash(), head, signer, nonce, call);
        }

        private Rehearser.Tried rehearsed(Optional<Bytes> extrinsic, Bytes call) {
            if (scope.signer().isEmpty()) {
                return Rehearser.Tried.of(
                        new Rehearsal.NotOffered(
                                "Whose transaction it is, is not known yet: nothing was rehearsed."));
            }
            return extrinsic
                    .map(each ->
                            new Rehearser(node, head, metadata)
                                    .rehearse(each, call, scope.signer().orElseThrow()))
                    .orElseGet(() ->
                            Rehearser.Tried.of(
                                    new Rehearsal.NotOffered(
                                            "This runtime's transactions carry data that is not known here.")));
        }

        /** A claim that costs more than it pays is not made. */
        private void requireWorthClaiming(Rao paid, Reading<Rao> fee) {
            fee.toOptional()
                    .filter(cost -> cost.value() >= paid.value())
                    .ifPresent(cost -> {
                        throw PlanStop.refused(
                                PlanAnswer.Field.AMOUNT,
                                "The claim would pay %s, and its chain fee is up to %s. It can wait: what is not claimed does not expire."
                                        .formatted(
                                                Amounts.tao(paid.value()),
                                                Amounts.tao(cost.value())));
                    });
        }

        private static void warnOfImpact(List<Leg> legs, List<String> warnings) {
            for (Leg leg : legs) {
                if (leg.swaps() && leg.impact().compareTo(HIGH_IMPACT) >= 0) {
                    warnings.add(
                            "This amount moves the price of subnet %s against you by %s %%."
                                    .formatted(
                                            leg.netUid(),
                                            leg.impact()
                                                    .movePointRight(2)
                                                    .setScale(2, RoundingMode.HALF_UP)
                                                    .toPlainString()));
                }
            }
        }
    }
}
