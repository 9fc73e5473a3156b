package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hypha.Fixtures;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.SecretUri;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.StorageEntry;
import io.hypha.node.scale.ScaleCodecReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DevnetRuntimeTest {

    private static final MathContext DIGITS = new MathContext(40);

    @Test
    void the_seed_decides_everything() {
        MemoryChain first = new MemoryChain(MemoryChain.shortSpec("one"));
        MemoryChain again = new MemoryChain(MemoryChain.shortSpec("one"));
        MemoryChain other = new MemoryChain(MemoryChain.shortSpec("two"));
        assertThat(again.state).isEqualTo(first.state);
        assertThat(other.state).isNotEqualTo(first.state);
        first.author(12);
        again.author(12);
        assertThat(again.state).isEqualTo(first.state);
    }

    @Test
    void the_development_accounts_are_those_of_the_development_phrase() throws Exception {
        for (DevAccounts.DevAccount account : DevAccounts.ALL) {
            SecretUri uri = SecretUri.parse("//" + account.name());
            assertThat(uri.sr25519().publicKey()).isEqualTo(account.sr25519());
            assertThat(Hash256.of(Ed25519.publicKey(uri.ed25519Seed())))
                    .isEqualTo(account.ed25519());
        }
    }

    @Test
    void every_stored_value_is_what_the_metadata_says() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("layout"));
        chain.author(chain.spec.historyBlocks() + 1);
        RuntimeMetadata metadata = RuntimeMetadata.decode(chain.runtime.metadata(16));
        Map<Bytes, StorageEntry> entries = new HashMap<>();
        for (Pallet pallet : metadata.pallets()) {
            for (StorageEntry entry : pallet.storage()) {
                entries.put(new StorageItem(pallet.storagePrefix(), entry.name()).prefix(), entry);
            }
        }
        List<Bytes> outside = new ArrayList<>();
        for (Map.Entry<Bytes, Bytes> stored : chain.state.entrySet()) {
            if (stored.getKey().at(0) == ':') {
                outside.add(stored.getKey());
                continue;
            }
            StorageEntry entry = entries.get(stored.getKey().slice(0, 32));
            assertThat(entry).as("item of %s", stored.getKey()).isNotNull();
            ScaleCodecReader key =
                    new ScaleCodecReader(stored.getKey().slice(32, stored.getKey().size()));
            for (int part = 0; part < entry.hashers().size(); part++) {
                key.readFixed(entry.hashers().get(part).hashSize());
                metadata.codec().decode(entry.keyTypes().get(part), key);
            }
            key.requireEnd();
            assertThat(metadata.codec().decode(entry.valueType(), stored.getValue()))
                    .as(entry.name())
                    .isNotNull();
        }
        assertThat(outside)
                .containsExactlyInAnyOrder(
                        WellKnown.CODE,
                        WellKnown.GRANDPA_AUTHORITIES,
                        WellKnown.SETTLED,
                        WellKnown.SLOT_DURATION,
                        WellKnown.METADATA_DIGEST,
                        WellKnown.metadata(14),
                        WellKnown.metadata(15),
                        WellKnown.metadata(16));
    }

    @Test
    void the_metadata_resource_is_cut_out_of_the_main_networks() {
        Bytes finney = Fixtures.bytes("metadata/finney-424-v16.scale.gz");
        Bytes cut = MetadataPruning.prune(finney);
        RuntimeMetadata ours =
                RuntimeMetadata.decode(
                        new DevnetRuntime(MemoryChain.shortSpec("cut")).metadata(16));
        RuntimeMetadata expected = RuntimeMetadata.decode(cut);
        assertThat(ours.types().types()).isEqualTo(expected.types().types());
        assertThat(ours.extrinsic()).isEqualTo(expected.extrinsic());
        assertThat(ours.apis()).isEqualTo(expected.apis());
        RuntimeMetadata main = RuntimeMetadata.decode(finney);
        for (Pallet pallet : ours.pallets()) {
            Pallet there = main.pallet(pallet.name()).orElseThrow();
            assertThat(pallet.index()).isEqualTo(there.index());
            assertThat(names(ours.errors(pallet))).isEqualTo(names(main.errors(there)));
            assertThat(names(ours.events(pallet))).isEqualTo(names(main.events(there)));
            assertThat(names(main.calls(there))).containsAll(names(ours.calls(pallet)));
        }
    }

    private static List<String> names(List<io.hypha.node.metadata.VariantCase> cases) {
        return cases.stream().map(each -> each.index() + " " + each.name()).toList();
    }

    @Test
    void the_books_close_over_many_blocks() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("books"));
        Wallet alice = Wallet.sr25519("//Alice");
        Bytes hotkey = new Population("books").validators().get(0).hotkey();
        for (int i = 0; i < 60; i++) {
            if (i % 3 == 0) {
                chain.author(
                        alice.sign(chain, Wallet.addStake(hotkey, 1 + i % 8, 3_000_000_000L + i)));
            } else if (i % 7 == 1) {
                chain.author(alice.sign(chain, Wallet.removeStake(hotkey, 1, 4_000_000_000L + i)));
            } else {
                chain.author();
            }
            if (i % 6 == 0 || i > 50) {
                assertBooks(chain);
            }
        }
    }

    private static void assertBooks(MemoryChain chain) {
        WorkingState state = chain.reading();
        long balances = 0;
        Map<Integer, Long> staked = new HashMap<>();
        Bytes account = Items.ACCOUNT.prefix();
        Bytes totals = Subtensor.TOTAL_HOTKEY_ALPHA.prefix();
        for (Map.Entry<Bytes, Bytes> entry : chain.state.entrySet()) {
            if (entry.getKey().startsWith(account)) {
                balances += AccountInfo.decode(java.util.Optional.of(entry.getValue())).free();
            } else if (entry.getKey().startsWith(totals)) {
                int netuid = entry.getKey().unsignedAt(entry.getKey().size() - 2);
                staked.merge(netuid, WorkingState.littleEndian(entry.getValue(), 8), Long::sum);
            }
        }
        assertThat(state.u64(Items.BALANCES_ISSUANCE.prefix())).isEqualTo(balances);
        assertThat(state.u64(Subtensor.TOTAL_ISSUANCE.prefix())).isEqualTo(balances);
        long pools = 0;
        for (int netuid = 0; netuid <= 8; netuid++) {
            long tao = state.u64(Subtensor.SUBNET_TAO.key(netuid));
            pools += tao;
            assertThat(Balances.free(state, SubnetAccount.of(netuid))).isEqualTo(tao);
            assertThat(staked.get(netuid))
                    .isLessThanOrEqualTo(state.u64(Subtensor.SUBNET_ALPHA_OUT.key(netuid)));
        }
        assertThat(staked.get(0)).isEqualTo(state.u64(Subtensor.SUBNET_TAO.key(0)));
        assertThat(state.u64(Subtensor.TOTAL_STAKE.prefix())).isEqualTo(pools);
    }

    @Test
    void dividends_are_the_growth_of_the_share_price() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("growth"));
        chain.author(3);
        Population population = new Population("growth");
        for (Population.Subnet subnet : population.subnets()) {
            Map<Bytes, BigDecimal> before = new HashMap<>();
            subnet.validators()
                    .forEach(each ->
                            before.put(
                                    each.hotkey(), price(chain, each.hotkey(), subnet.netuid())));
            MemoryChain next = chain;
            if (subnet.netuid() == 1) {
                next.author();
            }
            if (subnet.netuid() != 1) {
                continue;
            }
            int paid = 0;
            for (Population.Validator validator : subnet.validators()) {
                long dividends =
                        chain.reading()
                                .u64(
                                        Subtensor.ALPHA_DIVIDENDS_PER_SUBNET.key(
                                                1, validator.hotkey()));
                long total =
                        chain.reading()
                                .u64(
                                        Subtensor.TOTAL_HOTKEY_ALPHA_LAST_EPOCH.key(
                                                validator.hotkey(), 1));
                BigDecimal growth =
                        price(chain, validator.hotkey(), 1)
                                .divide(before.get(validator.hotkey()), DIGITS)
                                .subtract(BigDecimal.ONE);
                BigDecimal expected =
                        BigDecimal.valueOf(dividends)
                                .divide(BigDecimal.valueOf(total - dividends), DIGITS);
                assertThat(growth.subtract(expected).abs()).isLessThan(new BigDecimal("1e-17"));
                paid += dividends > 0 ? 1 : 0;
            }
            assertThat(paid).isGreaterThan(20).isLessThan(subnet.validators().size());
        }
    }

    private static BigDecimal price(MemoryChain chain, Bytes hotkey, int netuid) {
        SharePool pool = new SharePool(chain.reading(), hotkey, netuid);
        SafeFloat shares = pool.denominator();
        return BigDecimal.valueOf(pool.total())
                .divide(
                        new BigDecimal(shares.mantissa())
                                .scaleByPowerOfTen((int) shares.exponent()),
                        DIGITS);
    }

    @Test
    void an_epoch_pays_for_the_chain_time_since_the_last() {
        MemoryChain steady = new MemoryChain(MemoryChain.shortSpec("time"));
        steady.author(10 + 20);
        long perEpoch = paidTo(steady, 30);
        MemoryChain late = new MemoryChain(MemoryChain.shortSpec("time"));
        late.author(10 + 19);
        BlockContext next = late.next();
        late.author(
                new BlockContext(
                        next.number(), next.slot() + 20, next.parentHash(), next.genesisHash()));
        assertThat(paidTo(late, 30)).isBetween(2 * perEpoch - 2_000, 2 * perEpoch + 2_000);
    }

    /** Alpha of subnet 1 that its last epoch paid to validators, in rao. */
    private static long paidTo(MemoryChain chain, long epochBlock) {
        WorkingState state = chain.reading();
        assertThat(state.u64(Subtensor.LAST_MECHANSIM_STEP_BLOCK.key(1))).isEqualTo(epochBlock);
        long sum = 0;
        for (Population.Validator validator :
                new Population("time").subnets().getFirst().validators()) {
            sum += state.u64(Subtensor.ALPHA_DIVIDENDS_PER_SUBNET.key(1, validator.hotkey()));
        }
        return sum;
    }

    @Test
    void validators_differ() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("variety"));
        chain.author(10);
        Population population = new Population("variety");
        int pairs = 0;
        int zero = 0;
        for (Population.Subnet subnet : population.subnets()) {
            pairs += subnet.validators().size();
            for (Population.Validator validator : subnet.validators()) {
                long dividends =
                        chain.reading()
                                .u64(
                                        Subtensor.ALPHA_DIVIDENDS_PER_SUBNET.key(
                                                subnet.netuid(), validator.hotkey()));
                zero += dividends == 0 ? 1 : 0;
            }
        }
        assertThat(pairs).isBetween(250, 350);
        assertThat(zero).isBetween(10, 120);
        long firstGeneration =
                chain.state.keySet().stream()
                        .filter(key -> key.startsWith(Subtensor.ALPHA.prefix()))
                        .count();
        assertThat(firstGeneration).isGreaterThan(100);
    }

    @Test
    void commissions_change_in_history_with_events() {
        DevnetSpec spec = new DevnetSpec("takes", 1_790_000_000_000L, 2_000, 20, 4_320_000, 20);
        MemoryChain chain = new MemoryChain(spec);
        Bytes hotkey = new Population("takes").validators().get(11).hotkey();
        chain.author(13);
        int before = chain.reading().u16(Subtensor.DELEGATES.key(hotkey), 0);
        chain.author();
        assertThat(chain.reading().u16(Subtensor.DELEGATES.key(hotkey), 0))
                .isNotEqualTo(before)
                .isEqualTo(11_796);
        assertThat(new ChainEvents(chain.runtime).initialization(chain))
                .contains("SubtensorModule.TakeIncreased");
    }

    @Test
    void refuses_to_execute_out_of_order() {
        MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("order"));
        BlockContext next = chain.next();
        assertThatThrownBy(() ->
                        chain.author(
                                new BlockContext(
                                        2, next.slot(), next.parentHash(), next.genesisHash())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        chain.author(new BlockContext(1, 5, next.parentHash(), next.genesisHash())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(BigInteger.valueOf(chain.number())).isZero();
    }
}
