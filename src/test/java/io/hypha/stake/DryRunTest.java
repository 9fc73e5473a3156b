package io.hypha.stake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.Field;
import io.hypha.node.metadata.MetadataBuilder;
import io.hypha.node.metadata.MetadataWriter;
import io.hypha.node.metadata.Primitive;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.TypeRegistryBuilder;
import io.hypha.node.metadata.VariantCase;
import io.hypha.node.scale.ScaleCodecWriter;
import org.junit.jupiter.api.Test;

/** A runtime that has neither pool check nor block builder, and a dry run. */
class DryRunTest {

    private static final Bytes CALL = Bytes.fromHex("0x070900");

    private static RuntimeMetadata metadata() {
        MetadataBuilder runtime = new MetadataBuilder("dry_runtime");
        TypeRegistryBuilder types = runtime.types();
        int account = types.accountId();
        int unit = types.unit();
        int u8 = types.primitive(Primitive.U8);
        int raw =
                types.variant(
                        "frame_support::RawOrigin",
                        VariantCase.of("Root", 0),
                        VariantCase.of("Signed", 1, Field.unnamed(account)));
        int origin = types.variant("OriginCaller", VariantCase.of("system", 0, Field.unnamed(raw)));
        int module =
                types.composite(
                        "ModuleError",
                        Field.named("index", u8),
                        Field.named("error", types.array(4, u8)));
        int error =
                types.variant(
                        "DispatchError",
                        VariantCase.of("BadOrigin", 2),
                        VariantCase.of("Module", 3, Field.unnamed(module)));
        int failure = types.composite("DispatchErrorWithPostInfo", Field.named("error", error));
        int event = types.variant("Event", VariantCase.of("Stored", 5, Field.unnamed(u8)));
        int effects =
                types.composite(
                        "CallDryRunEffects",
                        Field.named("execution_result", types.result(unit, failure)),
                        Field.named("emitted_events", types.sequence(event)));
        runtime.pallet("Shelf", 7, "pallet_shelf")
                .calls(VariantCase.of("put", 9, Field.named("it", u8)))
                .errors(VariantCase.of("SlippageTooHigh", 4));
        runtime.api("DryRunApi", 2)
                .method(
                        "dry_run_call",
                        types.result(effects, unit),
                        Field.named("origin", origin),
                        Field.named("call", runtime.callType()),
                        Field.named("result_xcms_version", types.primitive(Primitive.U32)));
        runtime.extrinsic(account, types.array(64, u8));
        return RuntimeMetadata.decode(MetadataWriter.encode(runtime.build(), 16));
    }

    private final PlanScene scene = new PlanScene();

    private Rehearser.Tried tried(Bytes answer) {
        scene.runtime.answers.put(DryRun.METHOD, answer);
        return new Rehearser(scene.node, FakeNode.block(1_000), metadata())
                .rehearse(Bytes.EMPTY, CALL, PlanScene.SIGNER);
    }

    @Test
    void tries_the_call_as_its_signer_and_hears_its_events() {
        Rehearser.Tried tried = tried(Bytes.fromHex("0x0000040507"));

        assertEquals(
                DryRun.METHOD, assertInstanceOf(Rehearsal.Passed.class, tried.rehearsal()).api());
        assertEquals(7, tried.events().getFirst().path("Stored").asInt());
        assertEquals(
                Bytes.concat(
                        Bytes.ofInts(0, 1),
                        PlanScene.SIGNER.key().toBytes(),
                        CALL,
                        new ScaleCodecWriter().writeUint32(4).toBytes()),
                scene.node.rehearsed.getLast().parameters());
    }

    @Test
    void says_which_error_the_call_would_end_with() {
        Rehearsal.Failed failed =
                assertInstanceOf(
                        Rehearsal.Failed.class,
                        tried(Bytes.fromHex("0x00010307040000000" + "0")).rehearsal());

        assertTrue(failed.sentence().contains("Shelf.SlippageTooHigh"), failed.sentence());
    }

    @Test
    void is_not_offered_where_the_runtime_cannot_do_it_or_answers_in_another_form() {
        assertInstanceOf(Rehearsal.NotOffered.class, tried(Bytes.fromHex("0x01")).rehearsal());
        assertInstanceOf(Rehearsal.NotOffered.class, tried(Bytes.fromHex("0x09")).rehearsal());
        assertInstanceOf(Rehearsal.NotOffered.class, tried(Bytes.EMPTY).rehearsal());
    }
}
