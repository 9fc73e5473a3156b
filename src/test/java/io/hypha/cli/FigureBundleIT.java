package io.hypha.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hypha.boot.FigureProofs;
import io.hypha.chain.AccountView;
import io.hypha.chain.EpochReader;
import io.hypha.chain.Evidence;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.FigureStore;
import io.hypha.chain.Hotkey;
import io.hypha.chain.KeptFigure;
import io.hypha.chain.Level;
import io.hypha.chain.MemoryFigureStore;
import io.hypha.chain.NetUid;
import io.hypha.chain.PositionView;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.chain.Subtensor;
import io.hypha.chain.SubtensorReader;
import io.hypha.devnet.Devnet;
import io.hypha.devnet.DevnetOptions;
import io.hypha.index.EpochIndexer;
import io.hypha.index.MemoryEpochStore;
import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.FinalizedHead;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.sync.ChainSpec;
import io.hypha.node.sync.FollowedDevnet;
import io.hypha.node.sync.LightNodes;
import io.hypha.node.sync.NetworkRecord;
import io.hypha.node.sync.RunningNode;
import io.hypha.rank.RankedValidator;
import io.hypha.rank.Ranking;
import io.hypha.rank.ScoredRanking;
import io.hypha.web.Proofs;
import io.hypha.yield.Growth;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures of a real devnet, on their way from the page to the offline check of their bundle. */
class FigureBundleIT {

    /** A day and a few epochs. */
    private static final int HISTORY = 24;

    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final NetUid SUBNET = new NetUid(3);

    @TempDir private static Path dir;

    private static Devnet devnet;
    private static RunningNode node;
    private static Subtensor subtensor;
    private static Ranking ranking;
    private static final MemoryFigureStore KEPT = new MemoryFigureStore();
    private static ExecutedFigures executed;
    private static Proofs proofs;
    private static Path spec;
    private static RankedValidator validator;

    @BeforeAll
    static void index_a_devnet() throws Exception {
        devnet = devnet("1");
        spec = spec(devnet, "devnet.json");
        NetworkRecord record =
                ChainSpec.read(
                        Bytes.of(devnet.chainSpec().getBytes(StandardCharsets.UTF_8)),
                        "the devnet's spec");
        node = LightNodes.start(FollowedDevnet.options(record, devnet.rpcWebSocket(), CLOCK));
        awaitHead(node, devnet.head().number());
        MemoryEpochStore store = new MemoryEpochStore();
        EpochIndexer indexer = new EpochIndexer(new EpochReader(node), store);
        assertThat(indexer.look()).isEqualTo(new EpochIndexer.Step.Idle(HISTORY));
        EpochIndexer.Step step = indexer.step();
        while (!(step instanceof EpochIndexer.Step.Idle)) {
            assertThat(step).isInstanceOf(EpochIndexer.Step.Indexed.class);
            step = indexer.step();
        }
        subtensor = new SubtensorReader(node);
        ranking = new ScoredRanking(store);
        executed = new ExecutedFigures(node, KEPT);
        proofs = new FigureProofs(subtensor, executed, store, ranking);
        assertThat(store.subnets()).contains(SUBNET);
        Hotkey hotkey =
                store.stakes(SUBNET, 0).entrySet().stream()
                        .filter(rows -> rows.getValue().getLast().isPaid())
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow();
        validator = known(ranking.validator(SUBNET, hotkey)).value();
    }

    @AfterAll
    static void stop() {
        node.close();
        devnet.close();
    }

    private static Devnet devnet(String seed) {
        return Devnet.manual(
                DevnetOptions.defaults(dir)
                        .withRpcPort(0)
                        .withP2pPort(0)
                        .withSeed(seed)
                        .withDataDir(dir.resolve("devnet-" + seed)),
                seed.equals("1") ? HISTORY : 1,
                CLOCK);
    }

    private static Path spec(Devnet devnet, String name) throws Exception {
        return Files.writeString(dir.resolve(name), devnet.chainSpec());
    }

    private static void awaitHead(RunningNode node, long number) throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        Consumer<FinalizedHead> look =
                head -> {
                    if (head.number() >= number) {
                        reached.countDown();
                    }
                };
        try (var _ = node.onFinalized(look)) {
            node.finalizedHead().ifPresent(look);
            assertThat(reached.await(5, TimeUnit.MINUTES)).as(node.status().explanation()).isTrue();
        }
    }

    private static <T> Reading.Known<T> known(Reading<T> reading) {
        assertThat(reading).isInstanceOf(Reading.Known.class);
        return (Reading.Known<T>) reading;
    }

    private static ObjectNode bundle(ProofId id) {
        return bundle(proofs, id);
    }

    private static ObjectNode bundle(Proofs made, ProofId id) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            known(made.bundle(id)).value().writeTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (ObjectNode) JSON.readTree(file.toByteArray());
    }

    private static CommandRun verify(JsonNode bundle) {
        return CommandRun.withJson(
                bundle, "verify", "bundle", "-", "--network", spec.toString(), "--json");
    }

    /** The bundle of a figure verifies from genesis, and each way to break it is named. */
    private static String proven(Reading.Known<?> figure) throws Exception {
        ProofId id = figure.proof();
        Evidence evidence = known(proofs.evidence(id)).value();
        assertThat(evidence.parts()).isNotEmpty();
        ObjectNode bundle = bundle(id);

        JsonNode yes = verify(bundle).yes();
        assertThat(yes.path("verdict").asString()).isEqualTo("valid");
        assertThat(yes.path("figure").path("what").asString()).isEqualTo(id.toString());

        breaksByAnotherByteOfAValue(bundle);
        breaksByAMissingNode(bundle);
        breaksByAnotherCheckpoint(bundle);
        breaksByAnotherCaption(bundle);
        return yes.path("figure").path("value").asString();
    }

    private static void breaksByAnotherByteOfAValue(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        ObjectNode input = null;
        for (JsonNode each : broken.path("figure").path("inputs")) {
            if (each.path("outcome").asString().equals("value")) {
                input = (ObjectNode) each;
            }
        }
        assertThat(input).isNotNull();
        String hex = input.path("value").asString();
        input.put("value", (hex.charAt(2) == '0' ? "0x1" : "0x0") + hex.substring(3));
        JsonNode no = verify(broken).no("mismatch");
        assertThat(last(no)).isEqualTo("input " + input.path("name").asString());
    }

    private static void breaksByAMissingNode(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        ArrayNode nodes = (ArrayNode) broken.path("blocks").path(0).path("proof");
        nodes.remove(nodes.size() - 1);
        CommandRun run = verify(broken);
        assertThat(run.exitCode()).isEqualTo(1);
        JsonNode no = JSON.readTree(run.out());
        assertThat(no.path("verdict").asString()).isIn("incomplete", "invalid-proof");
        assertThat(last(no)).containsAnyOf("input ", "state of #");
    }

    private static void breaksByAnotherCheckpoint(ObjectNode bundle) throws Exception {
        ObjectNode checkpoint = JSON.createObjectNode();
        checkpoint.put("header", devnet.networkRecord().genesisHeader().toHex());
        checkpoint.put("setId", 7);
        ArrayNode authorities = checkpoint.putArray("authorities");
        devnet.networkRecord()
                .voters()
                .forEach(voter -> authorities.addArray().add(voter.toHex()).add(1));
        Path file = Files.writeString(dir.resolve("foreign.json"), checkpoint.toString());
        JsonNode no =
                CommandRun.withJson(
                                bundle,
                                "verify",
                                "bundle",
                                "-",
                                "--checkpoint",
                                file.toString(),
                                "--json")
                        .no("bad-signature");
        assertThat(last(no)).contains("justified");
    }

    private static void breaksByAnotherCaption(ObjectNode bundle) {
        ObjectNode figure = (ObjectNode) bundle.deepCopy().path("figure");
        ObjectNode broken = bundle.deepCopy();
        String what = figure.path("what").asString();
        figure.put(
                "what",
                what.substring(0, what.lastIndexOf('-') + 1) + (what.endsWith("-4") ? "5" : "4"));
        broken.set("figure", figure);
        assertThat(last(verify(broken).no("refused"))).isEqualTo("figure");
    }

    private static String last(JsonNode verdict) {
        JsonNode links = verdict.path("links");
        return links.path(links.size() - 1).path("what").asString();
    }

    @Test
    void a_take_as_it_is_stored() throws Exception {
        assertThat(proven(known(validator.take()))).startsWith("0x");
    }

    @Test
    void a_take_that_the_chain_reports_now() throws Exception {
        assertThat(proven(known(known(subtensor.validator(validator.hotkey())).value().take())))
                .startsWith("0x");
    }

    @Test
    void the_free_balance_of_an_account() throws Exception {
        AccountView account = known(subtensor.account(known(validator.owner()).value())).value();
        String stored = proven(known(account.free()));
        assertThat(stored).hasSizeGreaterThan(80);
        assertThat(known(proofs.evidence(known(account.nonce()).proof())).value().level())
                .isEqualTo(Level.PROVEN);
    }

    @Test
    void a_price_and_a_position_with_its_value() throws Exception {
        var price = known(known(subtensor.subnet(SUBNET)).value().price());
        assertThat(proven(price)).isEqualTo(price.value().toPlainString());

        AccountView account = known(subtensor.account(known(validator.owner()).value())).value();
        PositionView position =
                known(account.positions()).value().stream()
                        .filter(each -> each.netUid().equals(SUBNET))
                        .findFirst()
                        .orElseThrow();
        assertThat(proven(known(position.stake())))
                .isEqualTo(Long.toString(known(position.stake()).value().rao()));
        assertThat(proven(known(position.valueAtSpot())))
                .isEqualTo(Long.toString(known(position.valueAtSpot()).value().value()));
    }

    @Test
    void root_dividends_to_claim() throws Exception {
        AccountView account = known(subtensor.account(known(validator.owner()).value())).value();
        PositionView root =
                known(account.positions()).value().stream()
                        .filter(each -> each.netUid().isRoot())
                        .findFirst()
                        .orElseThrow();
        PositionView.Owed owed = known(root.owed()).value().getFirst();
        assertThat(proven(known(owed.amount())))
                .isEqualTo(Long.toString(known(owed.amount()).value().rao()));
        assertThat(proven(known(owed.valueAtSpot())))
                .isEqualTo(Long.toString(known(owed.valueAtSpot()).value().value()));
    }

    @Test
    void a_net_yield_over_every_epoch_of_its_window() throws Exception {
        Reading.Known<Growth> day = known(validator.day());
        assertThat(day.value().realised()).isPositive();
        assertThat(proven(day)).isEqualTo(day.value().realised().toPlainString());
        assertThat(known(proofs.evidence(day.proof())).value().parts()).hasSizeGreaterThan(20);
    }

    @Test
    void a_yield_without_one_of_its_epochs_is_refused() {
        ObjectNode bundle = bundle(known(validator.day()).proof());
        ArrayNode inputs = (ArrayNode) bundle.path("figure").path("inputs");
        String gone = inputs.path(inputs.size() / 2).path("block").asString();
        inputs.removeIf(input -> input.path("block").asString().equals(gone));

        assertThat(last(verify(bundle).no("refused"))).isEqualTo("figure");
    }

    @Test
    void an_accrual_on_root() throws Exception {
        RankedValidator onRoot = known(ranking.validator(NetUid.ROOT, validator.hotkey())).value();
        Reading.Known<Growth> day = known(onRoot.day());
        assertThat(day.value().realised()).isPositive();
        assertThat(proven(day)).isEqualTo(day.value().realised().toPlainString());
    }

    @Test
    void what_the_chains_own_code_answered() {
        ExecutedForm second = ExecutedForm.u64(8);
        ProofId id = executed.keep("Alpha for 5 τ", "rao", second, simulated());
        Evidence evidence = known(proofs.evidence(id)).value();
        assertThat(evidence.level()).isEqualTo(Level.EXECUTED);
        ObjectNode bundle = bundle(id);

        JsonNode yes = verify(bundle).yes();
        assertThat(new BigInteger(yes.path("figure").path("value").asString())).isPositive();
        assertThat(evidence.value())
                .isEqualTo(yes.path("figure").path("value").asString() + " rao");
        assertThat(yes.path("figure").path("level").asString()).isEqualTo("executed");
        assertThat(yes.path("links").toString())
                .contains("runtime-code of #" + HISTORY)
                .contains("executed");

        assertThat(bundleOfTheNextProcess(id)).isEqualTo(bundle);
        breaksByAnotherByteOfTheResult(bundle);
        breaksByAnotherCodeHash(bundle);
        breaksByOtherParameters(bundle);
        breaksByAnotherNameOfTheCall(bundle);
        breaksByAMissingCode(bundle);
        breaksByAMissingJustification(bundle);
        breaksByAnotherCaption(bundle);
    }

    /** Nothing but what was kept; the block is found again by its number. */
    private static JsonNode bundleOfTheNextProcess(ProofId id) {
        FigureProofs next =
                new FigureProofs(
                        subtensor,
                        new ExecutedFigures(node, KEPT),
                        new MemoryEpochStore(),
                        ranking);
        assertThat(known(next.evidence(id)).value()).isEqualTo(known(proofs.evidence(id)).value());
        FigureProofs forgetful =
                new FigureProofs(
                        subtensor,
                        new ExecutedFigures(node, FigureStore.NONE),
                        new MemoryEpochStore(),
                        ranking);
        assertThat(forgetful.bundle(id))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.text()).contains("not kept any more"));
        return bundle(next, id);
    }

    @Test
    void what_is_kept_of_another_chain_or_under_another_name_is_not_shown() {
        ProofId id = executed.keep("A", "rao", ExecutedForm.u64(0), simulated());
        KeptFigure kept = KEPT.find(id).orElseThrow();
        Hash256 elsewhere = Hash256.fromHex("0x" + "e1".repeat(32));
        KeptFigure foreign =
                new KeptFigure(
                        ExecutedFigures.id(
                                id.block(),
                                elsewhere,
                                kept.method(),
                                kept.parameters(),
                                kept.form(),
                                kept.unit()),
                        elsewhere,
                        kept.title(),
                        kept.unit(),
                        kept.form(),
                        kept.codeHash(),
                        kept.specVersion(),
                        kept.method(),
                        kept.parameters(),
                        kept.result(),
                        kept.proof());
        KEPT.keep(foreign);
        assertThat(proofs.evidence(foreign.id()))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.text()).contains("none of this chain"));

        ProofId wrong = new ProofId(id.block(), ExecutedFigures.NAME, List.of("ab".repeat(16)));
        FigureStore liar =
                new FigureStore() {
                    @Override
                    public void keep(KeptFigure figure) {}

                    @Override
                    public Optional<KeptFigure> find(ProofId each) {
                        return Optional.of(kept);
                    }
                };
        assertThat(new ExecutedFigures(node, liar).find(id)).contains(kept);
        assertThat(new ExecutedFigures(node, liar).find(wrong)).isEmpty();
    }

    private static Executed simulated() {
        Bytes parameters =
                new ScaleCodecWriter()
                        .writeUint16(SUBNET.value())
                        .writeLong(5_000_000_000L)
                        .toBytes();
        return switch (node.call(
                node.finalizedHead().orElseThrow(),
                "SwapRuntimeApi_sim_swap_tao_for_alpha",
                parameters)) {
            case Answer.Given<Executed>(Executed value) -> value;
            case Answer.Missing<Executed>(var reason, String text) ->
                    throw new AssertionError(reason + " " + text);
        };
    }

    private static ObjectNode call(ObjectNode bundle) {
        return (ObjectNode) bundle.path("figure").path("calls").path(0);
    }

    private static void breaksByAnotherByteOfTheResult(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        String result = call(broken).path("result").asString();
        call(broken).put("result", (result.charAt(2) == '0' ? "0x1" : "0x0") + result.substring(3));
        assertThat(last(verify(broken).no("runtime-call"))).startsWith("runtime-call ");
    }

    private static void breaksByAnotherCodeHash(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        call(broken).put("codeHash", devnet.genesisHash().toHex());
        assertThat(last(verify(broken).no("runtime-code"))).startsWith("runtime-code of #");
    }

    private static void breaksByOtherParameters(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        String parameters = call(broken).path("parameters").asString();
        call(broken).put("parameters", parameters + "00");
        assertThat(verify(broken).no("runtime-call").path("reason").asString()).contains("trapped");
    }

    private static void breaksByAnotherNameOfTheCall(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        call(broken).put("name", call(broken).path("name").asString() + "0");
        assertThat(last(verify(broken).no("refused"))).isEqualTo("figure");
    }

    private static void breaksByAMissingCode(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        ArrayNode nodes = (ArrayNode) broken.path("blocks").path(0).path("proof");
        int longest = 0;
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).asString().length() > nodes.get(longest).asString().length()) {
                longest = i;
            }
        }
        nodes.remove(longest);
        assertThat(verify(broken).no("runtime-code").path("reason").asString())
                .contains("does not cover the code");
    }

    private static void breaksByAMissingJustification(ObjectNode bundle) {
        ObjectNode broken = bundle.deepCopy();
        ((ObjectNode) broken.path("blocks").path(0)).put("justification", "0x");
        assertThat(last(verify(broken).no("malformed"))).contains("justified");
    }

    @Test
    void a_bundle_of_another_network_is_refused() throws Exception {
        try (Devnet other = devnet("2")) {
            Path foreign = spec(other, "other.json");
            CommandRun.withJson(
                            bundle(known(validator.take()).proof()),
                            "verify",
                            "bundle",
                            "-",
                            "--network",
                            foreign.toString(),
                            "--json")
                    .no("wrong-network");
        }
    }

    @Test
    void a_score_says_what_it_rests_on() {
        ProofId id = validator.proof();
        assertThat(id.figure()).isEqualTo("score");
        Evidence evidence = known(proofs.evidence(id)).value();
        assertThat(evidence.level()).isEqualTo(Level.DERIVED);
        assertThat(evidence.formula())
                .contains("Recorded inputs")
                .contains("/proofs/" + id.block() + "-yield-");
        assertThat(evidence.parts().getFirst().inputs()).hasSize(11);
        assertThat(proofs.bundle(id))
                .isInstanceOfSatisfying(
                        Reading.Missing.class,
                        missing -> assertThat(missing.text()).contains("yield"));
    }
}
