package io.hypha.web;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A proof bundle. It may be tens of megabytes of JSON, so it is written, never handed out whole.
 */
public interface BundleFile {

    /**
     * Writes the JSON text in UTF-8; {@code out} stays open.
     *
     * @throws IOException when {@code out} takes no more
     */
    void writeTo(OutputStream out) throws IOException;
}
