package io.hypha.devnet;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Map;

/**
 * What a light node must know to trust a devnet: its checkpoint is genesis. Made at the first
 * start, equal at every later one.
 *
 * @param name of the network: {@code devnet}
 * @param genesis header of block 0; its hash is the genesis hash
 * @param voters GRANDPA voters of set 0 (ed25519 keys), each of weight 1
 * @param auraAuthorities sr25519 keys in their order
 * @param slotDurationMillis length of an Aura slot
 * @param metadataKeys under which key the state has the raw metadata, by spec version and metadata
 *     version as below
 * @param metadataHashes BLAKE2b-256 of the raw metadata, by spec version of the runtime that has it
 *     and then by metadata version (14, 15, 16)
 */
public record DevnetRecord(
        String name,
        Header genesis,
        List<Hash256> voters,
        List<Hash256> auraAuthorities,
        long slotDurationMillis,
        Map<Long, Map<Integer, Bytes>> metadataKeys,
        Map<Long, Map<Integer, Hash256>> metadataHashes,
        int ss58Prefix,
        String tokenSymbol,
        int tokenDecimals) {

    public DevnetRecord {
        voters = List.copyOf(voters);
        auraAuthorities = List.copyOf(auraAuthorities);
        metadataKeys = Map.copyOf(metadataKeys);
        metadataHashes = Map.copyOf(metadataHashes);
    }

    public Hash256 genesisHash() {
        return genesis.hash();
    }

    /** SCALE of the genesis header, the form of a checkpoint file. */
    public Bytes genesisHeader() {
        return genesis.encode();
    }
}
