package io.hypha.cli;

import io.hypha.node.bytes.BlockId;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.consensus.Authority;
import io.hypha.node.consensus.Justification;
import io.hypha.node.consensus.Precommit;
import io.hypha.node.consensus.WarpProof;
import io.hypha.node.crypto.Ed25519;
import io.hypha.node.crypto.Schnorrkel;
import io.hypha.node.header.DigestItem;
import io.hypha.node.header.EngineId;
import io.hypha.node.header.Header;
import io.hypha.node.scale.ScaleCodecWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Runs the short commands and the light node once on input made here, so that {@code bin/hypha} can
 * keep what the JVM loaded and compiled for them. A command that does not answer as it must ends it
 * with an exception: then no cache is kept.
 */
final class Rehearsal {

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private Rehearsal() {}

    public static void main(String[] args) {
        Schnorrkel.KeyPair author = Schnorrkel.KeyPair.fromMiniSecret(seed(0));
        Header header = header(author);
        List<Authority> authorities =
                List.of(new Authority(Hash256.of(Ed25519.publicKey(seed(1))), 1));
        Justification justification = justification(header);
        perform(Json.object(), "header", "--json", header.encode().toHex());
        perform(finality(header, authorities, justification), "verify", "finality", "-", "--json");
        perform(
                warpProof(header, authorities, justification),
                "verify",
                "warp-proof",
                "-",
                "--json");
        perform(seal(header, author.publicKey()), "verify", "seal", "-", "--json");
        perform(
                Json.parse(
                        "{\"stateVersion\":1,\"entries\":[[\"0x01\",\"0x02\"],[\"0x0102\",\"0x03\"]]}"
                                .getBytes(StandardCharsets.UTF_8),
                        "entries"),
                "verify",
                "trie-root",
                "-");
        performOnMetadata();
        performOnChain();
    }

    /** The cold start of the light node, from genesis. */
    private static void performOnChain() {
        try (RehearsalChain chain = new RehearsalChain()) {
            perform(
                    Json.object(),
                    "node",
                    "--network",
                    chain.spec().toString(),
                    "--bootnode",
                    chain.bootnode().toString(),
                    "--until-finalized",
                    Integer.toString(RehearsalChain.BLOCKS),
                    "--json");
        }
    }

    private static void performOnMetadata() {
        Path file;
        try {
            file = Files.createTempFile("hypha-rehearsal", ".scale");
            Files.write(file, RehearsalRuntime.metadata().toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("no file for the rehearsal", e);
        }
        String metadata = file.toString();
        String account = Hash256.ZERO.toHex();
        ObjectNode call = Json.object().put("pallet", "System").put("name", "remark");
        call.putArray("args").add("0x00");
        ObjectNode spec =
                Json.object()
                        .put("signer", account)
                        .put("nonce", 0)
                        .put("tip", 0)
                        .put("era", "immortal")
                        .put("blockHash", account)
                        .put("genesisHash", account)
                        .put("specVersion", 1)
                        .put("transactionVersion", 1)
                        .put("mode", 0)
                        .set("call", call);
        perform(Json.object(), "metadata", "inspect", metadata, "--json");
        perform(
                Json.object(),
                "storage",
                "key",
                "--metadata",
                metadata,
                "System",
                "Account",
                account,
                "--json");
        perform(
                Json.object(),
                "scale",
                "decode",
                "--metadata",
                metadata,
                "--type",
                "System.Number",
                "0x00000000");
        perform(spec, "extrinsic", "build", "--metadata", metadata, "-", "--json");
        file.toFile().deleteOnExit();
    }

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return seed;
    }

    private static Header header(Schnorrkel.KeyPair author) {
        ScaleCodecWriter change = new ScaleCodecWriter().writeUByte(1);
        Authority.writeList(change, List.of(new Authority(Hash256.ZERO, 1)));
        Header unsealed =
                new Header(
                        Hash256.ZERO,
                        1,
                        Hash256.ZERO,
                        Hash256.ZERO,
                        List.of(
                                new DigestItem.PreRuntime(EngineId.AURA, Bytes.of(new byte[8])),
                                new DigestItem.Consensus(
                                        EngineId.GRANDPA, change.writeUint32(0).toBytes())));
        return unsealed.withDigestItem(
                new DigestItem.Seal(
                        EngineId.AURA, Bytes.of(author.sign(unsealed.hash().toArray()))));
    }

    private static Justification justification(Header header) {
        BlockId block = header.id();
        byte[] signature = Ed25519.sign(seed(1), Precommit.signedMessage(block, 1, 0));
        Hash256 voter = Hash256.of(Ed25519.publicKey(seed(1)));
        return new Justification(
                1, block, List.of(new Precommit(block, Bytes.of(signature), voter)), List.of());
    }

    private static ObjectNode finality(
            Header header, List<Authority> authorities, Justification justification) {
        return Json.object()
                .put("header", header.encode().toHex())
                .put("justification", justification.encode().toHex())
                .put("setId", 0)
                .set("authorities", Json.authorities(authorities));
    }

    private static ObjectNode warpProof(
            Header header, List<Authority> authorities, Justification justification) {
        WarpProof proof =
                new WarpProof(List.of(new WarpProof.Fragment(header, justification)), true);
        return Json.object()
                .put("setId", 0)
                .put("authorities", Authority.encodeList(authorities).toHex())
                .put("proof", proof.encode().toHex());
    }

    private static ObjectNode seal(Header header, Hash256 author) {
        ArrayNode authors = Json.array().add(author.toHex());
        return Json.object().put("header", header.encode().toHex()).set("authorities", authors);
    }

    private static void perform(JsonNode input, String... words) {
        byte[] text = Json.line(input).getBytes(StandardCharsets.UTF_8);
        int exitCode =
                Hypha.run(new Console(new ByteArrayInputStream(text), NOWHERE, System.err), words);
        if (exitCode != Answer.YES) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + exitCode);
        }
    }
}
