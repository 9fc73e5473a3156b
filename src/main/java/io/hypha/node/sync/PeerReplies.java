package io.hypha.node.sync;

import io.hypha.node.network.PeerAnswer;
import io.hypha.node.network.PeerFault;
import java.time.Duration;

/** What a peer answered, in the words of this room. */
final class PeerReplies {

    private PeerReplies() {}

    static <T> Reply<T> of(PeerAnswer<T> answer) {
        return switch (answer) {
            case PeerAnswer.Got<T>(T value) -> Reply.got(value);
            case PeerAnswer.Failed<T>(PeerFault fault) -> Reply.failed(fault(fault));
        };
    }

    private static Fault fault(PeerFault fault) {
        return switch (fault) {
            case PeerFault.Unreachable(String reason) -> new Fault.Unreachable(reason);
            case PeerFault.Gone(String reason) -> new Fault.Unreachable(reason);
            case PeerFault.Timeout(Duration after, long _) -> new Fault.Timeout(after);
            case PeerFault.Refused(String reason) -> new Fault.Refused(0, reason, "");
            case PeerFault.Withheld(String question) -> new Fault.Unsupported(question);
            case PeerFault.TooLarge(long limitBytes) -> new Fault.TooLarge(limitBytes);
            case PeerFault.Garbage(String reason) -> new Fault.Garbage(reason);
        };
    }
}
