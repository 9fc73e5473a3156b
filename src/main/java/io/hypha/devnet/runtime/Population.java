package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.crypto.Blake2b;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Who lives on a devnet: validators of different quality, miners, nominators, subnets. Follows from
 * the seed.
 */
final class Population {

    static final int VALIDATORS = 64;
    static final int NOMINATORS = 96;
    static final int MINERS_PER_SUBNET = 5;
    static final long TAO = 1_000_000_000;

    private static final int[] TAKES = {5_898, 11_796, 0, 3_277, 7_864, 5_898, 6_554, 9_830};
    private static final int EVERYWHERE = 16;
    private static final int PER_MILLE_ELSEWHERE = 448;

    /** How a validator does its work. */
    enum Habit {
        DILIGENT,
        /** Sets its weights seldom. */
        STALE,
        /** Disagrees with everybody: low trust. */
        CONTRARY,
        /** Never sets weights: earns nothing. */
        SILENT
    }

    /**
     * @param noise how far its weights stray from the truth, per mille
     * @param period epochs between its weights
     * @param takeAtGenesis over 65535
     */
    record Validator(
            int index,
            String name,
            Bytes hotkey,
            Bytes coldkey,
            Habit habit,
            int noise,
            int period,
            int takeAtGenesis,
            long rootStake) {}

    record Miner(Bytes hotkey, Bytes coldkey) {}

    /**
     * @param taoReserve in rao
     * @param alphaStaked alpha that validators, miners and owner hold at genesis, in rao
     */
    record Subnet(
            int netuid,
            String name,
            String symbol,
            long quoteWeight,
            long taoReserve,
            long priceRao,
            long alphaStaked,
            int maxValidators,
            Bytes ownerHotkey,
            Bytes ownerColdkey,
            List<Validator> validators,
            List<Miner> miners) {

        int count() {
            return validators.size() + miners.size();
        }

        Bytes hotkey(int uid) {
            return uid < validators.size()
                    ? validators.get(uid).hotkey()
                    : miners.get(uid - validators.size()).hotkey();
        }
    }

    private static final long[][] POOLS = {
        // weight of TAO in per mille, TAO reserve, price in rao, alpha staked, validators allowed
        {500, 95_000, 310_000_000, 2_600_000, 34},
        {500, 70_000, 240_000_000, 2_200_000, 32},
        {480, 54_000, 180_000_000, 1_900_000, 32},
        {500, 40_000, 140_000_000, 1_700_000, 30},
        {520, 33_000, 110_000_000, 1_500_000, 32},
        {470, 26_000, 80_000_000, 1_200_000, 30},
        {500, 20_000, 55_000_000, 900_000, 32},
        {500, 14_000, 30_000_000, 700_000, 28}
    };

    private static final String[] SUBNET_NAMES = {
        "Loam", "Cinder", "Almanac", "Tidewater", "Lattice", "Hearth", "Meridian", "Sundial"
    };
    private static final String[] SYMBOLS = {"α", "β", "γ", "δ", "ε", "ζ", "η", "θ"};

    private final String seed;
    private final Draw draw;
    private final List<Validator> validators = new ArrayList<>();
    private final List<Bytes> nominators = new ArrayList<>();
    private final List<Subnet> subnets = new ArrayList<>();

    Population(String seed) {
        this.seed = seed;
        this.draw = new Draw(seed, "population");
        for (int i = 0; i < VALIDATORS; i++) {
            validators.add(validator(i));
        }
        for (int i = 0; i < NOMINATORS; i++) {
            nominators.add(account("nominator", i));
        }
        for (int netuid = 1; netuid <= POOLS.length; netuid++) {
            subnets.add(subnet(netuid));
        }
    }

    List<Validator> validators() {
        return validators;
    }

    List<Bytes> nominators() {
        return nominators;
    }

    /** Netuids from 1 on. */
    List<Subnet> subnets() {
        return subnets;
    }

    Draw draw() {
        return draw;
    }

    Bytes account(String role, int index) {
        return Bytes.of(
                Blake2b.hash256(
                        ("hypha devnet/" + role + "/" + index + "/" + seed)
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private Validator validator(int i) {
        Habit habit =
                switch (i % EVERYWHERE) {
                    case 5 -> Habit.CONTRARY;
                    case 9 -> Habit.SILENT;
                    case 12 -> Habit.STALE;
                    default -> Habit.DILIGENT;
                };
        int noise = 20 + draw.below(380, 1, i);
        int period = habit == Habit.STALE ? 14 : 1 + draw.below(4, 2, i);
        long root = rootStake(i);
        return new Validator(
                i,
                ValidatorNames.of(i),
                account("hotkey", i),
                account("coldkey", i == 41 ? 40 : i),
                habit,
                noise,
                period,
                TAKES[(i * 5 + draw.below(3, 3, i)) % TAKES.length],
                root);
    }

    /** From about 280 000 TAO down to 15 000, each step 4.5 % less, varied by a quarter. */
    private long rootStake(int i) {
        long stake = 280_000;
        for (int step = 0; step < i; step++) {
            stake = stake * 955 / 1000;
        }
        return stake * (75 + draw.below(50, 4, i)) / 100 * TAO;
    }

    private Subnet subnet(int netuid) {
        long[] pool = POOLS[netuid - 1];
        List<Validator> members = new ArrayList<>();
        for (Validator validator : validators) {
            if (validator.index() < EVERYWHERE
                    || draw.below(1000, 5, validator.index(), netuid) < PER_MILLE_ELSEWHERE) {
                members.add(validator);
            }
        }
        List<Miner> miners = new ArrayList<>();
        for (int m = 0; m < MINERS_PER_SUBNET; m++) {
            int index = netuid * 100 + m;
            miners.add(new Miner(account("miner", index), account("miner owner", index)));
        }
        return new Subnet(
                netuid,
                SUBNET_NAMES[netuid - 1],
                SYMBOLS[netuid - 1],
                pool[0] * 1_000_000_000_000_000L,
                pool[1] * TAO,
                pool[2],
                pool[3] * TAO,
                (int) pool[4],
                account("subnet hotkey", netuid),
                account("subnet owner", netuid),
                members,
                miners);
    }
}
