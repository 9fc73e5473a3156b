package io.hypha.node.metadata;

import java.util.List;

/**
 * What an extrinsic is made of; types by their ids.
 *
 * @param versions extrinsic formats the runtime takes, such as {@code [4, 5]}
 * @param extensions in the order in which they are encoded
 */
public record ExtrinsicFormat(
        List<Integer> versions,
        int addressType,
        int callType,
        int signatureType,
        List<Extension> extensions) {

    public ExtrinsicFormat {
        versions = List.copyOf(versions);
        extensions = List.copyOf(extensions);
    }

    /**
     * A transaction extension.
     *
     * @param extraType type id of what it adds to the extrinsic
     * @param implicitType type id of what is signed but not sent
     */
    public record Extension(String identifier, int extraType, int implicitType) {}
}
