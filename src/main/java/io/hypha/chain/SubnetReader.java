package io.hypha.chain;

import io.hypha.node.Answer;
import io.hypha.node.ProvenRange;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.scale.ScaleCodecReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Subnets at one block. */
final class SubnetReader {

    /** Most subnets that are read at once; the chain's own limit is 128. */
    private static final int MAX_SUBNETS = 1_024;

    private static final int FRACTION_BITS = 32;

    private SubnetReader() {}

    /** Numbers of all subnets in rising order, root included. */
    static Answer<List<NetUid>> netUids(ChainAt at) {
        return at.range(StorageItem.NETWORKS_ADDED)
                .flatMap(range ->
                        range.isEmpty()
                                ? Answer.missing(
                                        Answer.Reason.UNSUPPORTED,
                                        "runtime "
                                                + at.runtime().specVersion()
                                                + " has no "
                                                + StorageItem.NETWORKS_ADDED)
                                : netUids(at, range.get()));
    }

    private static Answer<List<NetUid>> netUids(ChainAt at, ProvenRange range) {
        List<NetUid> netUids = new ArrayList<>();
        for (Map.Entry<Bytes, Bytes> entry : range.entries().entrySet()) {
            if (ProvenState.decode(entry.getValue(), ScaleCodecReader::readBoolean)) {
                Bytes netUid =
                        at.runtime()
                                .split(StorageItem.NETWORKS_ADDED, entry.getKey(), 2)
                                .getFirst();
                netUids.add(new NetUid(ProvenState.decode(netUid, Decode::u16)));
            }
        }
        if (netUids.size() > MAX_SUBNETS) {
            return Answer.missing(
                    Answer.Reason.UNSUPPORTED,
                    netUids.size() + " subnets, more than " + MAX_SUBNETS + " are not read");
        }
        netUids.sort(null);
        return Answer.given(List.copyOf(netUids));
    }

    static Answer<List<SubnetView>> read(ChainAt at, List<NetUid> netUids) {
        ChainAt.Batch batch = at.batch();
        for (NetUid netUid : netUids) {
            ask(batch, netUid);
        }
        return batch.read()
                .map(state -> {
                    List<SubnetView> subnets = new ArrayList<>();
                    for (NetUid netUid : netUids) {
                        subnets.add(view(at.runtime(), state, netUid));
                    }
                    return List.copyOf(subnets);
                });
    }

    private static void ask(ChainAt.Batch batch, NetUid netUid) {
        KeyPart subnet = KeyPart.of(netUid);
        PoolReader.ask(batch, netUid);
        batch.add(StorageItem.SUBNET_IDENTITIES, subnet)
                .add(StorageItem.TOKEN_SYMBOL, subnet)
                .add(StorageItem.SUBNET_OWNER, subnet)
                .add(StorageItem.TEMPO, subnet)
                .add(StorageItem.SUBNET_MOVING_PRICE, subnet)
                .add(StorageItem.SUBNET_ALPHA_OUT, subnet)
                .add(StorageItem.LAST_STEP_BLOCK, subnet)
                .add(StorageItem.SUBNETWORK_N, subnet)
                .add(StorageItem.SUBTOKEN_ENABLED, subnet);
    }

    private static SubnetView view(RuntimeView runtime, ProvenState state, NetUid netUid) {
        KeyPart subnet = KeyPart.of(netUid);
        return new SubnetView(
                netUid,
                unverified(
                        state.reading(StorageItem.SUBNET_IDENTITIES, Decode::identityName, subnet)),
                unverified(state.reading(StorageItem.TOKEN_SYMBOL, Decode::text, subnet)),
                state.reading(StorageItem.SUBNET_OWNER, Decode::coldkey, subnet),
                PoolReader.pool(runtime, state, netUid),
                state.reading(StorageItem.TEMPO, Decode::u16, subnet),
                state.reading(StorageItem.SUBNET_MECHANISM, Decode::u16, subnet),
                state.reading(StorageItem.SUBNET_MOVING_PRICE, SubnetReader::i96f32, subnet),
                state.reading(StorageItem.SUBNET_ALPHA_OUT, Decode::u64, subnet)
                        .map(rao -> new Alpha(netUid, rao)),
                state.reading(StorageItem.LAST_STEP_BLOCK, Decode::u64, subnet),
                state.reading(StorageItem.SUBNETWORK_N, Decode::u16, subnet),
                state.reading(StorageItem.SUBTOKEN_ENABLED, ScaleCodecReader::readBoolean, subnet));
    }

    /** What somebody wrote about himself: the bytes are proven, the claim is not. */
    static Reading<String> unverified(Reading<String> written) {
        return switch (written) {
            case Reading.Known<String>(String value, BlockRef block, Level _, ProofId proof) ->
                    value.isEmpty()
                            ? Reading.missing(Reading.Reason.ABSENT, "no name given")
                            : Reading.known(value, block, Level.UNVERIFIED, proof);
            case Reading.Missing<String> missing -> missing;
        };
    }

    private static BigDecimal i96f32(ScaleCodecReader reader) {
        BigInteger bits = reader.readInt(16);
        return new BigDecimal(bits).divide(new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION_BITS)));
    }
}
