package io.hypha.boot;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.DevnetRecord;
import io.hypha.node.Network;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.sync.Anchor;
import io.hypha.node.sync.NetworkRecord;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The devnet of this process: it is met through its JSON-RPC only, as any other chain is. */
final class OwnDevnet implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OwnDevnet.class);
    private static final int TELL_EVERY = 100;

    private final Devnet devnet;

    private OwnDevnet(Devnet devnet) {
        this.devnet = devnet;
    }

    static OwnDevnet start(HyphaSettings settings) {
        DevnetOptions options =
                DevnetOptions.defaults(settings.home())
                        .withDataDir(settings.home().resolve("devnet-" + settings.seed()))
                        .withSeed(settings.seed())
                        .withBlockTime(settings.blockTime())
                        .withRpcPort(settings.rpcPort())
                        .withFresh(settings.fresh());
        return new OwnDevnet(
                Devnet.start(
                        options,
                        (done, total) -> {
                            if (done % TELL_EVERY == 0) {
                                LOG.info("making the devnet's history: {} of {} blocks", done, total);
                            }
                        }));
    }

    NetworkRecord network() {
        DevnetRecord record = devnet.networkRecord();
        List<Authority> voters =
                record.voters().stream().map(key -> new Authority(key, 1)).toList();
        return new NetworkRecord(
                new Network(
                        record.name(),
                        record.genesisHash(),
                        record.ss58Prefix(),
                        record.tokenSymbol(),
                        record.tokenDecimals()),
                new Anchor.Trusted(
                        new Checkpoint(record.genesis(), new VoterSet(0, voters)),
                        "genesis of the devnet in this process"),
                Duration.ofMillis(record.slotDurationMillis()),
                pins(record.metadataHashes()),
                List.of(rpc()));
    }

    URI rpc() {
        return devnet.rpcWebSocket();
    }

    @Override
    public void close() {
        devnet.close();
    }

    private static Map<Long, Set<Hash256>> pins(Map<Long, Map<Integer, Hash256>> hashes) {
        return hashes.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, entry -> new HashSet<>(entry.getValue().values())));
    }
}
