package io.hypha.web;

import io.hypha.chain.ChainStatus;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's code that is run here, as texts.
 *
 * @param missing why there is none yet; then the others are empty
 */
public record RuntimeCard(
        String hash, String spec, String runs, String pending, @Nullable String missing) {

    static RuntimeCard of(ChainStatus status) {
        return status.code()
                .map(code ->
                        new RuntimeCard(
                                code.hash().toHex(),
                                code.specName() + " " + code.specVersion(),
                                code.compiled()
                                        ? "compiled to machine code"
                                        : "interpreted, until it is compiled",
                                UpgradeLine.pending(status).orElse("none seen"),
                                null))
                .orElse(new RuntimeCard("", "", "", "", "No code was looked at yet."));
    }
}
