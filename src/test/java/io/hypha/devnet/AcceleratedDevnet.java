package io.hypha.devnet;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.consensus.Authority;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A process that is a devnet whose time runs as fast as it makes blocks: data directory. It writes
 * its chain spec there and says {@code ready}, then obeys lines. {@code author N} makes N blocks
 * without a pause and says number and hash of each; {@code change DELAY} puts a change of voters
 * into the pool and says {@code pooled}. It ends with its input.
 */
public final class AcceleratedDevnet {

    public static final int HISTORY = 4;
    public static final Duration BLOCK_TIME = Duration.ofMillis(10);
    public static final String SPEC = "spec.json";

    /** Begins each line of its answers; other lines are of the log. */
    public static final String SAYS = "devnet: ";

    /** Far enough in the past that its blocks are never of the future. */
    private static final Duration HEAD_START = Duration.ofHours(1);

    private static final int VOTERS = 4;

    private AcceleratedDevnet() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path dir = Path.of(args[0]);
        Instant start = Instant.now().minus(HEAD_START);
        InstantSource stands = InstantSource.fixed(start);
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withDataDir(dir.resolve("devnet"))
                        .withBlockTime(BLOCK_TIME)
                        .withRpcPort(0)
                        .withP2pPort(0);
        try (Devnet devnet = Devnet.manual(options, HISTORY, stands);
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Files.writeString(dir.resolve(SPEC), devnet.chainSpec());
            say("ready");
            int changes = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("author")) {
                    author(devnet, Integer.parseInt(words[1]));
                } else {
                    VoterChange.schedule(devnet, voters(++changes), Long.parseLong(words[1]));
                    say("pooled");
                }
            }
        }
    }

    private static void author(Devnet devnet, int blocks) {
        for (int i = 0; i < blocks; i++) {
            BlockId block = devnet.author();
            say(block.number() + " " + block.hash());
        }
    }

    private static void say(String words) {
        System.out.println(SAYS + words);
    }

    /** Four of the numbered voters, other ones after each change. */
    private static List<Authority> voters(int change) {
        return VoterChange.voters(
                IntStream.range(0, VOTERS)
                        .mapToObj(i -> "//" + (change * VOTERS + i) % 32)
                        .toArray(String[]::new));
    }
}
