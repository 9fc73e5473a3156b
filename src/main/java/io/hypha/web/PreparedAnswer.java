package io.hypha.web;

import io.hypha.node.bytes.Hash256;
import io.hypha.stake.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the review page learns of a payload: what goes to the wallet, and what it should show. */
final class PreparedAnswer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PreparedAnswer() {}

    static Map<String, Object> of(Transaction transaction, Optional<Hash256> payloadHash) {
        JsonNode payload = JSON.readTree(transaction.payloadJson());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", transaction.id().toHex());
        answer.put("payload", payload);
        answer.put("account", transaction.signer().address());
        answer.put("nonce", Numbers.grouped(transaction.nonce()));
        answer.put("tip", Numbers.grouped(transaction.tip()));
        answer.put("payloadHash", payloadHash.map(Hash256::toHex).orElse("not known"));
        answer.put("validUntil", TransactionPage.validUntil(transaction));
        answer.put("words", transaction.words());
        answer.put("call", transaction.call().toHex());
        return answer;
    }
}
