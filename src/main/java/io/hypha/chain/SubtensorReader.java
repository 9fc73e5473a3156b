package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads Subtensor's storage through the light node, each answer at the newest block whose state can
 * be read.
 */
public final class SubtensorReader implements Subtensor {

    private final Chain chain;

    public SubtensorReader(LightNode node) {
        this.chain = new Chain(node);
    }

    @Override
    public ChainStatus status() {
        return ChainStatusReader.of(chain.node().status());
    }

    @Override
    public Reading<BlockRef> head() {
        return switch (chain.node().readableHead()) {
            case Answer.Given<FinalizedHead>(FinalizedHead head) -> {
                BlockRef block = ChainStatusReader.block(head);
                yield Reading.known(block, block, Level.PROVEN, ProofId.of(block, "head"));
            }
            case Answer.Missing<FinalizedHead> missing -> Chain.missing(missing);
        };
    }

    @Override
    public Reading<List<SubnetView>> subnets() {
        return reading(
                "subnets",
                at -> SubnetReader.netUids(at).flatMap(netUids -> SubnetReader.read(at, netUids)));
    }

    @Override
    public Reading<SubnetView> subnet(NetUid netUid) {
        return this.<List<SubnetView>>reading(
                        "subnet",
                        at ->
                                SubnetReader.netUids(at)
                                        .flatMap(netUids ->
                                                netUids.contains(netUid)
                                                        ? SubnetReader.read(at, List.of(netUid))
                                                        : Answer.given(List.of())))
                .flatMap(known ->
                        known.value().isEmpty()
                                ? Reading.missing(
                                        Reading.Reason.ABSENT,
                                        "there is no subnet "
                                                + netUid
                                                + ", proven at block "
                                                + known.block().number())
                                : Reading.known(
                                        known.value().getFirst(),
                                        known.block(),
                                        Level.PROVEN,
                                        known.proof()));
    }

    @Override
    public Reading<AccountView> account(Coldkey coldkey) {
        return reading("account", at -> account(at, coldkey));
    }

    static Answer<AccountView> account(ChainAt at, Coldkey coldkey) {
        KeyPart key = KeyPart.of(coldkey);
        return at.batch()
                .add(StorageItem.ACCOUNT, key)
                .add(StorageItem.STAKING_HOTKEYS, key)
                .read()
                .map(state ->
                        new AccountView(
                                coldkey,
                                at.block(),
                                state.reading(StorageItem.ACCOUNT, Decode::free, key),
                                state.reading(StorageItem.ACCOUNT, Decode::nonce, key),
                                state.reading(StorageItem.STAKING_HOTKEYS, Decode::hotkeys, key)
                                        .flatMap(hotkeys -> positions(at, coldkey, hotkeys))));
    }

    private static Reading<List<PositionView>> positions(
            ChainAt at, Coldkey coldkey, Reading.Known<List<Hotkey>> hotkeys) {
        Answer<List<PositionView>> positions =
                hotkeys.value().isEmpty()
                        ? Answer.given(List.of())
                        : SubnetReader.netUids(at)
                                .flatMap(netUids ->
                                        new PositionReader(at, coldkey)
                                                .read(hotkeys.value(), netUids));
        return switch (positions) {
            case Answer.Given<List<PositionView>>(List<PositionView> value) ->
                    Reading.known(value, at.block(), Level.DERIVED, hotkeys.proof());
            case Answer.Missing<List<PositionView>> missing -> Chain.missing(missing);
        };
    }

    @Override
    public Reading<ValidatorView> validator(Hotkey hotkey) {
        return reading("validator", at -> validator(at, hotkey));
    }

    private static Answer<ValidatorView> validator(ChainAt at, Hotkey hotkey) {
        KeyPart key = KeyPart.of(hotkey);
        return at.batch()
                .add(StorageItem.OWNER, key)
                .add(StorageItem.DELEGATES, key)
                .add(StorageItem.TOTAL_HOTKEY_ALPHA, key, KeyPart.of(NetUid.ROOT))
                .read()
                .flatMap(state -> {
                    // absent means nobody owns it; the chain's default is the zero account
                    Optional<Coldkey> owner =
                            state.bytes(StorageItem.OWNER, key)
                                    .map(bytes -> ProvenState.decode(bytes, Decode::coldkey));
                    ChainAt.Batch names = at.batch();
                    owner.ifPresent(
                            coldkey -> names.add(StorageItem.IDENTITIES, KeyPart.of(coldkey)));
                    return names.read()
                            .map(identities ->
                                    new ValidatorView(
                                            hotkey,
                                            owner.isPresent()
                                                    ? state.reading(
                                                            StorageItem.OWNER, Decode::coldkey, key)
                                                    : Reading.missing(
                                                            Reading.Reason.ABSENT,
                                                            "no account owns this key, proven at block "
                                                                    + at.block().number()),
                                            owner.<Reading<String>>map(coldkey ->
                                                            SubnetReader.unverified(
                                                                    identities.reading(
                                                                            StorageItem.IDENTITIES,
                                                                            Decode::identityName,
                                                                            KeyPart.of(coldkey))))
                                                    .orElseGet(() ->
                                                            Reading.missing(
                                                                    Reading.Reason.ABSENT,
                                                                    "no name given")),
                                            state.reading(StorageItem.DELEGATES, Decode::take, key),
                                            state.reading(StorageItem.DELEGATES, Decode::take, key)
                                                    .map(_ ->
                                                            state.bytes(StorageItem.DELEGATES, key)
                                                                    .isPresent()),
                                            state.reading(
                                                            StorageItem.TOTAL_HOTKEY_ALPHA,
                                                            Decode::u64,
                                                            key,
                                                            KeyPart.of(NetUid.ROOT))
                                                    .map(Rao::new)));
                });
    }

    @Override
    public Reading<Evidence> evidence(ProofId id) {
        return switch (chain.at(id.block())) {
            case Answer.Given<ChainAt>(ChainAt at) -> new EvidenceReader(chain.node(), at).read(id);
            case Answer.Missing<ChainAt> missing -> Chain.missing(missing);
        };
    }

    @Override
    public Reading<Evidence.Part> part(long block, List<ProofId> values) {
        return switch (chain.at(block)) {
            case Answer.Given<ChainAt>(ChainAt at) ->
                    new EvidenceReader(chain.node(), at).part(values);
            case Answer.Missing<ChainAt> missing -> Chain.missing(missing);
        };
    }

    /**
     * Asks at the newest readable block. A value whose form is unknown is a fault of the reader's
     * age, not of the code.
     */
    private <T> Reading<T> reading(String figure, Function<ChainAt, Answer<T>> question) {
        return switch (chain.newest()) {
            case Answer.Given<ChainAt>(ChainAt at) -> {
                Answer<T> answer;
                try {
                    answer = question.apply(at);
                } catch (ScaleException e) {
                    answer =
                            Answer.missing(
                                    Answer.Reason.UNSUPPORTED,
                                    "runtime "
                                            + at.runtime().specVersion()
                                            + " keeps values in a form that Hypha does not know: "
                                            + e.getMessage());
                }
                yield switch (answer) {
                    case Answer.Given<T>(T value) ->
                            Reading.known(
                                    value,
                                    at.block(),
                                    Level.DERIVED,
                                    ProofId.of(at.block(), figure));
                    case Answer.Missing<T> missing -> Chain.missing(missing);
                };
            }
            case Answer.Missing<ChainAt> missing -> Chain.missing(missing);
        };
    }
}
