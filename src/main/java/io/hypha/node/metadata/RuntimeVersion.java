package io.hypha.node.metadata;

import io.hypha.node.scale.ScaleException;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Name and versions of a runtime, as its constant {@code System.Version} tells them. */
public record RuntimeVersion(String specName, long specVersion, long transactionVersion) {

    /** Empty where the metadata has no such constant, or it has another form. */
    static Optional<RuntimeVersion> of(RuntimeMetadata metadata) {
        return metadata.pallet("System")
                .flatMap(system -> system.constant("Version"))
                .flatMap(constant -> read(metadata, constant));
    }

    private static Optional<RuntimeVersion> read(RuntimeMetadata metadata, Constant constant) {
        JsonNode version;
        try {
            version = metadata.codec().decode(constant.type(), constant.value());
        } catch (ScaleException notReadable) {
            return Optional.empty();
        }
        JsonNode name = version.path("spec_name");
        JsonNode spec = version.path("spec_version");
        JsonNode transaction = version.path("transaction_version");
        return name.isString() && spec.isIntegralNumber() && transaction.isIntegralNumber()
                ? Optional.of(
                        new RuntimeVersion(
                                name.stringValue(), spec.longValue(), transaction.longValue()))
                : Optional.empty();
    }
}
