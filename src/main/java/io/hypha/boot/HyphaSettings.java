package io.hypha.boot;

import io.hypha.devnet.Devnet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set: by the command line's options or by {@code HYPHA_…} variables of the
 * same names.
 *
 * @param network {@code devnet}, {@code finney}, {@code test}, or the path of a chain spec file
 * @param rpc endpoints to ask; the network's own when empty
 * @param bootnode peers to meet first, multiaddresses with the peer's id; the network's own when
 *     empty
 * @param noP2p whether only JSON-RPC endpoints are asked
 * @param checkpoint file to trust instead of the network's checkpoint
 * @param dataDir everything this installation keeps; {@code ~/.hypha} when not set
 * @param databaseUrl JDBC address of a PostgreSQL; an embedded one is started when not set
 * @param allowedHosts host names beside the loopback ones under which the pages may be called
 * @param address where the pages listen
 * @param rpcPort of the own devnet's JSON-RPC
 * @param p2pPort of the own devnet's libp2p on loopback; 0 picks one
 * @param blockTime of the own devnet
 * @param seed of the own devnet
 * @param fresh whether the own devnet starts a new chain
 */
@ConfigurationProperties("hypha")
public record HyphaSettings(
        @DefaultValue("devnet") String network,
        @DefaultValue List<String> rpc,
        @DefaultValue List<String> bootnode,
        @DefaultValue("false") boolean noP2p,
        @Nullable Path checkpoint,
        @Nullable Path dataDir,
        @Nullable String databaseUrl,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("9944") int rpcPort,
        @DefaultValue("0") int p2pPort,
        @DefaultValue("2s") Duration blockTime,
        @DefaultValue("1") String seed,
        @DefaultValue("false") boolean fresh) {

    static final String DEVNET = "devnet";

    public boolean ownDevnet() {
        return DEVNET.equals(network) && rpc.isEmpty() && bootnode.isEmpty();
    }

    /**
     * Name or file of a network that runs elsewhere; for a devnet the spec that {@code hypha
     * devnet} leaves beside its chain.
     */
    String networkElsewhere() {
        return DEVNET.equals(network)
                ? home().resolve("devnet-" + seed).resolve(Devnet.SPEC_FILE).toString()
                : network;
    }

    public Path home() {
        return dataDir != null ? dataDir : Path.of(System.getProperty("user.home"), ".hypha");
    }
}
