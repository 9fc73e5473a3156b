package io.hypha.stake;

import io.hypha.chain.AccountView;
import io.hypha.chain.Alpha;
import io.hypha.chain.BlockRef;
import io.hypha.chain.ChainStatus;
import io.hypha.chain.Coldkey;
import io.hypha.chain.Evidence;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.ProofId;
import io.hypha.chain.Rao;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import io.hypha.chain.ValidatorView;
import io.hypha.node.bytes.Hash256;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chain of two subnets, one validator and the accounts that a test gives it. */
public final class FakeSubtensor implements Subtensor {

    public static final long TAO = 1_000_000_000L;
    public static final BlockRef BLOCK = new BlockRef(1_000, FakeNode.hash(1_000), 0);
    public static final NetUid SUBNET = new NetUid(12);
    public static final Hotkey MOSSGATE = new Hotkey(Hash256.fromHex("0x" + "5a".repeat(32)));

    public final Map<NetUid, SubnetPool> pools = new HashMap<>();
    public final Map<Coldkey, Long> free = new HashMap<>();
    public final Map<Coldkey, Long> nonces = new HashMap<>();
    public final Map<Coldkey, List<PositionView>> positions = new HashMap<>();
    public boolean subtoken = true;
    public @Nullable String silent;
    public ChainStatus.@Nullable RuntimeTrust runtime;

    public FakeSubtensor() {
        pools.put(
                NetUid.ROOT,
                new SubnetPool(NetUid.ROOT, 0, 6_000_000 * TAO, SubnetPool.WEIGHT_HALF, 33, true));
        pool(2_000_000 * TAO, 100_000 * TAO, SubnetPool.WEIGHT_HALF);
    }

    public void pool(long alphaIn, long tao, long weight) {
        pools.put(SUBNET, new SubnetPool(SUBNET, alphaIn, tao, weight, 33, false));
    }

    public void account(Coldkey coldkey, long freeRao, long nonce) {
        free.put(coldkey, freeRao);
        nonces.put(coldkey, nonce);
    }

    public void stake(Coldkey coldkey, NetUid netUid, long rao) {
        positions
                .computeIfAbsent(coldkey, _ -> new ArrayList<>())
                .add(
                        new PositionView(
                                MOSSGATE,
                                netUid,
                                known(new Alpha(netUid, rao)),
                                known(new Rao(rao)),
                                Reading.missing(Reading.Reason.UNSUPPORTED, "none")));
    }

    public static <T> Reading<T> known(T value) {
        return Reading.known(value, BLOCK, Level.PROVEN, ProofId.of(BLOCK, "test"));
    }

    @Override
    public Reading<SubnetView> subnet(NetUid netUid) {
        if (silent != null) {
            return Reading.missing(Reading.Reason.NO_PEER, silent);
        }
        SubnetPool pool = pools.get(netUid);
        return pool == null
                ? Reading.missing(Reading.Reason.ABSENT, "there is no subnet " + netUid)
                : known(
                        new SubnetView(
                                netUid,
                                known("a subnet"),
                                known("α"),
                                known(new Coldkey(Hash256.ZERO)),
                                known(pool),
                                known(360),
                                known(1),
                                Reading.missing(Reading.Reason.ABSENT, "none"),
                                known(new Alpha(netUid, 0)),
                                known(1L),
                                known(64),
                                known(subtoken)));
    }

    @Override
    public Reading<AccountView> account(Coldkey coldkey) {
        return silent != null
                ? Reading.missing(Reading.Reason.NO_PEER, silent)
                : known(
                        new AccountView(
                                coldkey,
                                BLOCK,
                                known(new Rao(free.getOrDefault(coldkey, 0L))),
                                known(nonces.getOrDefault(coldkey, 0L)),
                                known(positions.getOrDefault(coldkey, List.of()))));
    }

    @Override
    public Reading<ValidatorView> validator(Hotkey hotkey) {
        return silent != null
                ? Reading.missing(Reading.Reason.NO_PEER, silent)
                : known(
                        new ValidatorView(
                                hotkey,
                                hotkey.equals(MOSSGATE)
                                        ? known(new Coldkey(Hash256.ZERO))
                                        : Reading.missing(Reading.Reason.ABSENT, "nobody owns it"),
                                known("Mossgate"),
                                Reading.missing(Reading.Reason.ABSENT, "none"),
                                known(true),
                                known(new Rao(0))));
    }

    @Override
    public ChainStatus status() {
        return new ChainStatus(
                new ChainStatus.NetworkName("devnet", FakeNode.GENESIS, 42, "TAO", 9),
                ChainStatus.State.FOLLOWING,
                "Following.",
                new ChainStatus.Checkpoint(Optional.empty(), Optional.empty(), "test"),
                Optional.of(BLOCK),
                Optional.empty(),
                Optional.of(BLOCK),
                Optional.empty(),
                Duration.ofSeconds(12),
                Optional.of(new ChainStatus.Voters(6, 4, 4, 3)),
                Optional.ofNullable(runtime),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new ChainStatus.Freshness(
                        ChainStatus.FreshnessKind.UNKNOWN, 0, "not known in this test"),
                List.of(),
                List.of(),
                List.of(),
                0);
    }

    @Override
    public Reading<BlockRef> head() {
        return known(BLOCK);
    }

    @Override
    public Reading<List<SubnetView>> subnets() {
        return known(
                pools.keySet().stream()
                        .sorted()
                        .map(each -> subnet(each).toOptional().orElseThrow())
                        .toList());
    }

    @Override
    public Reading<Evidence> evidence(ProofId id) {
        throw new UnsupportedOperationException("no test asks for evidence");
    }

    @Override
    public Reading<Evidence.Part> part(long block, List<ProofId> values) {
        throw new UnsupportedOperationException("no test asks for evidence");
    }
}
