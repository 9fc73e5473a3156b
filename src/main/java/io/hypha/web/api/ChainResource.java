package io.hypha.web.api;

import io.hypha.chain.AccountView;
import io.hypha.chain.Coldkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.Reading;
import io.hypha.chain.SubnetPool;
import io.hypha.chain.SubnetView;
import io.hypha.chain.Subtensor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/accounts}, {@code subnets} and {@code addresses}: what is read from the chain. */
@RestController
class ChainResource {

    private final Subtensor subtensor;

    ChainResource(Subtensor subtensor) {
        this.subtensor = subtensor;
    }

    @GetMapping("/api/v1/accounts/{address}")
    Map<String, @Nullable Object> account(@PathVariable Coldkey address) {
        AccountView account = known(subtensor.account(address));
        return new Json()
                .put("address", address.address())
                .block(account.block())
                .figure("freeRao", account.free(), rao -> Long.toString(rao.value()))
                .figure("nonce", account.nonce(), nonce -> nonce)
                .put(
                        "positions",
                        account.positions(),
                        list -> list.stream().map(ChainResource::position).toList())
                .toMap();
    }

    /**
     * An address of any prefix, as this network writes it, with its free balance for a wallet's
     * list.
     */
    @GetMapping("/api/v1/addresses/{address}")
    Map<String, @Nullable Object> address(@PathVariable Coldkey address) {
        Reading<AccountView> account = subtensor.account(address);
        return new Json()
                .put("address", address.address())
                .figure(
                        "freeRao",
                        account.flatMap(known -> known.value().free()),
                        rao -> Long.toString(rao.value()))
                .put(
                        "freeText",
                        account.flatMap(known -> known.value().free()),
                        rao ->
                                java.math.BigDecimal.valueOf(rao.value(), 9)
                                                .setScale(4, java.math.RoundingMode.DOWN)
                                                .toPlainString()
                                        + " τ")
                .toMap();
    }

    @GetMapping("/api/v1/subnets")
    Map<String, @Nullable Object> subnets() {
        List<SubnetView> subnets = known(subtensor.subnets());
        return new Json()
                .put("total", subnets.size())
                .put("items", subnets.stream().map(ChainResource::subnet).toList())
                .toMap();
    }

    @GetMapping("/api/v1/subnets/{netuid}")
    Map<String, @Nullable Object> subnet(@PathVariable NetUid netuid) {
        return subnet(known(subtensor.subnet(netuid)));
    }

    private static Map<String, @Nullable Object> position(PositionView position) {
        return new Json()
                .put("hotkey", position.hotkey().address())
                .put("netuid", position.netUid().value())
                .figure("stakeRao", position.stake(), stake -> Long.toString(stake.rao()))
                .figure("valueAtSpotRao", position.valueAtSpot(), rao -> Long.toString(rao.value()))
                .toMap();
    }

    private static Map<String, @Nullable Object> subnet(SubnetView view) {
        return new Json()
                .put("netuid", view.netUid().value())
                .put("name", view.name(), name -> name)
                .put("symbol", view.symbol(), symbol -> symbol)
                .figure("price", view.price(), price -> price.toPlainString())
                .figure("taoInRao", view.pool(), pool -> Long.toString(pool.tao()))
                .figure("alphaInRao", view.pool(), pool -> Long.toString(pool.alphaIn()))
                .put("feeRate", view.pool().map(SubnetPool::feeRate), rate -> rate)
                .figure("alphaOutRao", view.alphaOut(), alpha -> Long.toString(alpha.rao()))
                .put("tempo", view.tempo(), tempo -> tempo)
                .put("mechanism", view.mechanism(), mechanism -> mechanism)
                .toMap();
    }

    private static <T> T known(Reading<T> reading) {
        return switch (reading) {
            case Reading.Known<T> known -> known.value();
            case Reading.Missing<T> missing -> throw new UnansweredException(missing);
        };
    }
}
