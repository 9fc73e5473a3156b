package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Constant;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Pallet;
import io.hypha.node.metadata.RuntimeMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The devnet's metadata. Layouts come from a resource that was cut out of the main network's metadata at spec 424
 * (what the devnet does not have is left out); the constants that depend on the devnet's rhythm are put in here.
 */
final class RuntimeDescription {

    private static final String RESOURCE = "/devnet/runtime-424.scale";

    private final RuntimeMetadata metadata;

    RuntimeDescription(DevnetSpec spec, RuntimeVersion version) {
        RuntimeMetadata cut = RuntimeMetadata.decode(resource());
        List<Pallet> pallets = cut.pallets().stream()
                .map(pallet -> new Pallet(
                        pallet.name(),
                        pallet.index(),
                        pallet.storagePrefix(),
                        pallet.storage(),
                        pallet.callType(),
                        pallet.eventType(),
                        pallet.errorType(),
                        pallet.constants().stream()
                                .map(constant -> adapted(pallet.name(), constant, spec, version))
                                .toList()))
                .toList();
        this.metadata = new RuntimeMetadata(
                cut.version(),
                cut.types(),
                pallets,
                cut.extrinsic(),
                cut.apis(),
                cut.callType(),
                cut.eventType(),
                cut.errorType());
    }

    RuntimeMetadata metadata() {
        return metadata;
    }

    Bytes encoded(int version) {
        return MetadataWriter.encode(metadata, version);
    }

    private static Constant adapted(String pallet, Constant constant, DevnetSpec spec, RuntimeVersion version) {
        return switch (pallet + "." + constant.name()) {
            case "System.Version" -> new Constant(constant.name(), constant.type(), version.encode());
            case "Timestamp.MinimumPeriod" -> u64(constant, spec.slotDurationMillis() / 2);
            case "Aura.SlotDuration" -> u64(constant, spec.slotDurationMillis());
            default -> constant;
        };
    }

    private static Constant u64(Constant constant, long value) {
        return new Constant(constant.name(), constant.type(), WorkingState.littleEndian(value, 8));
    }

    private static Bytes resource() {
        try (InputStream in = RuntimeDescription.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            return Bytes.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("resource " + RESOURCE, e);
        }
    }
}
