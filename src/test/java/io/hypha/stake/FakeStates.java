package io.hypha.stake;

import io.hypha.chain.AccountView;
import io.hypha.chain.Alpha;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.Rule;
import io.hypha.chain.StakingState;
import io.hypha.chain.StakingStates;
import io.hypha.chain.SubnetPool;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Hash256;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rules of a chain of two subnets, each as a test sets it; whatever else is not known to it.
 */
public final class FakeStates implements StakingStates {

    /** Who owns every validator of this chain. */
    public static final Coldkey OWNER = new Coldkey(Hash256.ZERO);

    private final FakeSubtensor chain;
    public Rule<Long> minimumStake = Rule.set(2_000_000L);
    public Rule<Long> nominatorMinimum = Rule.set(0L);
    public Rule<Long> rootUnlockInterval = new Rule.NoSuchRule<>("RootStakeUnlockInterval");
    public Rule<Long> safeModeUntil = new Rule.Unset<>();
    public Rule<Long> mostProxies = Rule.set(20L);
    public Rule<Boolean> transferAllowed = Rule.set(true);
    public Rule<Rao> claimThreshold = Rule.set(new Rao(500_000));
    public Rule<Long> registered = Rule.set(7L);
    public Rule<Long> swapAnnounced = new Rule.Unset<>();
    public Rule<Long> swapDisputed = new Rule.Unset<>();
    public Rule<Map<NetUid, Alpha>> locked = Rule.set(Map.of());
    public Rule<List<StakingState.Proxy>> proxies = Rule.set(List.of());
    public Rule<StakingState.ClaimType> claimType =
            Rule.set(new StakingState.ClaimType("Swap", List.of()));
    public Rule<Hotkey> autoStake = new Rule.Unset<>();
    public Rule<Long> lastStakeBlock = new Rule.Unset<>();
    public final Set<Hotkey> hotkeys = new HashSet<>(Set.of(FakeSubtensor.MOSSGATE));

    public FakeStates(FakeSubtensor chain) {
        this.chain = chain;
    }

    @Override
    public Answer<StakingState> read(FinalizedHead at, Question question) {
        if (chain.silent != null) {
            return Answer.missing(Answer.Reason.NO_PEER, chain.silent);
        }
        Map<NetUid, StakingState.Subnet> subnets = new HashMap<>();
        for (NetUid netUid : question.subnets()) {
            subnets.put(netUid, subnet(netUid, question));
        }
        Map<Hotkey, Rule<Coldkey>> owners = new HashMap<>();
        for (Hotkey hotkey : question.hotkeys()) {
            owners.put(hotkey, hotkeys.contains(hotkey) ? Rule.set(OWNER) : new Rule.Unset<>());
        }
        Map<Coldkey, StakingState.Account> accounts = new HashMap<>();
        for (Coldkey coldkey : question.accounts()) {
            accounts.put(coldkey, account(coldkey, question));
        }
        return Answer.given(
                new StakingState(
                        FakeSubtensor.BLOCK,
                        new StakingState.Limits(
                                Rule.set(500L),
                                minimumStake,
                                Rule.set(1_000_000L),
                                nominatorMinimum,
                                rootUnlockInterval,
                                safeModeUntil,
                                Rule.set(60_000_000L),
                                Rule.set(33_000_000L),
                                mostProxies),
                        subnets,
                        owners,
                        accounts));
    }

    private StakingState.Subnet subnet(NetUid netUid, Question question) {
        SubnetPool pool = chain.pools.get(netUid);
        Map<Hotkey, Rule<Long>> numbers = new HashMap<>();
        question.hotkeys().forEach(each -> numbers.put(each, registered));
        return new StakingState.Subnet(
                Rule.set(pool != null),
                pool == null
                        ? Reading.missing(Reading.Reason.ABSENT, "none")
                        : FakeSubtensor.known(pool),
                Rule.set(chain.subtoken),
                transferAllowed,
                claimThreshold,
                numbers);
    }

    private StakingState.Account account(Coldkey coldkey, Question question) {
        AccountView view = chain.account(coldkey).toOptional().orElseThrow();
        Map<NetUid, Rule<Hotkey>> auto = new HashMap<>();
        question.subnets().forEach(each -> auto.put(each, autoStake));
        Map<Hotkey, Rule<Long>> last = new HashMap<>();
        question.hotkeys().forEach(each -> last.put(each, lastStakeBlock));
        return new StakingState.Account(
                view, swapAnnounced, swapDisputed, locked, proxies, claimType, auto, last);
    }
}
