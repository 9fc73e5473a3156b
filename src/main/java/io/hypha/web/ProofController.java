package io.hypha.web;

import io.hypha.chain.Evidence;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** The way from a figure down to the checkpoint, and the same as one file. */
@Controller
class ProofController {

    private final Proofs proofs;

    ProofController(Proofs proofs) {
        this.proofs = proofs;
    }

    @GetMapping("/proofs/{id}")
    String proof(@PathVariable ProofId id, Model model) {
        model.addAttribute("page", ProofPage.of(id, evidence(id)));
        return "proof";
    }

    @GetMapping("/proofs/{id}/bundle")
    void bundle(@PathVariable ProofId id, HttpServletResponse response) throws IOException {
        switch (proofs.bundle(id)) {
            case Reading.Known<BundleFile> known -> {
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                response.setHeader(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("hypha-" + id + ".json")
                                .build()
                                .toString());
                known.value().writeTo(response.getOutputStream());
            }
            case Reading.Missing<BundleFile>(Reading.Reason reason, String text) ->
                    throw new EvidenceMissingException(reason, text);
        }
    }

    private Evidence evidence(ProofId id) {
        return switch (proofs.evidence(id)) {
            case Reading.Known<Evidence> known -> known.value();
            case Reading.Missing<Evidence>(Reading.Reason reason, String text) ->
                    throw new EvidenceMissingException(reason, text);
        };
    }
}
