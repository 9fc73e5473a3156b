package io.hypha.web;

import io.hypha.stake.WalletMetadata;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The chain's metadata for a browser wallet that does not know it; the page's script asks. */
@Controller
class WalletMetadataController {

    private final WalletMetadata metadata;

    WalletMetadataController(WalletMetadata metadata) {
        this.metadata = metadata;
    }

    /** Some hundred kilobytes: asked for when somebody wants the wallet to have it. */
    @GetMapping("/wallet-metadata")
    ResponseEntity<String> definition() {
        return answer(metadata.definition());
    }

    @GetMapping("/wallet-metadata/version")
    ResponseEntity<String> version() {
        return answer(metadata.version());
    }

    private static ResponseEntity<String> answer(WalletMetadata.Offer offer) {
        return switch (offer) {
            case WalletMetadata.Offer.Given(var json) ->
                    ResponseEntity.ok()
                            .header("Cache-Control", "no-store")
                            .contentType(MediaType.APPLICATION_JSON)
                            .body(json.toString());
            case WalletMetadata.Offer.Missing(String sentence) ->
                    ResponseEntity.status(503)
                            .contentType(
                                    new MediaType(
                                            "text",
                                            "plain",
                                            java.nio.charset.StandardCharsets.UTF_8))
                            .body(sentence);
        };
    }
}
