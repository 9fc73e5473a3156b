package io.hypha.web.api;

import io.hypha.chain.Hotkey;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.Effect;
import io.hypha.stake.StakeDesk;
import io.hypha.stake.StakingAction;
import io.hypha.stake.StakingActionJson;
import io.hypha.stake.Standing;
import io.hypha.stake.Transaction;
import io.hypha.web.BundleFile;
import io.hypha.web.Proofs;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tx} and {@code /api/v1/proofs}. */
@RestController
class RecordResource {

    /** There is none, and that is how it stays. */
    private static final String ABSENT = "absent";

    /** There is none yet. */
    private static final String UNREAD = "unread";

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
        Optional<Target> one = Target.of(t.action());
        Standing.Sent sent = t.standing().sent();
        Standing.Place place = t.standing().place();
        return new Json()
                .put("id", t.id().toHex())
                .putOr("hash", t.extrinsicHash() == null ? null : t.extrinsicHash().toHex(), UNREAD)
                .put("state", t.state().name().toLowerCase(Locale.ROOT))
                .put("explanation", t.explanation())
                .put("action", t.action().kind().code())
                .putOr("hotkey", one.map(Target::hotkey).map(Hotkey::address).orElse(null), ABSENT)
                .putOr("netuid", one.map(Target::netUid).map(NetUid::value).orElse(null), ABSENT)
                .putOr("amountRao", one.map(Target::rao).map(String::valueOf).orElse(null), ABSENT)
                .put("wanted", StakingActionJson.write(t.action()))
                .put("signer", t.signer().address())
                .put("nonce", t.nonce())
                .put("tip", Long.toString(t.tip()))
                .putOr("replaces", t.replaces() == null ? null : t.replaces().toHex(), ABSENT)
                .put("call", t.call().toHex())
                .put("words", t.words())
                .putOr("peers", sent == null ? null : sent.peers(), UNREAD)
                .putOr("endpoints", sent == null ? null : sent.endpoints(), UNREAD)
                .putOr(
                        "lastBlock",
                        t.deathBlock() == Long.MAX_VALUE ? null : t.deathBlock() - 1,
                        ABSENT)
                .put("searchedTo", t.checkedTo())
                .putOr("block", place == null ? null : place.block().number(), UNREAD)
                .putOr("blockHash", place == null ? null : place.block().hash().toHex(), UNREAD)
                .putOr("indexInBlock", place == null ? null : place.index(), UNREAD)
                .put("finalized", t.state().isFinal())
                .put("effects", t.effects().stream().map(RecordResource::effect).toList())
                .put("safeToRetry", t.retry().safe())
                .put("retry", t.retry().sentence())
                .putOr(
                        "level",
                        place == null ? null : t.state().isFinal() ? "proven" : "unverified",
                        UNREAD)
                .toMap();
    }

    /** Where one amount goes, of an action that is a stake or an unstake. */
    private record Target(Hotkey hotkey, NetUid netUid, long rao) {

        static Optional<Target> of(StakingAction action) {
            if (action instanceof StakingAction.Stake stake) {
                return Optional.of(new Target(stake.hotkey(), stake.netUid(), stake.tao()));
            }
            return action instanceof StakingAction.Unstake unstake
                    ? Optional.of(new Target(unstake.hotkey(), unstake.netUid(), unstake.alpha()))
                    : Optional.empty();
        }
    }

    private static Map<String, @Nullable Object> effect(Effect effect) {
        return new Json()
                .put("event", effect.event())
                .put("words", effect.words())
                .put(
                        "amounts",
                        effect.amounts().stream()
                                .map(each ->
                                        new Json()
                                                .put(
                                                        "role",
                                                        each.role()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT)
                                                                .replace('_', '-'))
                                                .put("rao", Long.toString(each.rao()))
                                                .put("netuid", each.unit().value())
                                                .toMap())
                                .toList())
                .toMap();
    }

    /** The proof bundle itself. */
    @GetMapping("/api/v1/proofs/{id}")
    void proof(@PathVariable ProofId id, HttpServletResponse response) throws IOException {
        switch (proofs.bundle(id)) {
            case Reading.Known<BundleFile> known -> {
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                known.value().writeTo(response.getOutputStream());
            }
            case Reading.Missing<BundleFile> missing -> throw new UnansweredException(missing);
        }
    }
}
