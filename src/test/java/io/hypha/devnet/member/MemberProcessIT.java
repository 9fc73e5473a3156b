package io.hypha.devnet.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.ChildJvm;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetMembers;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.Progress;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three members in this process, and one in another that is killed and comes back. */
class MemberProcessIT {

    @TempDir Path dir;

    @Test
    void a_member_in_another_process_is_killed_comes_back_and_votes_on() throws Exception {
        DevnetOptions options =
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withDataDir(dir)
                        .withBlockTime(DevnetMembersTest.BLOCK_TIME);
        try (DevnetMembers members =
                DevnetMembers.prepare(options, 4, DevnetMembersTest.HISTORY, Progress.SILENT)) {
            for (int k = 0; k < 3; k++) {
                members.startNode(k, UnaryOperator.identity());
            }
            Devnet here = members.node(0);
            Process other = start(members);
            try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
                reach(out, here.head().number() + 3);
            } finally {
                kill(other);
            }
            assertThat(here.awaitHead(here.head().number() + 4, Duration.ofMinutes(4))).isTrue();
            other = start(members);
            try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
                reach(out, here.head().number() + 1);
                // From here on nothing is final without the votes of the other process.
                members.stopNode(2);
                reach(out, here.head().number() + 4);
            } finally {
                kill(other);
            }
        }
    }

    private static Process start(DevnetMembers members) throws IOException {
        DevnetOptions options = members.options(3);
        List<String> arguments = new ArrayList<>();
        arguments.add(options.dataDir().toString());
        arguments.add("3");
        arguments.add(String.valueOf(options.member().createdAtMillis()));
        arguments.addAll(options.member().bootnodes());
        return ChildJvm.start(MemberProcess.class, arguments.toArray(String[]::new));
    }

    /** Reads what the process prints until a block of that number is final there. */
    private static void reach(BufferedReader out, long number) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(4);
        long at = 0;
        while (at < number) {
            String line = out.readLine();
            assertThat(line).as("the process ended at #%d", at).isNotNull();
            if (line.matches("[0-9]+")) {
                at = Long.parseLong(line);
            }
            assertThat(System.nanoTime()).as("#%d is reached", number).isLessThan(deadline);
        }
    }

    private static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
