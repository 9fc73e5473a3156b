package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;

/** The forms in which a runtime is stored: a module as it is, or compressed by zstd. */
final class CodeBlob {

    /** Largest module, in bytes; a blob that is not compressed counts too. */
    static final int MAX_MODULE = 50 << 20;

    private static final Bytes PREFIX = Bytes.fromHex("0x52bc537646db8e05");
    private static final Bytes ZSTD = Bytes.fromHex("0x28b52ffd");

    private CodeBlob() {}

    static byte[] module(Bytes blob) throws WasmOutline.Refusal {
        Bytes frame = blob.startsWith(PREFIX) ? blob.slice(PREFIX.size(), blob.size()) : blob;
        if (blob.startsWith(PREFIX) || frame.startsWith(ZSTD)) {
            throw new WasmOutline.Refusal("compressed code is not read yet");
        }
        if (frame.size() > MAX_MODULE) {
            throw new WasmOutline.Refusal(
                    frame.size() + " bytes are above the limit of " + MAX_MODULE);
        }
        return frame.toArray();
    }
}
