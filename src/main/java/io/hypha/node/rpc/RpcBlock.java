package io.hypha.node.rpc;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import java.util.List;
import java.util.Optional;

/** A block as an endpoint tells it; nothing of it is checked. */
public record RpcBlock(
        Header header, List<Bytes> extrinsics, List<EngineJustification> justifications) {

    public RpcBlock {
        extrinsics = List.copyOf(extrinsics);
        justifications = List.copyOf(justifications);
    }

    public record EngineJustification(EngineId engine, Bytes justification) {}

    /** What the endpoint calls a GRANDPA justification. */
    public Optional<Bytes> grandpaJustification() {
        return justifications.stream()
                .filter(each -> each.engine().equals(EngineId.GRANDPA))
                .map(EngineJustification::justification)
                .findFirst();
    }
}
