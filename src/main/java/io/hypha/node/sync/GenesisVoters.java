package io.hypha.node.sync;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Checkpoint;
import io.hypha.node.consensus.VoterSet;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleException;
import io.hypha.node.trie.ProofCheck;
import io.hypha.node.trie.ReadProof;
import io.hypha.node.trie.StorageRead;
import java.util.List;
import java.util.Optional;

/** Proves who the voters of set 0 are, from the state of a genesis block that is trusted. */
final class GenesisVoters {

    private GenesisVoters() {}

    /** A checkpoint at genesis, once this endpoint proves its voters. */
    static Optional<Checkpoint> prove(Source source, Header genesis) {
        List<Bytes> keys =
                List.of(StorageKeys.GRANDPA_AUTHORITIES, StorageKeys.OLD_GRANDPA_AUTHORITIES);
        return switch (source.node().readProof(genesis.hash(), keys)) {
            case Reply.Failed<List<Bytes>>(Fault fault) -> {
                source.fault(fault);
                yield Optional.empty();
            }
            case Reply.Got<List<Bytes>>(List<Bytes> nodes) ->
                    switch (ReadProof.check(genesis.stateRoot(), nodes)) {
                        case ProofCheck.Invalid(String reason) -> {
                            source.lie("a read proof at genesis", reason);
                            yield Optional.empty();
                        }
                        case ProofCheck.Valid(ReadProof proof) ->
                                voters(proof).map(set -> new Checkpoint(genesis, set));
                    };
        };
    }

    private static Optional<VoterSet> voters(ReadProof proof) {
        if (proof.read(StorageKeys.GRANDPA_AUTHORITIES) instanceof StorageRead.Value(Bytes list)) {
            return set(list);
        }
        // A version byte stands before the older form.
        return proof.read(StorageKeys.OLD_GRANDPA_AUTHORITIES)
                                instanceof StorageRead.Value(Bytes list)
                        && !list.isEmpty()
                ? set(list.slice(1, list.size()))
                : Optional.empty();
    }

    private static Optional<VoterSet> set(Bytes list) {
        try {
            List<Authority> authorities = Authority.decodeList(list);
            return VoterSet.flaw(authorities).isPresent()
                    ? Optional.empty()
                    : Optional.of(new VoterSet(0, authorities));
        } catch (ScaleException unreadable) {
            return Optional.empty();
        }
    }
}
