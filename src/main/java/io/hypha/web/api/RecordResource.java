package io.hypha.web.api;

import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.web.Proofs;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tx} and {@code /api/v1/proofs}. */
@RestController
class RecordResource {

    private final StakeDesk desk;
    private final Proofs proofs;

    RecordResource(StakeDesk desk, Proofs proofs) {
        this.desk = desk;
        this.proofs = proofs;
    }

    @GetMapping("/api/v1/tx/{hash}")
    Map<String, @Nullable Object> transaction(@PathVariable String hash) {
        if (!hash.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("a transaction is named by 0x and 64 hex digits");
        }
        Transaction t =
                desk.transaction(Hash256.fromHex(hash))
                        .orElseThrow(() ->
                                new UnknownResourceException(
                                        "no transaction " + hash + " was prepared here"));
        Standing.Sent sent = t.standing().sent();
        Standing.Place place = t.standing().place();
        return new Json()
                .put("id", t.id().toHex())
                .put("hash", t.extrinsicHash() == null ? null : t.extrinsicHash().toHex())
                .put("state", t.state().name().toLowerCase(Locale.ROOT))
                .put("explanation", t.explanation())
                .put("action", t.intent().action().name().toLowerCase(Locale.ROOT))
                .put("hotkey", t.intent().hotkey().address())
                .put("netuid", t.intent().netUid().value())
                .put("amountRao", Long.toString(t.intent().amountRao()))
                .put("signer", t.signer().address())
                .put("nonce", t.nonce())
                .put("call", t.call().toHex())
                .put("words", t.words())
                .put("peers", sent == null ? null : sent.peers())
                .put("endpoints", sent == null ? null : sent.endpoints())
                .put("lastBlock", t.deathBlock() == Long.MAX_VALUE ? null : t.deathBlock() - 1)
                .put("searchedTo", t.checkedTo())
                .put("block", place == null ? null : place.block().number())
                .put("blockHash", place == null ? null : place.block().hash().toHex())
                .put("indexInBlock", place == null ? null : place.index())
                .put("finalized", t.state().isFinal())
                .put("level", place == null ? null : t.state().isFinal() ? "proven" : "unverified")
                .toMap();
    }

    /** The proof bundle itself. */
    @GetMapping("/api/v1/proofs/{id}")
    ResponseEntity<String> proof(@PathVariable ProofId id) {
        return switch (proofs.bundle(id)) {
            case Reading.Known<String> known ->
                    ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(known.value());
            case Reading.Missing<String> missing -> throw new UnansweredException(missing);
        };
    }
}
