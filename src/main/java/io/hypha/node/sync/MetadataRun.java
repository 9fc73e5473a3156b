package io.hypha.node.sync;

import io.hypha.node.Answer;
import io.hypha.node.Answer.Reason;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.RuntimeCall;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.RuntimeInfo.MetadataTrust;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.crypto.Blake2b;
import io.hypha.node.metadata.Constant;
import io.hypha.node.metadata.DecodedMetadata;
import io.hypha.node.metadata.MetadataBlob;
import io.hypha.node.scale.ScaleCodecReader;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the proven code itself for its metadata, in the newest form that it has. */
@SuppressWarnings("OptionalUsedAsFieldOrParameterType")
final class MetadataRun {

    private static final Logger LOG = LoggerFactory.getLogger(MetadataRun.class);

    static final List<Integer> VERSIONS = List.of(16, 15, 14);

    /** Where raw metadata says its version: after {@code meta}. */
    static final int VERSION_AT = 4;

    private static final String AT_VERSION = "Metadata_metadata_at_version";
    private static final String PLAIN = "Metadata_metadata";

    private final Calls calls;
    private final CodeShelf shelf;

    MetadataRun(Calls calls, CodeShelf shelf) {
        this.calls = calls;
        this.shelf = shelf;
    }

    /** What the code in the state of that block says. */
    Answer<RuntimeInfo> at(FinalizedHead at) {
        return shelf.at(at).flatMap(code -> asked(at, code));
    }

    private Answer<RuntimeInfo> asked(FinalizedHead at, CodeShelf.Code code) {
        if (code.runnable().exports().contains(AT_VERSION)) {
            for (int version : VERSIONS) {
                Bytes wanted = new ScaleCodecWriter().writeUint32(version).toBytes();
                Answer<Optional<RuntimeInfo>> answer =
                        run(at, code, new RuntimeCall(AT_VERSION, wanted));
                if (answer instanceof Answer.Missing<Optional<RuntimeInfo>>(var reason, var text)) {
                    return Answer.missing(reason, text);
                }
                if (answer
                                instanceof
                                Answer.Given<Optional<RuntimeInfo>>(Optional<RuntimeInfo> found)
                        && found.isPresent()) {
                    return Answer.given(found.get());
                }
            }
        }
        return run(at, code, new RuntimeCall(PLAIN, Bytes.EMPTY))
                .flatMap(found ->
                        found.map(Answer::given)
                                .orElseGet(() ->
                                        Answer.missing(
                                                Reason.UNSUPPORTED,
                                                "the code of "
                                                        + code.specName()
                                                        + " "
                                                        + code.specVersion()
                                                        + " answers no metadata")));
    }

    /** Empty where the code has no metadata of that form, or none that can be read. */
    private Answer<Optional<RuntimeInfo>> run(
            FinalizedHead at, CodeShelf.Code code, RuntimeCall call) {
        return calls.executed(at, call)
                .flatMap(executed ->
                        switch (executed.outcome()) {
                            case ExecutedOutcome.Returned(Bytes result) ->
                                    Answer.given(unwrapped(result, executed));
                            case ExecutedOutcome.Trapped(String reason) ->
                                    failed(code, call, reason);
                            case ExecutedOutcome.Limited(String reason) ->
                                    failed(code, call, reason);
                        });
    }

    private static Answer<Optional<RuntimeInfo>> failed(
            CodeShelf.Code code, RuntimeCall call, String reason) {
        LOG.info("{} of {} {}: {}", call.method(), code.specName(), code.specVersion(), reason);
        return Answer.given(Optional.empty());
    }

    private static Optional<RuntimeInfo> unwrapped(Bytes result, Executed executed) {
        try {
            return info(
                    MetadataBlob.unwrap(result),
                    new MetadataTrust.Executed(executed.codeHash()),
                    Optional.of(executed.codeHash()));
        } catch (ScaleException none) {
            return Optional.empty();
        }
    }

    private record Version(String specName, long specVersion, long transactionVersion) {}

    /** Empty where the metadata cannot be read or does not say which runtime it is of. */
    static Optional<RuntimeInfo> info(
            Bytes metadata, MetadataTrust trust, Optional<Hash256> codeHash) {
        Hash256 hash = Blake2b.hash256(metadata);
        try {
            return DecodedMetadata.of(hash, metadata)
                    .pallet("System")
                    .flatMap(system -> system.constant("Version"))
                    .map(Constant::value)
                    .map(MetadataRun::version)
                    .map(version ->
                            new RuntimeInfo(
                                    version.specName(),
                                    version.specVersion(),
                                    version.transactionVersion(),
                                    hash,
                                    metadata,
                                    trust,
                                    codeHash));
        } catch (ScaleException unreadable) {
            return Optional.empty();
        }
    }

    /** {@code sp_version::RuntimeVersion} up to the transaction version. */
    private static Version version(Bytes value) {
        ScaleCodecReader in = new ScaleCodecReader(value);
        String specName = in.readString();
        in.readString();
        in.readUint32();
        long specVersion = in.readUint32();
        in.readUint32();
        in.readVector(12, each -> each.readFixed(12));
        return new Version(specName, specVersion, in.readUint32());
    }
}
