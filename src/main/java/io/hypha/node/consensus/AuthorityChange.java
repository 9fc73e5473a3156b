package io.hypha.node.consensus;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a header announces about GRANDPA's voters, in its Consensus items of engine {@code FRNK}.
 * The first of a kind counts; a forced change beats a scheduled one, and both beat the rest. An
 * item that does not decode, or a list that cannot vote, beats them all: what it was meant to say
 * is not known.
 */
public sealed interface AuthorityChange {

    /** Nothing about voters. */
    record None() implements AuthorityChange {}

    /**
     * The next set takes over after block N + delay, which the present set still signs.
     *
     * @param delay blocks, u32
     */
    record Scheduled(List<Authority> next, long delay) implements AuthorityChange {
        public Scheduled {
            next = List.copyOf(next);
        }
    }

    /**
     * The next set takes over by import depth, without finality: no light node can follow, it needs
     * a new checkpoint.
     *
     * @param medianLastFinalized block number, u32
     * @param delay blocks, u32
     */
    record Forced(long medianLastFinalized, List<Authority> next, long delay)
            implements AuthorityChange {
        public Forced {
            next = List.copyOf(next);
        }
    }

    /**
     * @param index place in the list, u64 in the 64 bits of a long
     */
    record OnDisabled(long index) implements AuthorityChange {}

    /**
     * @param delay blocks, u32
     */
    record Pause(long delay) implements AuthorityChange {}

    /**
     * @param delay blocks, u32
     */
    record Resume(long delay) implements AuthorityChange {}

    /**
     * @param item place of the digest item in the header
     */
    record Malformed(int item, String reason) implements AuthorityChange {}

    static AuthorityChange in(Header header) {
        List<AuthorityChange> all = new ArrayList<>(1);
        for (int i = 0; i < header.digest().size(); i++) {
            if (header.digest().get(i) instanceof DigestItem.Consensus(EngineId engine, Bytes body)
                    && engine.equals(EngineId.GRANDPA)) {
                AuthorityChange change = decode(i, body);
                if (change instanceof Malformed) {
                    return change;
                }
                all.add(change);
            }
        }
        return first(all, Forced.class)
                .or(() -> first(all, Scheduled.class))
                .or(() -> all.stream().findFirst())
                .orElseGet(None::new);
    }

    private static Optional<AuthorityChange> first(
            List<AuthorityChange> all, Class<? extends AuthorityChange> kind) {
        return all.stream().filter(kind::isInstance).findFirst();
    }

    private static AuthorityChange decode(int item, Bytes body) {
        try {
            ScaleCodecReader reader = new ScaleCodecReader(body);
            AuthorityChange change = read(reader);
            reader.requireEnd();
            return switch (change) {
                case Scheduled(List<Authority> next, long _) -> checked(item, change, next);
                case Forced(long _, List<Authority> next, long _) -> checked(item, change, next);
                case None _, OnDisabled _, Pause _, Resume _, Malformed _ -> change;
            };
        } catch (ScaleException e) {
            return new Malformed(item, "digest item " + item + ": " + e.getMessage());
        }
    }

    private static AuthorityChange checked(int item, AuthorityChange change, List<Authority> next) {
        return VoterSet.flaw(next)
                .<AuthorityChange>map(
                        flaw -> new Malformed(item, "digest item " + item + ": " + flaw))
                .orElse(change);
    }

    private static AuthorityChange read(ScaleCodecReader reader) {
        int tag = reader.readUByte();
        return switch (tag) {
            case 1 -> new Scheduled(Authority.readList(reader), reader.readUint32());
            case 2 ->
                    new Forced(
                            reader.readUint32(), Authority.readList(reader), reader.readUint32());
            case 3 -> new OnDisabled(reader.readLong());
            case 4 -> new Pause(reader.readUint32());
            case 5 -> new Resume(reader.readUint32());
            default -> throw new ScaleException(0, "a GRANDPA log has tag 1 to 5, found " + tag);
        };
    }
}
