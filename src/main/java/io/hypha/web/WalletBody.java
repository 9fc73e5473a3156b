package io.hypha.web;

import io.hypha.node.bytes.Bytes;
import io.hypha.node.bytes.Hash256;
import io.hypha.stake.WalletAnswer;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** What the wallet's script sends, read with bounds, and problems as it reads them. */
final class WalletBody {

    /** A whole extrinsic of the largest size in hex, and as much again for the rest. */
    static final int MAX_BYTES = 4 * WalletAnswer.MAX_TRANSACTION_BYTES;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private WalletBody() {}

    /** What a wallet returned. */
    record Signed(
            @Nullable String signature,
            @Nullable String signedTransaction,
            @Nullable String keyType) {}

    /** Read with a bound of its own: no server setting limits a JSON body. */
    static <T> T read(HttpServletRequest request, Class<T> type) throws IOException {
        byte[] bytes = request.getInputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("A request has at most " + MAX_BYTES + " bytes.");
        }
        T read;
        try {
            read = JSON.readValue(bytes, type);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("The request is not the JSON that was expected.");
        }
        if (read == null) {
            throw new IllegalArgumentException("The request is empty.");
        }
        return read;
    }

    static WalletAnswer answer(Signed body) {
        if (body.signature() == null) {
            throw new IllegalArgumentException("The wallet returned no signature.");
        }
        return new WalletAnswer(
                hex(body.signature(), 200),
                body.signedTransaction() == null
                        ? null
                        : hex(body.signedTransaction(), 2 * WalletAnswer.MAX_TRANSACTION_BYTES + 2),
                body.keyType());
    }

    private static Bytes hex(String text, int most) {
        if (text.length() > most || !text.matches("0x([0-9a-fA-F]{2})*")) {
            throw new IllegalArgumentException(
                    "Expected at most " + most + " characters of 0x hex from the wallet.");
        }
        return Bytes.fromHex(text);
    }

    static Hash256 hash(String text) {
        if (!text.matches("0x[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("A transaction is named by 0x and 64 hex digits.");
        }
        return Hash256.fromHex(text);
    }

    static ResponseEntity<Object> problem(HttpStatus status, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        return ResponseEntity.status(status)
                .header("Content-Type", "application/problem+json")
                .body(problem);
    }
}
