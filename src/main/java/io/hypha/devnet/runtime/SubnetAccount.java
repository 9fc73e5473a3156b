package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The account that holds the TAO of a subnet's pool: {@code
 * PalletId("subtensr").into_sub_account(netuid)}.
 */
final class SubnetAccount {

    private static final Map<Integer, Bytes> KNOWN = new ConcurrentHashMap<>();

    private SubnetAccount() {}

    static Bytes of(int netuid) {
        return KNOWN.computeIfAbsent(netuid, SubnetAccount::make);
    }

    private static Bytes make(int netuid) {
        Bytes start =
                new ScaleCodecWriter()
                        .writeFixed("modlsubtensr".getBytes(StandardCharsets.US_ASCII))
                        .writeUint16(netuid)
                        .toBytes();
        return Bytes.concat(start, Bytes.of(new byte[32 - start.size()]));
    }
}
