package io.hypha.devnet;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * The process that {@link DevnetKillIT} kills. {@code live DIR} authors without a pause after a
 * short history; {@code history DIR} writes the history of a whole chain and tells each block, but
 * stops short of its end and waits there to be killed, however late that is.
 */
final class KilledDevnet {

    private KilledDevnet() {}

    @SuppressWarnings("InfiniteLoopStatement")
    public static void main(String[] args) {
        Path dir = Path.of(args[1]);
        DevnetOptions options =
                DevnetOptions.defaults(dir).withDataDir(dir).withRpcPort(0).withP2pPort(0);
        if (args[0].equals("history")) {
            Devnet.start(
                    options,
                    (done, total) -> {
                        System.out.println(done);
                        while (done > total / 2) {
                            LockSupport.park();
                        }
                    });
            return;
        }
        Devnet devnet = Devnet.manual(options, DevnetKillIT.HISTORY, InstantSource.system());
        System.out.println(devnet.rpcWebSocket());
        while (true) {
            devnet.author();
        }
    }
}
