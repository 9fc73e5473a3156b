package io.hypha.stake;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.ExtrinsicFormat;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.RuntimeMetadata;
import java.util.List;

/** Runtimes that are not there yet: a known one with one thing changed. */
final class OtherRuntimes {

    private OtherRuntimes() {}

    /** {@code SudoTransactionExtension} carries a number, as {@code CheckNonce} does. */
    static Bytes withExtensionOfData(Bytes known) {
        RuntimeMetadata metadata = RuntimeMetadata.decode(known);
        ExtrinsicFormat format = metadata.extrinsic();
        int number =
                format.extensions().stream()
                        .filter(each -> each.identifier().equals("CheckNonce"))
                        .findFirst()
                        .orElseThrow()
                        .extraType();
        List<ExtrinsicFormat.Extension> extensions =
                format.extensions().stream()
                        .map(each ->
                                each.identifier().equals("SudoTransactionExtension")
                                        ? new ExtrinsicFormat.Extension(
                                                each.identifier(), number, each.implicitType())
                                        : each)
                        .toList();
        return MetadataWriter.encode(
                new RuntimeMetadata(
                        metadata.version(),
                        metadata.types(),
                        metadata.pallets(),
                        new ExtrinsicFormat(
                                format.versions(),
                                format.addressType(),
                                format.callType(),
                                format.signatureType(),
                                extensions),
                        metadata.apis(),
                        metadata.callType(),
                        metadata.eventType(),
                        metadata.errorType()),
                16);
    }
}
