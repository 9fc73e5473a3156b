package io.hypha.devnet.member;

import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetMember;
import io.hypha.devnet.DevnetOptions;
import io.hypha.devnet.Progress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

/** A process that is one member of a shared chain: data directory, index, creation time, others. */
final class MemberProcess {

    private MemberProcess() {}

    public static void main(String[] args) throws InterruptedException {
        DevnetMember member =
                new DevnetMember(
                        Integer.parseInt(args[1]),
                        4,
                        Long.parseLong(args[2]),
                        List.of(args).subList(3, args.length));
        DevnetOptions options =
                DevnetOptions.defaults(Path.of(args[0]))
                        .withDataDir(Path.of(args[0]))
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withBlockTime(DevnetMembersTest.BLOCK_TIME)
                        .withMember(member);
        Devnet node =
                Devnet.start(
                        options,
                        DevnetMembersTest.HISTORY,
                        InstantSource.system(),
                        Progress.SILENT,
                        UnaryOperator.identity());
        long next = node.head().number() + 1;
        while (node.awaitHead(next, Duration.ofMinutes(5))) {
            System.out.println(node.head().number());
            next = node.head().number() + 1;
        }
    }
}
