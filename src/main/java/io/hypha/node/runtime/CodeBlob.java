package io.hypha.node.runtime;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.zstd.Zstd;
import io.hypha.node.zstd.ZstdException;

/** The forms in which a runtime is stored: a module as it is, or compressed by zstd. */
final class CodeBlob {

    /** Largest module, in bytes; a blob that is not compressed counts too. */
    static final int MAX_MODULE = 50 << 20;

    private static final Bytes PREFIX = Bytes.fromHex("0x52bc537646db8e05");
    private static final Bytes ZSTD = Bytes.fromHex("0x28b52ffd");

    private CodeBlob() {}

    static byte[] module(Bytes blob) throws WasmOutline.Refusal {
        boolean isMarked = blob.startsWith(PREFIX);
        Bytes frame = isMarked ? blob.slice(PREFIX.size(), blob.size()) : blob;
        if (isMarked || frame.startsWith(ZSTD)) {
            try {
                return Zstd.decompress(frame.toArray(), MAX_MODULE);
            } catch (ZstdException e) {
                throw new WasmOutline.Refusal("it does not decompress: " + e.getMessage());
            }
        }
        if (frame.size() > MAX_MODULE) {
            throw new WasmOutline.Refusal(
                    frame.size() + " bytes are above the limit of " + MAX_MODULE);
        }
        return frame.toArray();
    }
}
