package io.hypha.boot;

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
 * @param checkpoint file to trust instead of the network's checkpoint
 * @param dataDir everything this installation keeps; {@code ~/.hypha} when not set
 * @param databaseUrl JDBC address of a PostgreSQL; an embedded one is started when not set
 * @param allowedHosts host names beside the loopback ones under which the pages may be called
 * @param address where the pages listen
 * @param rpcPort of the own devnet's JSON-RPC
 * @param blockTime of the own devnet
 * @param seed of the own devnet
 * @param fresh whether the own devnet starts a new chain
 */
@ConfigurationProperties("hypha")
public record HyphaSettings(
        @DefaultValue("devnet") String network,
        @DefaultValue List<String> rpc,
        @Nullable Path checkpoint,
        @Nullable Path dataDir,
        @Nullable String databaseUrl,
        @DefaultValue List<String> allowedHosts,
        @DefaultValue("127.0.0.1") String address,
        @DefaultValue("9944") int rpcPort,
        @DefaultValue("2s") Duration blockTime,
        @DefaultValue("1") String seed,
        @DefaultValue("false") boolean fresh) {

    static final String DEVNET = "devnet";

    public boolean ownDevnet() {
        return DEVNET.equals(network) && rpc.isEmpty();
    }

    public Path home() {
        return dataDir != null ? dataDir : Path.of(System.getProperty("user.home"), ".hypha");
    }
}
