package io.hypha.web;

import io.hypha.chain.ChainStatus;
import io.hypha.node.bytes.BlockId;
import java.util.List;

/** A JSON-RPC endpoint as texts. Its name and height are claims. */
public record EndpointRow(
        String address,
        String software,
        String state,
        String kind,
        Figure head,
        String latency,
        String received,
        String faults,
        String serves) {

    static List<EndpointRow> of(ChainStatus status) {
        return status.endpoints().stream().map(EndpointRow::of).toList();
    }

    private static EndpointRow of(ChainStatus.Endpoint endpoint) {
        return new EndpointRow(
                endpoint.address(),
                endpoint.software().isEmpty()
                        ? "software not said"
                        : ForeignText.of(endpoint.software(), ForeignText.NAME),
                state(endpoint.state()),
                kind(endpoint.state()),
                endpoint.claimedHead()
                        .map(BlockId::number)
                        .map(PeerRow::claim)
                        .orElseGet(() -> Figure.missing("not said")),
                endpoint.latency().map(PeerRow::latency).orElse("not measured"),
                Numbers.bytes(endpoint.bytesReceived()),
                Numbers.grouped(endpoint.faults()),
                (endpoint.servesReadProofs() ? "read proofs" : "no read proofs")
                        + (endpoint.servesJustifications() ? ", justifications as they come" : ""));
    }

    private static String state(ChainStatus.EndpointState state) {
        return switch (state) {
            case CONNECTING -> "connecting";
            case OK -> "answers";
            case SILENT -> "silent";
            case BANNED -> "dropped: it sent what its own proof refutes";
        };
    }

    private static String kind(ChainStatus.EndpointState state) {
        return switch (state) {
            case OK -> "ok";
            case CONNECTING, SILENT -> "wait";
            case BANNED -> "bad";
        };
    }
}
