package io.hypha.chain;

import io.hypha.node.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Figures that follow from the state of one block. */
enum BlockFormula implements Formula {
    /** A storage value itself. */
    STORAGE_VALUE("storage-value/1", "The value as the chain keeps it, in SCALE.") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            return List.of(figure);
        }

        @Override
        public String title(ProofId figure) {
            return figure.figure() + "(" + String.join(", ", figure.arguments()) + ")";
        }

        @Override
        public String unit(ProofId figure) {
            return "SCALE";
        }

        @Override
        public Level level() {
            return Level.PROVEN;
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            Optional<Bytes> value = values.bytes(figure);
            return value.isPresent()
                    ? new Outcome.Value(value.get().toHex())
                    : new Outcome.Absent();
        }
    },

    /** The price of a subnet's alpha at the margin; arguments: netuid. */
    SPOT_PRICE(
            "spot-price/1",
            "(1 − w) / w × SubnetTAO / SubnetAlphaIn, with w = SwapBalancer / 10^18 or one half, 18 places rounded"
                    + " down; 1 on root and where SubnetMechanism is 0") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            return ProvenValues.poolInputs(figure.block(), netUid(figure, 0, 1));
        }

        @Override
        public String title(ProofId figure) {
            return "Price of subnet " + figure.arguments().getFirst();
        }

        @Override
        public String unit(ProofId figure) {
            return "TAO per alpha";
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            return new Outcome.Value(
                    values.pool(figure.block(), netUid(figure, 0, 1)).spotPrice().toPlainString());
        }
    },

    /** The stake of an account; arguments: coldkey, hotkey, netuid. */
    POSITION(
            "position/1",
            "floor(TotalHotkeyAlpha × Alpha / TotalHotkeyShares), each share from the older map where its entry"
                    + " exists, else from the newer (V2) one") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            return ProvenValues.stakeInputs(
                    figure.block(), coldkey(figure), hotkey(figure), netUid(figure, 2, 3));
        }

        @Override
        public String title(ProofId figure) {
            return "Stake of "
                    + coldkey(figure)
                    + " with "
                    + hotkey(figure)
                    + on(netUid(figure, 2, 3));
        }

        @Override
        public String unit(ProofId figure) {
            return raoOf(netUid(figure, 2, 3));
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            return rao(
                    values.stakeRao(
                            figure.block(), coldkey(figure), hotkey(figure), netUid(figure, 2, 3)));
        }
    },

    /** The same in TAO at the spot price. */
    POSITION_VALUE(
            "position-value/1",
            "floor(stake × price): the stake as in position/1, the price as in spot-price/1, rounded once at the end") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            List<ProofId> inputs = new ArrayList<>(POSITION.inputs(figure));
            inputs.addAll(ProvenValues.poolInputs(figure.block(), netUid(figure, 2, 3)));
            return inputs;
        }

        @Override
        public String title(ProofId figure) {
            return "Value of the " + lower(POSITION.title(figure)) + ", at the spot price";
        }

        @Override
        public String unit(ProofId figure) {
            return RAO;
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            NetUid netUid = netUid(figure, 2, 3);
            long stake = values.stakeRao(figure.block(), coldkey(figure), hotkey(figure), netUid);
            return rao(
                    values.pool(figure.block(), netUid).atSpot(new Alpha(netUid, stake)).value());
        }
    },

    /** Root dividends of one subnet to claim; arguments: coldkey, hotkey, netuid of origin. */
    OWED(
            "root-owed/1",
            "floor(RootClaimable × root stake) − RootClaimed, at least 0; the root stake as in position/1") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            NetUid origin = netUid(figure, 2, 3);
            List<ProofId> inputs =
                    new ArrayList<>(
                            ProvenValues.stakeInputs(
                                    figure.block(), coldkey(figure), hotkey(figure), NetUid.ROOT));
            String hot = hotkey(figure).address();
            inputs.add(ProvenValues.input(figure.block(), StorageItem.ROOT_CLAIMABLE, hot));
            inputs.add(
                    ProvenValues.input(
                            figure.block(),
                            StorageItem.ROOT_CLAIMED,
                            origin.toString(),
                            hot,
                            coldkey(figure).address()));
            return inputs;
        }

        @Override
        public String title(ProofId figure) {
            return "Root dividends of subnet "
                    + netUid(figure, 2, 3)
                    + " that "
                    + coldkey(figure)
                    + " can claim from "
                    + hotkey(figure);
        }

        @Override
        public String unit(ProofId figure) {
            return raoOf(netUid(figure, 2, 3));
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            return rao(owed(figure, values).rao());
        }
    },

    /** The same in TAO at the spot price. */
    OWED_VALUE(
            "root-owed-value/1",
            "floor(amount × price): the amount as in root-owed/1, the price as in spot-price/1, rounded once at the end") {
        @Override
        List<ProofId> inputs(ProofId figure) {
            List<ProofId> inputs = new ArrayList<>(OWED.inputs(figure));
            inputs.addAll(ProvenValues.poolInputs(figure.block(), netUid(figure, 2, 3)));
            return inputs;
        }

        @Override
        public String title(ProofId figure) {
            return "Value of the " + lower(OWED.title(figure)) + ", at the spot price";
        }

        @Override
        public String unit(ProofId figure) {
            return RAO;
        }

        @Override
        Outcome compute(ProofId figure, ProvenValues values) {
            return rao(
                    values.pool(figure.block(), netUid(figure, 2, 3))
                            .atSpot(owed(figure, values))
                            .value());
        }
    };

    static final String RAO = "rao";

    private final String code;
    private final String words;

    BlockFormula(String code, String words) {
        this.code = code;
        this.words = words;
    }

    /** The entries it needs. */
    abstract List<ProofId> inputs(ProofId figure);

    abstract Outcome compute(ProofId figure, ProvenValues values);

    /**
     * The formula of a figure by the word in its proof's name; empty when this room derives no such
     * figure.
     */
    static Optional<BlockFormula> of(ProofId figure) {
        if (figure.isStorage()) {
            return Optional.of(STORAGE_VALUE);
        }
        return switch (figure.figure()) {
            case "pool", "price" -> Optional.of(SPOT_PRICE);
            case "position" -> Optional.of(POSITION);
            case "value" -> Optional.of(POSITION_VALUE);
            case "owed" -> Optional.of(OWED);
            case "owedvalue" -> Optional.of(OWED_VALUE);
            default -> Optional.empty();
        };
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String words() {
        return words;
    }

    @Override
    public Level level() {
        return Level.DERIVED;
    }

    @Override
    public Outcome of(ProofId figure, List<Input> inputs) {
        return ProvenValues.compute(inputs, values -> compute(figure, values));
    }

    private static Alpha owed(ProofId figure, ProvenValues values) {
        NetUid origin = netUid(figure, 2, 3);
        Hotkey hotkey = hotkey(figure);
        long stake = values.stakeRao(figure.block(), coldkey(figure), hotkey, NetUid.ROOT);
        return PositionReader.owed(
                origin,
                values.claimRates(figure.block(), hotkey)
                        .getOrDefault(origin, java.math.BigInteger.ZERO),
                stake,
                values.claimed(figure.block(), origin, hotkey, coldkey(figure)));
    }

    private static Coldkey coldkey(ProofId figure) {
        return Coldkey.of(argument(figure, 0, 3));
    }

    private static Hotkey hotkey(ProofId figure) {
        return Hotkey.of(argument(figure, 1, 3));
    }

    private static NetUid netUid(ProofId figure, int index, int count) {
        return NetUid.of(argument(figure, index, count));
    }

    private static String argument(ProofId figure, int index, int count) {
        List<String> arguments = figure.arguments();
        if (arguments.size() != count) {
            throw new IllegalArgumentException(
                    "a proof of "
                            + figure.figure()
                            + " has "
                            + count
                            + " arguments, found "
                            + arguments.size());
        }
        return arguments.get(index);
    }

    private static Outcome rao(long rao) {
        return new Outcome.Value(Long.toString(rao));
    }

    private static String raoOf(NetUid netUid) {
        return netUid.isRoot() ? RAO : RAO + " of alpha " + netUid;
    }

    private static String on(NetUid netUid) {
        return netUid.isRoot() ? " on root" : " on subnet " + netUid;
    }

    private static String lower(String title) {
        return Character.toLowerCase(title.charAt(0)) + title.substring(1);
    }
}
