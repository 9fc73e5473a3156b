package io.hypha.rank;

import io.hypha.chain.BlockRef;
import io.hypha.chain.Evidence;
import io.hypha.chain.Hotkey;
import io.hypha.chain.Level;
import io.hypha.chain.NetUid;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The ground of a score. It rests on the recorded epochs of every validator of its subnet; what the
 * newest epoch added to that record is proven again here, the rest is named in words.
 */
public final class ScoreEvidence {

    private static final String WORD = "score";

    private final Ranking ranking;
    private final Subtensor subtensor;

    public ScoreEvidence(Ranking ranking, Subtensor subtensor) {
        this.ranking = ranking;
        this.subtensor = subtensor;
    }

    /** Whether a proof names a score. */
    public static boolean isNamedBy(ProofId id) {
        return id.figure().equals(WORD);
    }

    /** Why there is no file that proves a score, and what there is instead. */
    public static <T> Reading<T> noBundle(ProofId id) {
        return Reading.missing(
                Reading.Reason.UNSUPPORTED,
                "a score is Derived from Recorded inputs: the epochs of every validator of the subnet, more than a bundle"
                        + " holds. Its greatest part, the net yield, has a bundle of its own"
                        + (id.arguments().size() == 2 ? ": " + netYield(id) : ""));
    }

    private static ProofId netYield(ProofId id) {
        return new ProofId(
                id.block(), "yield", List.of(id.arguments().get(0), id.arguments().get(1), "30d"));
    }

    /** The inputs that the newest epoch added, with the score and its components. */
    public Reading<Evidence> of(ProofId id) {
        Hotkey hotkey;
        NetUid netUid;
        try {
            if (id.arguments().size() != 2) {
                throw new IllegalArgumentException(
                        "a proof of a score is named block-score-hotkey-netuid, was " + id);
            }
            hotkey = Hotkey.of(id.arguments().get(0));
            netUid = NetUid.of(id.arguments().get(1));
        } catch (IllegalArgumentException e) {
            return Reading.missing(Reading.Reason.UNSUPPORTED, String.valueOf(e.getMessage()));
        }
        return ranking.validator(netUid, hotkey)
                .flatMap(ranked ->
                        subtensor
                                .part(id.block(), inputs(id.block(), hotkey, netUid))
                                .flatMap(part ->
                                        Reading.known(
                                                new Evidence(
                                                        id,
                                                        "Score of "
                                                                + hotkey
                                                                + " on subnet "
                                                                + netUid,
                                                        value(id, ranked.value()),
                                                        Level.DERIVED,
                                                        words(id, ranked.value()),
                                                        List.of(part.value())),
                                                part.block(),
                                                Level.DERIVED,
                                                id)));
    }

    private static List<ProofId> inputs(long block, Hotkey hotkey, NetUid netUid) {
        String hot = hotkey.address();
        String subnet = netUid.toString();
        List<ProofId> inputs = new ArrayList<>();
        inputs.add(input(block, "AlphaDividendsPerSubnet", subnet, hot));
        inputs.add(input(block, "TotalHotkeyAlphaLastEpoch", hot, subnet));
        inputs.add(input(block, "TotalHotkeyAlpha", hot, subnet));
        inputs.add(input(block, "TotalHotkeyAlpha", hot, "0"));
        inputs.add(input(block, "Uids", subnet, hot));
        inputs.add(input(block, "ValidatorPermit", subnet));
        inputs.add(input(block, "ValidatorTrust", subnet));
        inputs.add(input(block, "LastUpdate", subnet));
        inputs.add(input(block, "Delegates", hot));
        inputs.add(input(block, "ChildkeyTake", hot, subnet));
        inputs.add(input(block, "Owner", hot));
        return inputs;
    }

    private static ProofId input(long block, String item, String... arguments) {
        return new ProofId(block, "SubtensorModule." + item, List.of(arguments));
    }

    private static String value(ProofId id, RankedValidator ranked) {
        BlockRef block = ranked.block();
        String at =
                block.number() == id.block()
                        ? ""
                        : " at block " + block.number() + "; no older score is kept";
        return switch (ranked.score()) {
            case Reading.Known<Score> known ->
                    known.value().points().toPlainString() + " of 100" + at;
            case Reading.Missing<Score>(var _, String text) -> "no score: " + text;
        };
    }

    private static String words(ProofId id, RankedValidator ranked) {
        String components =
                switch (ranked.score()) {
                    case Reading.Known<Score> known ->
                            known.value().components().stream()
                                    .map(component ->
                                            component.part().label() + ": " + component.input())
                                    .collect(Collectors.joining("; "));
                    case Reading.Missing<Score>(var _, String text) -> text;
                };
        return Score.FORMULA
                + ", Derived from Recorded inputs. "
                + components
                + ". Recorded are 30 days of epochs of every"
                + " validator of this subnet (180 days of takes): each was proven when it was read and is kept in this"
                + " installation's database since. Proven again below is what the epoch at block "
                + id.block()
                + " added for this validator; the net yield has a proof of every epoch at /proofs/"
                + netYield(id)
                + ".";
    }
}
