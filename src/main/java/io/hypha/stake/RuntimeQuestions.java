package io.hypha.stake;

import io.hypha.chain.ExecutedAnswer;
import io.hypha.chain.ExecutedFigures;
import io.hypha.chain.ExecutedForm;
import io.hypha.chain.ProofId;
import io.hypha.chain.Reading;
import io.hypha.node.Answer;
import io.hypha.node.Executed;
import io.hypha.node.ExecutedOutcome;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.node.metadata.RuntimeApi;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleCodecWriter;
import io.hypha.node.scale.ScaleException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Asks the chain's own runtime, run here, at one finalized block. Which methods there are and what
 * their bytes mean is taken from that runtime's metadata. The same question is asked once.
 */
final class RuntimeQuestions {

    /** What it says. */
    sealed interface Said {

        record Value(JsonNode value) implements Said {}

        /** This runtime's metadata names no such method. */
        record NotOffered(String method) implements Said {}

        /**
         * It gave up, took more than a call may, or answered in another form than its metadata
         * says.
         */
        record Failed(String sentence) implements Said {}

        /** It could not be run: its code or a value of the state is not to be had. */
        record Unknown(Reading.Reason reason, String text) implements Said {}
    }

    private static final int U64 = 8;
    private static final int U128 = 16;

    private record Question(String method, Bytes parameters) {}

    private final LightNode node;
    private final FinalizedHead at;
    private final RuntimeMetadata metadata;
    private final ExecutedFigures figures;
    private final List<ExecutedAnswer> answers = new ArrayList<>();
    private final Map<Question, Said> asked = new HashMap<>();
    private final Map<Question, Executed> returned = new HashMap<>();
    private Optional<Hash256> code = Optional.empty();

    RuntimeQuestions(
            LightNode node, FinalizedHead at, RuntimeMetadata metadata, ExecutedFigures figures) {
        this.node = node;
        this.at = at;
        this.metadata = metadata;
        this.figures = figures;
    }

    /** What was answered, with proofs, in the order of the questions. */
    List<ExecutedAnswer> answers() {
        return List.copyOf(answers);
    }

    FinalizedHead at() {
        return at;
    }

    RuntimeMetadata metadata() {
        return metadata;
    }

    /** The hash of the code that answered; empty while none has. */
    Optional<Hash256> code() {
        return code;
    }

    /** A method by its whole name, {@code SwapRuntimeApi_sim_swap_tao_for_alpha}. */
    boolean offers(String method) {
        return metadata.apiMethod(method).isPresent();
    }

    /** Asks with parameters in the order of the metadata. */
    Said ask(String method, JsonNode... parameters) {
        Optional<RuntimeApi.Method> found = metadata.apiMethod(method);
        if (found.isEmpty()) {
            return new Said.NotOffered(method);
        }
        ArrayNode values = JsonNodeFactory.instance.arrayNode().addAll(List.of(parameters));
        ScaleCodecWriter out = new ScaleCodecWriter();
        try {
            metadata.codec().encodeFields(found.get().inputs(), values, "parameters", out);
        } catch (ValueException e) {
            return new Said.Unknown(
                    Reading.Reason.UNSUPPORTED,
                    "%s takes parameters in a form that Hypha does not know: %s"
                            .formatted(method, e.getMessage()));
        }
        return ask(method, found.get(), out.toBytes());
    }

    /** Asks with parameters that are encoded already. */
    Said askEncoded(String method, Bytes parameters) {
        return metadata.apiMethod(method)
                .map(found -> ask(method, found, parameters))
                .orElseGet(() -> new Said.NotOffered(method));
    }

    /**
     * Names the proof of the number at the end of an answer, a u64 or a u128.
     *
     * @param parameters of a question that was answered
     * @param value what was read there; where it stands elsewhere, the whole answer is the proof
     * @throws IllegalStateException when that question was not answered
     */
    ProofId proofOfLast(String method, Bytes parameters, String title, String unit, long value) {
        Executed executed = returned.get(new Question(method, parameters));
        if (executed == null
                || !(executed.outcome() instanceof ExecutedOutcome.Returned(Bytes result))) {
            throw new IllegalStateException(method + " was not answered");
        }
        return Stream.of(ExecutedForm.u64FromEnd(U64), ExecutedForm.u64FromEnd(U128))
                .filter(form -> form.of(result).equals(Optional.of(Long.toString(value))))
                .findFirst()
                .map(form -> figures.keep(title, unit, form, executed))
                .orElseGet(() -> figures.keep(executed).proof());
    }

    private Said ask(String method, RuntimeApi.Method form, Bytes parameters) {
        Question question = new Question(method, parameters);
        Said known = asked.get(question);
        if (known == null) {
            known = run(question, form);
            asked.put(question, known);
        }
        return known;
    }

    private Said run(Question question, RuntimeApi.Method form) {
        return switch (node.call(at, question.method(), question.parameters())) {
            case Answer.Missing<Executed> missing -> {
                PlanAnswer.Unknown why = Unknowns.of(missing);
                yield new Said.Unknown(why.reason(), why.text());
            }
            case Answer.Given<Executed>(Executed executed) -> {
                code = Optional.of(executed.codeHash());
                yield switch (executed.outcome()) {
                    case ExecutedOutcome.Returned(Bytes result) -> {
                        answers.add(figures.keep(executed));
                        returned.put(question, executed);
                        yield decoded(question.method(), form, result);
                    }
                    case ExecutedOutcome.Trapped(String reason) ->
                            new Said.Failed(
                                    "The runtime gave up on %s: %s"
                                            .formatted(question.method(), reason));
                    case ExecutedOutcome.Limited(String reason) ->
                            new Said.Failed(
                                    "%s took more than a call may: %s"
                                            .formatted(question.method(), reason));
                };
            }
        };
    }

    private Said decoded(String method, RuntimeApi.Method form, Bytes result) {
        try {
            return new Said.Value(metadata.codec().decode(form.output(), result));
        } catch (ScaleException e) {
            return new Said.Failed(
                    "%s answered in another form than the metadata says: %s"
                            .formatted(method, e.getMessage()));
        }
    }
}
