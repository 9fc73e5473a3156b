package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** A chain past its history with two validators and two accounts, and what tests ask of it. */
final class Bench {

    static final long TAO = 1_000_000_000;
    static final Bytes NOBODY = Bytes.fromHex("ab".repeat(32));

    static final DevnetSpec SPEC = MemoryChain.shortSpec("bench");

    /** Made once: tests go on from copies. */
    private static final MemoryChain PAST = past();

    final MemoryChain chain;
    final Wallet alice = Wallet.sr25519("//Alice");
    final Wallet eve = Wallet.sr25519("//Eve");

    /** Alice holds 250 alpha of subnet 1 with this one. */
    final Bytes mossgate;

    final Bytes fernhollow;

    /** Alice holds 100 TAO of root with this one. */
    final Bytes third;

    private final ChainEvents events;
    private BlockResult last = new BlockResult(new TreeMap<>(), List.of(), List.of(), List.of());

    Bench() {
        this(PAST.runtime);
    }

    /**
     * @param runtime of {@link #SPEC}
     */
    Bench(DevnetRuntime runtime) {
        this(new MemoryChain(PAST, runtime));
    }

    Bench(MemoryChain chain) {
        this.chain = chain;
        this.events = new ChainEvents(chain.runtime);
        List<Population.Validator> validators = new Population(SPEC.seed()).validators();
        this.mossgate = validators.get(0).hotkey();
        this.fernhollow = validators.get(1).hotkey();
        this.third = validators.get(2).hotkey();
    }

    private static MemoryChain past() {
        MemoryChain chain = new MemoryChain(SPEC);
        chain.author(SPEC.historyBlocks());
        return chain;
    }

    /** Puts a call of a wallet into the next block. */
    void send(Wallet wallet, Bytes call) {
        last = chain.author(wallet.sign(chain, call));
        assertThat(last.refused()).isEmpty();
    }

    BlockResult last() {
        return last;
    }

    void sendWell(Wallet wallet, Bytes call) {
        send(wallet, call);
        assertThat(names()).last().isEqualTo("System.ExtrinsicSuccess");
    }

    void expectError(Wallet wallet, Bytes call, int pallet, int error) {
        send(wallet, call);
        assertThat(names()).last().isEqualTo("System.ExtrinsicFailed");
        assertThat(event("System", "ExtrinsicFailed").get("dispatch_error").toString())
                .isEqualTo(module(pallet, error));
    }

    static String module(int pallet, int error) {
        return "{\"Module\":{\"index\":"
                + pallet
                + ",\"error\":\"0x%02x000000\"}}".formatted(error);
    }

    /** Names of the events of the last block's transaction. */
    List<String> names() {
        return events.names(chain, 1);
    }

    JsonNode event(String pallet, String name) {
        return events.first(chain, 1, pallet, name);
    }

    long free(Wallet wallet) {
        return Balances.free(chain.reading(), wallet.account());
    }

    long stake(Wallet wallet, Bytes hotkey, int netuid) {
        return Staking.stakeOf(chain.reading(), hotkey, wallet.account(), netuid);
    }

    long fee(Wallet wallet, Bytes call) {
        return chain.runtime.queryInfo(chain, wallet.sign(chain, call)).partialFeeRao();
    }

    /**
     * That TAO and alpha are where the totals say: free and reserved balances are the issuance,
     * each subnet's account holds its pool, and all positions of a subnet are no more than its
     * alpha.
     */
    void assertBooks() {
        WorkingState state = chain.reading();
        long balances = 0;
        Map<Integer, BigInteger> staked = new TreeMap<>();
        for (Map.Entry<Bytes, Bytes> entry : chain.state.entrySet()) {
            Bytes key = entry.getKey();
            if (key.startsWith(Items.ACCOUNT.prefix())) {
                AccountInfo info = AccountInfo.decode(Optional.of(entry.getValue()));
                balances += info.free() + info.reserved();
                assertThat(info.consumers()).isEqualTo(info.reserved() > 0 ? 1 : 0);
            } else if (key.startsWith(Subtensor.TOTAL_HOTKEY_ALPHA.prefix())) {
                staked.merge(
                        key.unsignedAt(key.size() - 2),
                        BigInteger.valueOf(WorkingState.littleEndian(entry.getValue(), 8)),
                        BigInteger::add);
            }
        }
        assertThat(state.u64(Items.BALANCES_ISSUANCE.prefix())).isEqualTo(balances);
        assertThat(state.u64(Subtensor.TOTAL_ISSUANCE.prefix())).isEqualTo(balances);
        long pools = 0;
        for (int netuid : Subtensor.netuids(state).toArray()) {
            long tao = state.u64(Subtensor.SUBNET_TAO.key(netuid));
            pools += tao;
            assertThat(Balances.free(state, SubnetAccount.of(netuid))).isEqualTo(tao);
            assertThat(staked.get(netuid))
                    .isLessThanOrEqualTo(
                            BigInteger.valueOf(state.u64(Subtensor.SUBNET_ALPHA_OUT.key(netuid))));
        }
        assertThat(state.u64(Subtensor.TOTAL_STAKE.prefix())).isEqualTo(pools);
    }
}
