package io.hypha.chain;

import io.hypha.node.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A figure that Hypha computes from storage values of one block: which values, and how. */
sealed interface DerivedFigure {

    /** One storage value behind it. */
    record Input(StorageItem item, List<KeyPart> parts) {
        static Input of(StorageItem item, KeyPart... parts) {
            return new Input(item, List.of(parts));
        }
    }

    record Result(String title, String value, String formula, List<Input> inputs) {}

    Answer<Result> compute(ChainAt at);

    /**
     * The figure that a proof names; empty when no figure has that name.
     *
     * @throws IllegalArgumentException when its arguments do not fit
     */
    static Optional<DerivedFigure> of(ProofId id) {
        List<String> arguments = id.arguments();
        return switch (id.figure()) {
            case "pool", "price" -> {
                require(id, 1);
                yield Optional.of(new Pool(NetUid.of(arguments.getFirst())));
            }
            case "position", "value" -> {
                require(id, 3);
                yield Optional.of(new Position(
                        Coldkey.of(arguments.get(0)), Hotkey.of(arguments.get(1)), NetUid.of(arguments.get(2))));
            }
            case "owed", "owedvalue" -> {
                require(id, 3);
                yield Optional.of(new Owed(
                        Coldkey.of(arguments.get(0)), Hotkey.of(arguments.get(1)), NetUid.of(arguments.get(2))));
            }
            default -> Optional.empty();
        };
    }

    private static void require(ProofId id, int arguments) {
        if (id.arguments().size() != arguments) {
            throw new IllegalArgumentException(
                    "a proof of " + id.figure() + " has " + arguments + " arguments, found " + id.arguments().size());
        }
    }

    private static List<Input> poolInputs(NetUid netUid) {
        return Stream.of(
                        StorageItem.SUBNET_TAO,
                        StorageItem.SUBNET_ALPHA_IN,
                        StorageItem.SUBNET_MECHANISM,
                        StorageItem.SWAP_BALANCER,
                        StorageItem.FEE_RATE)
                .map(item -> Input.of(item, KeyPart.of(netUid)))
                .toList();
    }

    private static <T> Answer<T> given(Reading<T> reading) {
        return switch (reading) {
            case Reading.Known<T> known -> Answer.given(known.value());
            case Reading.Missing<T> missing -> Answer.missing(Answer.Reason.UNSUPPORTED, missing.text());
        };
    }

    /** The price of a subnet's alpha. */
    record Pool(NetUid netUid) implements DerivedFigure {
        @Override
        public Answer<Result> compute(ChainAt at) {
            ChainAt.Batch batch = at.batch();
            PoolReader.ask(batch, netUid);
            return batch.read()
                    .flatMap(state -> given(PoolReader.pool(at.runtime(), state, netUid)))
                    .map(pool -> new Result(
                            "Price of subnet " + netUid,
                            pool.spotPrice().toPlainString() + " τ per α",
                            pool.oneToOne()
                                    ? "1, because this subnet exchanges one to one"
                                    : "(1 − w) / w × SubnetTAO / SubnetAlphaIn, with w = SwapBalancer / 10^18 or one half",
                            poolInputs(netUid)));
        }
    }

    /** The stake of an account with a validator on a subnet. */
    record Position(Coldkey coldkey, Hotkey hotkey, NetUid netUid) implements DerivedFigure {
        @Override
        public Answer<Result> compute(ChainAt at) {
            PositionReader reader = new PositionReader(at, coldkey);
            ChainAt.Batch batch = at.batch();
            reader.ask(batch, hotkey, netUid);
            PoolReader.ask(batch, netUid);
            return batch.read().flatMap(state -> given(reader.stake(state, hotkey, netUid))
                    .flatMap(stake -> given(PoolReader.pool(at.runtime(), state, netUid))
                            .map(pool -> new Result(
                                    "Stake of " + coldkey + " with " + hotkey + " on subnet " + netUid,
                                    stake.rao() + " rao of α, at spot " + pool.atSpot(stake).value() + " rao of τ",
                                    "floor(TotalHotkeyAlpha × Alpha / TotalHotkeyShares), each share from the older map"
                                            + " where its entry exists, else from the newer (V2) one",
                                    inputs()))));
        }

        List<Input> inputs() {
            KeyPart hot = KeyPart.of(hotkey);
            KeyPart subnet = KeyPart.of(netUid);
            List<Input> inputs = new ArrayList<>();
            inputs.add(Input.of(StorageItem.TOTAL_HOTKEY_ALPHA, hot, subnet));
            inputs.add(Input.of(StorageItem.ALPHA, hot, KeyPart.of(coldkey), subnet));
            inputs.add(Input.of(StorageItem.ALPHA_V2, hot, KeyPart.of(coldkey), subnet));
            inputs.add(Input.of(StorageItem.TOTAL_HOTKEY_SHARES, hot, subnet));
            inputs.add(Input.of(StorageItem.TOTAL_HOTKEY_SHARES_V2, hot, subnet));
            inputs.addAll(poolInputs(netUid));
            return inputs;
        }
    }

    /** Root dividends of one subnet that an account can claim. */
    record Owed(Coldkey coldkey, Hotkey hotkey, NetUid origin) implements DerivedFigure {
        @Override
        public Answer<Result> compute(ChainAt at) {
            PositionReader reader = new PositionReader(at, coldkey);
            ChainAt.Batch batch = at.batch();
            reader.ask(batch, hotkey, NetUid.ROOT);
            reader.askOwed(batch, hotkey, origin);
            batch.add(StorageItem.ROOT_CLAIMABLE, KeyPart.of(hotkey));
            return batch.read().flatMap(state -> given(reader.stake(state, hotkey, NetUid.ROOT))
                    .flatMap(stake -> {
                        java.math.BigInteger rate = PositionReader.rates(state, hotkey)
                                .getOrDefault(origin, java.math.BigInteger.ZERO);
                        return given(reader.owed(state, hotkey, origin, rate, stake.rao()).amount());
                    })
                    .map(owed -> new Result(
                            "Root dividends of subnet " + origin + " that " + coldkey + " can claim from " + hotkey,
                            owed.rao() + " rao of α",
                            "floor(RootClaimable × root stake) − RootClaimed, at least 0",
                            inputs())));
        }

        private List<Input> inputs() {
            List<Input> inputs = new ArrayList<>(new Position(coldkey, hotkey, NetUid.ROOT).inputs());
            inputs.add(Input.of(StorageItem.ROOT_CLAIMABLE, KeyPart.of(hotkey)));
            inputs.add(Input.of(
                    StorageItem.ROOT_CLAIMED, KeyPart.of(origin), KeyPart.of(hotkey), KeyPart.of(coldkey)));
            inputs.addAll(poolInputs(origin));
            return inputs;
        }
    }
}
