package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Constant;
import io.hypha.node.scale.ScaleException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads staking rules by the names of the live metadata, values by the names of their fields. An
 * item that this runtime lacks is no rule of it; one of another form is unknown.
 */
public final class StakingStateReader implements StakingStates {

    private final Chain chain;

    public StakingStateReader(LightNode node) {
        this.chain = new Chain(node);
    }

    @Override
    public Answer<StakingState> read(FinalizedHead head, Question question) {
        return chain.at(head)
                .flatMap(at -> {
                    try {
                        return new Reader(at, question).read();
                    } catch (ScaleException e) {
                        return Answer.missing(
                                Answer.Reason.UNSUPPORTED,
                                "runtime "
                                        + at.runtime().specVersion()
                                        + " keeps values in a form that Hypha does not know: "
                                        + e.getMessage());
                    }
                });
    }

    /** One question at one block. */
    private record Reader(ChainAt at, Question question) {

        Answer<StakingState> read() {
            ChainAt.Batch batch = at.batch();
            ask(batch);
            return batch.read()
                    .flatMap(state ->
                            accounts(state)
                                    .map(accounts ->
                                            new StakingState(
                                                    at.block(),
                                                    limits(state),
                                                    subnets(state),
                                                    owners(state),
                                                    accounts)));
        }

        private void ask(ChainAt.Batch batch) {
            batch.add(StorageItem.NOMINATOR_MINIMUM)
                    .add(StorageItem.ROOT_UNLOCK_INTERVAL)
                    .add(StorageItem.SAFE_MODE_UNTIL);
            for (NetUid netUid : question.subnets()) {
                PoolReader.ask(batch, netUid);
                KeyPart subnet = KeyPart.of(netUid);
                batch.add(StorageItem.NETWORKS_ADDED, subnet)
                        .add(StorageItem.SUBTOKEN_ENABLED, subnet)
                        .add(StorageItem.TRANSFER_TOGGLE, subnet)
                        .add(StorageItem.ROOT_CLAIM_THRESHOLD, subnet);
                for (Hotkey hotkey : question.hotkeys()) {
                    batch.add(StorageItem.UIDS, subnet, KeyPart.of(hotkey));
                }
            }
            for (Hotkey hotkey : question.hotkeys()) {
                batch.add(StorageItem.OWNER, KeyPart.of(hotkey));
            }
            for (Coldkey coldkey : question.accounts()) {
                KeyPart key = KeyPart.of(coldkey);
                batch.add(StorageItem.COLDKEY_SWAP_ANNOUNCEMENTS, key)
                        .add(StorageItem.COLDKEY_SWAP_DISPUTES, key)
                        .add(StorageItem.ROOT_CLAIM_TYPE, key)
                        .add(StorageItem.PROXIES, key);
                for (NetUid netUid : question.subnets()) {
                    batch.add(StorageItem.AUTO_STAKE_DESTINATION, key, KeyPart.of(netUid));
                }
                for (Hotkey hotkey : question.hotkeys()) {
                    batch.add(StorageItem.LAST_STAKE_BLOCK, key, KeyPart.of(hotkey));
                }
            }
        }

        private StakingState.Limits limits(ProvenState state) {
            return new StakingState.Limits(
                    constant("Balances", "ExistentialDeposit"),
                    constant("SubtensorModule", "InitialMinStake"),
                    constant("Swap", "MinimumReserve"),
                    rule(state, StorageItem.NOMINATOR_MINIMUM, JsonForms::whole),
                    rule(state, StorageItem.ROOT_UNLOCK_INTERVAL, JsonForms::whole),
                    rule(state, StorageItem.SAFE_MODE_UNTIL, JsonForms::whole),
                    constant("Proxy", "ProxyDepositBase"),
                    constant("Proxy", "ProxyDepositFactor"),
                    constant("Proxy", "MaxProxies"));
        }

        private Map<NetUid, StakingState.Subnet> subnets(ProvenState state) {
            Map<NetUid, StakingState.Subnet> subnets = new HashMap<>();
            for (NetUid netUid : question.subnets()) {
                KeyPart subnet = KeyPart.of(netUid);
                subnets.put(
                        netUid,
                        new StakingState.Subnet(
                                rule(state, StorageItem.NETWORKS_ADDED, JsonForms::flag, subnet),
                                PoolReader.pool(at.runtime(), state, netUid),
                                rule(state, StorageItem.SUBTOKEN_ENABLED, JsonForms::flag, subnet),
                                rule(state, StorageItem.TRANSFER_TOGGLE, JsonForms::flag, subnet),
                                rule(
                                        state,
                                        StorageItem.ROOT_CLAIM_THRESHOLD,
                                        JsonForms::fixed32,
                                        subnet),
                                ofHotkeys(hotkey ->
                                        rule(
                                                state,
                                                StorageItem.UIDS,
                                                JsonForms::whole,
                                                subnet,
                                                KeyPart.of(hotkey)))));
            }
            return subnets;
        }

        private Map<Hotkey, Rule<Coldkey>> owners(ProvenState state) {
            Map<Hotkey, Rule<Coldkey>> owners = new HashMap<>();
            for (Hotkey hotkey : question.hotkeys()) {
                KeyPart key = KeyPart.of(hotkey);
                // absent means that nobody owns it; the chain's default is the zero account
                owners.put(
                        hotkey,
                        !at.runtime().has(StorageItem.OWNER)
                                ? new Rule.NoSuchRule<>(StorageItem.OWNER.toString())
                                : state.bytes(StorageItem.OWNER, key)
                                        .map(bytes -> ProvenState.decode(bytes, Decode::coldkey))
                                        .<Rule<Coldkey>>map(Rule.Set::new)
                                        .orElseGet(Rule.Unset::new));
            }
            return owners;
        }

        private Answer<Map<Coldkey, StakingState.Account>> accounts(ProvenState state) {
            Map<Coldkey, StakingState.Account> accounts = new HashMap<>();
            for (Coldkey coldkey : question.accounts()) {
                switch (SubtensorReader.account(at, coldkey)) {
                    case Answer.Given<AccountView>(AccountView view) ->
                            accounts.put(coldkey, account(state, coldkey, view));
                    case Answer.Missing<AccountView>(Answer.Reason reason, String text) -> {
                        return Answer.missing(reason, text);
                    }
                }
            }
            return Answer.given(accounts);
        }

        private StakingState.Account account(ProvenState state, Coldkey coldkey, AccountView view) {
            KeyPart key = KeyPart.of(coldkey);
            Map<NetUid, Rule<Hotkey>> autoStake = new HashMap<>();
            for (NetUid netUid : question.subnets()) {
                autoStake.put(
                        netUid,
                        rule(
                                state,
                                StorageItem.AUTO_STAKE_DESTINATION,
                                value -> Hotkey.of(value.asString()),
                                key,
                                KeyPart.of(netUid)));
            }
            return new StakingState.Account(
                    view,
                    rule(state, StorageItem.COLDKEY_SWAP_ANNOUNCEMENTS, JsonForms::firstWhole, key),
                    rule(state, StorageItem.COLDKEY_SWAP_DISPUTES, JsonForms::firstWhole, key),
                    question.locks() ? locks(coldkey) : Rule.set(Map.of()),
                    rule(state, StorageItem.PROXIES, JsonForms::proxies, key),
                    rule(state, StorageItem.ROOT_CLAIM_TYPE, JsonForms::claimType, key),
                    autoStake,
                    ofHotkeys(hotkey ->
                            rule(
                                    state,
                                    StorageItem.LAST_STAKE_BLOCK,
                                    JsonForms::whole,
                                    key,
                                    KeyPart.of(hotkey))));
        }

        private <T> Map<Hotkey, Rule<T>> ofHotkeys(Function<Hotkey, Rule<T>> rule) {
            Map<Hotkey, Rule<T>> rules = new HashMap<>();
            for (Hotkey hotkey : question.hotkeys()) {
                rules.put(hotkey, rule.apply(hotkey));
            }
            return rules;
        }

        private Rule<Map<NetUid, Alpha>> locks(Coldkey coldkey) {
            return switch (at.range(StorageItem.LOCK, KeyPart.of(coldkey))) {
                case Answer.Missing<Optional<ProvenRange>> missing -> {
                    Reading.Missing<?> why = (Reading.Missing<?>) Chain.missing(missing);
                    yield new Rule.Unknown<>(why.reason(), why.text());
                }
                case Answer.Given<Optional<ProvenRange>>(Optional<ProvenRange> range) ->
                        range.<Rule<Map<NetUid, Alpha>>>map(this::locks)
                                .orElseGet(
                                        () -> new Rule.NoSuchRule<>(StorageItem.LOCK.toString()));
            };
        }

        private Rule<Map<NetUid, Alpha>> locks(ProvenRange range) {
            int type = valueType(StorageItem.LOCK);
            Map<NetUid, Alpha> locks = new HashMap<>();
            try {
                for (Map.Entry<Bytes, Bytes> entry : range.entries().entrySet()) {
                    List<Bytes> parts =
                            at.runtime().split(StorageItem.LOCK, entry.getKey(), 32, 2, 32);
                    NetUid netUid = new NetUid(ProvenState.decode(parts.get(1), Decode::u16));
                    JsonNode lock = decoded(type, entry.getValue());
                    locks.merge(
                            netUid,
                            new Alpha(netUid, JsonForms.whole(lock.path("locked_mass"))),
                            Alpha::plus);
                }
                return Rule.set(Map.copyOf(locks));
            } catch (ScaleException | IllegalArgumentException e) {
                return foreign(StorageItem.LOCK, e);
            }
        }

        private <T> Rule<T> rule(
                ProvenState state, StorageItem item, Function<JsonNode, T> form, KeyPart... parts) {
            if (!at.runtime().has(item)) {
                return new Rule.NoSuchRule<>(item.toString());
            }
            if (at.runtime().key(item, parts).isEmpty()) {
                return foreign(item, new IllegalArgumentException("its keys have other parts"));
            }
            Optional<Bytes> value = state.bytes(item, parts).or(() -> at.runtime().fallback(item));
            if (value.isEmpty()) {
                return new Rule.Unset<>();
            }
            try {
                return Rule.set(form.apply(decoded(valueType(item), value.get())));
            } catch (ScaleException | IllegalArgumentException e) {
                return foreign(item, e);
            }
        }

        private Rule<Long> constant(String pallet, String name) {
            Optional<Constant> constant =
                    at.runtime().metadata().pallet(pallet).flatMap(each -> each.constant(name));
            if (constant.isEmpty()) {
                return new Rule.NoSuchRule<>(pallet + "." + name);
            }
            try {
                return Rule.set(
                        JsonForms.whole(decoded(constant.get().type(), constant.get().value())));
            } catch (ScaleException | IllegalArgumentException e) {
                return foreign(pallet + "." + name, e);
            }
        }

        private int valueType(StorageItem item) {
            return at.runtime().keys(item).orElseThrow().entry().valueType();
        }

        private JsonNode decoded(int type, Bytes value) {
            return at.runtime().metadata().codec().decode(type, value);
        }

        private <T> Rule<T> foreign(Object item, RuntimeException e) {
            return new Rule.Unknown<>(
                    Reading.Reason.UNSUPPORTED,
                    "%s has a form in runtime %d that Hypha does not know: %s"
                            .formatted(item, at.runtime().specVersion(), e.getMessage()));
        }
    }
}
