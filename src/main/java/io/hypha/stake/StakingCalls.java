package io.hypha.stake;

import io.hypha.chain.Hotkey;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.VariantCase;
import io.hypha.stake.StakingAction.Kind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of a runtime that do what an action says, found by their names and by the names and
 * types of their arguments, never by a version. A call of which not every argument is understood is
 * not offered.
 */
public final class StakingCalls {

    private StakingCalls() {}

    /** Whether this runtime has calls for a kind of action. */
    public sealed interface Offer {

        /**
         * It has.
         *
         * @param calls the calls that may be made, {@code SubtensorModule.add_stake}
         */
        record Offered(List<String> calls, Scope scope) implements Offer {}

        record NotOffered(String reason) implements Offer {}
    }

    /** Where a kind of action can be done. */
    public enum Scope {
        EVERYWHERE,
        /** On root only: this runtime knows no subnets with alpha, or no limit for their price. */
        ROOT_ONLY,
        SUBNETS_ONLY
    }

    /** What {@code set_root_claim_type} takes on this runtime. */
    public record ClaimType(String variant, boolean namesSubnets) {}

    /** An action as a call of one runtime. */
    public sealed interface Build {

        /**
         * The call.
         *
         * @param call SCALE bytes without length prefix
         * @param words what it does in a sentence, amounts with their units
         */
        record Built(Bytes call, String words) implements Build {}

        record NotOffered(String reason) implements Build {}
    }

    /** What validators call themselves; unverified, so an address always stands beside it. */
    @FunctionalInterface
    public interface Names {

        Optional<String> of(Hotkey hotkey);

        static Names none() {
            return _ -> Optional.empty();
        }
    }

    /** For each kind whether this runtime offers it. */
    public static Map<Kind, Offer> offered(RuntimeMetadata metadata) {
        Map<Kind, Offer> offers = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            offers.put(kind, offer(metadata, kind));
        }
        return offers;
    }

    public static Offer offer(RuntimeMetadata metadata, Kind kind) {
        return switch (kind) {
            case STAKE ->
                    both(
                            metadata,
                            List.of(CallForm.ADD_STAKE, CallForm.ADD_STAKE_ON_ROOT),
                            CallForm.ADD_STAKE_LIMIT);
            case UNSTAKE ->
                    both(
                            metadata,
                            List.of(CallForm.REMOVE_STAKE, CallForm.REMOVE_STAKE_ON_ROOT),
                            CallForm.REMOVE_STAKE_LIMIT);
            case UNSTAKE_FULLY -> one(metadata, CallForm.REMOVE_STAKE_FULL_LIMIT);
            case UNSTAKE_ALL -> one(metadata, CallForm.UNSTAKE_ALL);
            case UNSTAKE_ALL_ALPHA -> one(metadata, CallForm.UNSTAKE_ALL_ALPHA);
            case MOVE -> one(metadata, CallForm.MOVE_STAKE);
            case MOVE_LIMIT -> one(metadata, CallForm.MOVE_STAKE_LIMIT);
            case SWAP -> one(metadata, CallForm.SWAP_STAKE_LIMIT);
            case TRANSFER -> one(metadata, CallForm.TRANSFER_STAKE);
            case TRANSFER_TO_HOTKEY -> one(metadata, CallForm.TRANSFER_STAKE_AND_HOTKEY);
            case CLAIM_ROOT -> one(metadata, CallForm.CLAIM_ROOT);
            case CLAIM_ROOT_OF -> one(metadata, CallForm.CLAIM_ROOT_WITH_HOTKEY);
            case SET_ROOT_CLAIM_TYPE -> one(metadata, CallForm.SET_ROOT_CLAIM_TYPE);
            case AUTO_STAKE -> one(metadata, CallForm.SET_COLDKEY_AUTO_STAKE_HOTKEY);
            case STAKE_INTO_BASKET -> one(metadata, CallForm.STAKE_INTO_BASKET);
            case ADD_STAKING_PROXY -> one(metadata, CallForm.ADD_PROXY);
            case REMOVE_STAKING_PROXY -> one(metadata, CallForm.REMOVE_PROXY);
            case AS_PROXY -> one(metadata, CallForm.PROXY);
            case BATCH -> one(metadata, CallForm.BATCH_ALL);
        };
    }

    /** The claim types that may be chosen; empty where there is no such call. */
    public static List<ClaimType> rootClaimTypes(RuntimeMetadata metadata) {
        if (CallForm.SET_ROOT_CLAIM_TYPE.obstacle(metadata).isPresent()) {
            return List.of();
        }
        Field type =
                CallForm.SET_ROOT_CLAIM_TYPE
                        .find(metadata)
                        .map(VariantCase::fields)
                        .orElseThrow()
                        .getFirst();
        return CallArgument.cases(metadata, type.type()).stream()
                .map(each -> new ClaimType(each.name(), !each.fields().isEmpty()))
                .toList();
    }

    /**
     * Whether a claim takes what every validator's fund owes, whatever subnets it names: so since
     * root dividends are kept in funds.
     */
    public static boolean claimsFromAll(RuntimeMetadata metadata) {
        return metadata.pallet("SubtensorModule")
                .flatMap(pallet -> pallet.entry("BasketShares"))
                .isPresent();
    }

    /**
     * Makes the call of an action.
     *
     * @param limits of its calls
     * @throws IllegalArgumentException when the limits are not those of the action
     */
    public static Build build(
            RuntimeMetadata metadata, StakingAction action, Limits limits, Names names) {
        limits.requireFor(action);
        return switch (new CallBuilder(metadata).build(action, limits)) {
            case CallBuilder.Made.No(String reason) -> new Build.NotOffered(reason);
            case CallBuilder.Made.Call(Bytes bytes, var _) ->
                    new Build.Built(bytes, new ActionWords(metadata, names).of(action, limits));
        };
    }

    private static Offer one(RuntimeMetadata metadata, CallForm form) {
        return form.obstacle(metadata)
                .<Offer>map(Offer.NotOffered::new)
                .orElseGet(() -> new Offer.Offered(List.of(form.wholeName()), Scope.EVERYWHERE));
    }

    private static Offer both(RuntimeMetadata metadata, List<CallForm> onRoot, CallForm onSubnets) {
        boolean root = onRoot.stream().anyMatch(each -> each.obstacle(metadata).isEmpty());
        boolean subnets = onSubnets.obstacle(metadata).isEmpty();
        String plain = onRoot.getFirst().wholeName();
        if (root && subnets) {
            return new Offer.Offered(List.of(plain, onSubnets.wholeName()), Scope.EVERYWHERE);
        }
        if (root) {
            return new Offer.Offered(List.of(plain), Scope.ROOT_ONLY);
        }
        return subnets
                ? new Offer.Offered(List.of(onSubnets.wholeName()), Scope.SUBNETS_ONLY)
                : new Offer.NotOffered(
                        onRoot.getFirst()
                                .obstacle(metadata)
                                .orElse("This runtime takes no stake."));
    }
}
