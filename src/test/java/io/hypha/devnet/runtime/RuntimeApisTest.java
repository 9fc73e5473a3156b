package io.hypha.devnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.runtime.RuntimeVersionSection;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuntimeApisTest {

    private static final long TAO = 1_000_000_000;

    private final MemoryChain chain = new MemoryChain(MemoryChain.shortSpec("apis"));
    private final RuntimeMetadata metadata = RuntimeMetadata.decode(chain.runtime.metadata(16));
    private final Wallet alice = Wallet.sr25519("//Alice");

    private Bytes call(String method, Bytes parameters) {
        CallResult result = chain.runtime.call(chain, method, parameters);
        assertThat(result).as(method).isInstanceOf(CallResult.Returned.class);
        Bytes value = ((CallResult.Returned) result).value();
        RuntimeApi.Method described = metadata.apiMethod(method).orElseThrow();
        assertThat(metadata.codec().decode(described.output(), value)).as(method).isNotNull();
        return value;
    }

    @Test
    void every_method_of_the_metadata_answers_in_its_type() {
        Bytes extrinsic = alice.sign(chain, Wallet.addStake(alice.account(), 1, TAO));
        Bytes priced = Bytes.concat(extrinsic, StorageItem.u32(extrinsic.size()));
        Bytes swap = new ScaleCodecWriter().writeUint16(1).writeLong(TAO).toBytes();
        List<Bytes> called = new ArrayList<>();
        for (RuntimeApi api : metadata.apis()) {
            for (RuntimeApi.Method method : api.methods()) {
                String name = api.name() + "_" + method.name();
                Bytes parameters =
                        switch (name) {
                            case "Metadata_metadata_at_version" -> StorageItem.u32(15);
                            case "TaggedTransactionQueue_validate_transaction" ->
                                    Bytes.concat(
                                            Bytes.ofInts(2), extrinsic, chain.hash().toBytes());
                            case "AccountNonceApi_account_nonce" -> alice.account();
                            case "TransactionPaymentApi_query_info",
                                    "TransactionPaymentApi_query_fee_details" ->
                                    priced;
                            case "SwapRuntimeApi_current_alpha_price" -> StorageItem.u16(1);
                            case "SwapRuntimeApi_sim_swap_tao_for_alpha",
                                    "SwapRuntimeApi_sim_swap_alpha_for_tao" ->
                                    swap;
                            case "StakeInfoRuntimeApi_get_stake_info_for_coldkey" ->
                                    alice.account();
                            case "StakeInfoRuntimeApi_get_stake_info_for_coldkeys" ->
                                    Bytes.concat(Bytes.ofInts(4), alice.account());
                            case "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid" ->
                                    Bytes.concat(
                                            alice.account(), alice.account(), StorageItem.u16(1));
                            case "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys" ->
                                    Bytes.concat(Bytes.ofInts(4), alice.account(), Bytes.ofInts(0));
                            case "StakeInfoRuntimeApi_get_stake_fee" ->
                                    Bytes.concat(
                                            Bytes.ofInts(0),
                                            alice.account(),
                                            Bytes.ofInts(1),
                                            alice.account(),
                                            StorageItem.u16(1),
                                            alice.account(),
                                            WorkingState.littleEndian(TAO, 8));
                            default -> Bytes.EMPTY;
                        };
                call(name, parameters);
                called.add(RuntimeVersionSection.Api.named(api.name(), 1).id());
            }
        }
        assertThat(RuntimeApis.LIST).extracting(RuntimeVersionSection.Api::id).containsAll(called);
    }

    @Test
    void names_of_apis_are_hashed_as_recorded_on_finney() {
        assertThat(RuntimeApis.LIST.getFirst())
                .isEqualTo(new RuntimeVersionSection.Api(Bytes.fromHex("df6acb689907609b"), 5));
        assertThat(RuntimeApis.LIST.get(1).id()).isEqualTo(Bytes.fromHex("37e397fc7c91f5e4"));
    }

    @Test
    void a_quote_is_what_the_trade_then_does() {
        chain.author(10);
        Bytes answer =
                call(
                        "SwapRuntimeApi_sim_swap_tao_for_alpha",
                        new ScaleCodecWriter().writeUint16(3).writeLong(10 * TAO).toBytes());
        ScaleCodecReader in = new ScaleCodecReader(answer);
        long paid = in.readLong();
        long alpha = in.readLong();
        long fee = in.readLong();
        assertThat(paid + fee).isEqualTo(10 * TAO);
        Bytes hotkey = new Population("apis").validators().getFirst().hotkey();
        chain.author(alice.sign(chain, Wallet.addStake(hotkey, 3, 10 * TAO)));
        assertThat(Staking.stakeOf(chain.reading(), hotkey, alice.account(), 3))
                .isBetween(alpha - 1, alpha);
    }

    @Test
    void says_what_it_does_not_know() {
        assertThat(chain.runtime.call(chain, "BabeApi_configuration", Bytes.EMPTY))
                .isInstanceOf(CallResult.NoSuchMethod.class);
        assertThat(chain.runtime.call(chain, "AccountNonceApi_account_nonce", Bytes.ofInts(1)))
                .isInstanceOf(CallResult.Trapped.class);
        assertThat(chain.runtime.call(chain, "Core_version", Bytes.ofInts(1)))
                .isInstanceOf(CallResult.Trapped.class);
        Bytes none = call("Metadata_metadata_at_version", StorageItem.u32(17));
        assertThat(none).isEqualTo(Bytes.ofInts(0));
    }
}
