package io.hypha.index;

import io.hypha.chain.BlockRef;
import io.hypha.chain.EpochSnapshot;
import io.hypha.chain.FakeChain;
import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.Take;
import io.hypha.node.bytes.Hash256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds one epoch block's snapshot; epochs are 72 minutes of chain time apart, one per block. */
public final class SnapshotBuilder {

    public static final long STEP_MILLIS = 4_320_000;
    public static final long EPOCH_ZERO_MILLIS = 1_760_000_000_000L;

    private final long number;
    private EpochSnapshot.RootRegime regime = EpochSnapshot.RootRegime.CLAIM;
    private final List<EpochSnapshot.SubnetState> subnets = new ArrayList<>();
    private final Map<Hotkey, EpochSnapshot.ValidatorState> validators = new LinkedHashMap<>();
    private final List<EpochSnapshot.StakeState> stakes = new ArrayList<>();

    private SnapshotBuilder(long number) {
        this.number = number;
    }

    public static SnapshotBuilder epoch(long number) {
        return new SnapshotBuilder(number);
    }

    public static BlockRef block(long number) {
        return new BlockRef(
                number, FakeChain.key("block " + number), EPOCH_ZERO_MILLIS + number * STEP_MILLIS);
    }

    public SnapshotBuilder withoutClaims() {
        regime = EpochSnapshot.RootRegime.OTHER;
        return this;
    }

    public SnapshotBuilder subnet(int netUid, long previous) {
        subnets.add(
                new EpochSnapshot.SubnetState(
                        new NetUid(netUid),
                        previous,
                        360,
                        new SubnetPool(
                                new NetUid(netUid),
                                2_000_000,
                                100_000,
                                SubnetPool.WEIGHT_HALF,
                                33,
                                false),
                        5_000_000,
                        5_000,
                        BigInteger.valueOf(3_320_413_933_267_719_290L)));
        return this;
    }

    public SnapshotBuilder validator(String name, int take, long rootStake) {
        return validator(name, name, take, rootStake);
    }

    public SnapshotBuilder validator(String name, String owner, int take, long rootStake) {
        validators.put(
                FakeChain.hotkey(name),
                new EpochSnapshot.ValidatorState(
                        FakeChain.hotkey(name),
                        FakeChain.coldkey(owner),
                        name,
                        new Take(take),
                        rootStake));
        return this;
    }

    public SnapshotBuilder stake(String name, int netUid, long total, long dividends) {
        return stake(name, netUid, total, dividends, true, 65_535, number, "0.001");
    }

    public SnapshotBuilder stake(
            String name,
            int netUid,
            long total,
            long dividends,
            boolean permit,
            int vtrust,
            long lastUpdate,
            String accrual) {
        if (!validators.containsKey(FakeChain.hotkey(name))) {
            validator(name, 11_796, 1_000_000_000L);
        }
        stakes.add(
                new EpochSnapshot.StakeState(
                        FakeChain.hotkey(name),
                        new NetUid(netUid),
                        total,
                        dividends,
                        dividends / 2,
                        BigInteger.valueOf(number * 1_000),
                        new BigDecimal(accrual),
                        7,
                        permit,
                        vtrust,
                        lastUpdate,
                        0));
        return this;
    }

    public EpochSnapshot build() {
        return new EpochSnapshot(
                block(number),
                block(number),
                Hash256.ZERO,
                number,
                424,
                regime,
                subnets,
                List.copyOf(validators.values()),
                stakes);
    }
}
