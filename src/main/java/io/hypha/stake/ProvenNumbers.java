package io.hypha.stake;

import io.hypha.chain.Coldkey;
import io.hypha.node.Answer;
import io.hypha.node.FinalizedHead;
import io.hypha.node.LightNode;
import io.hypha.node.ProvenRead;
import io.hypha.node.RuntimeInfo;
import io.hypha.node.StorageValue;
import io.hypha.node.bytes.Bytes;
import io.hypha.node.metadata.RuntimeMetadata;
import io.hypha.node.metadata.ValueException;
import io.hypha.node.scale.ScaleException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Accounts' next numbers by the proven state of a final block. */
final class ProvenNumbers {

    private final LightNode node;
    private final MetadataCache metadata = new MetadataCache();

    ProvenNumbers(LightNode node) {
        this.node = node;
    }

    /** Those that could be read; an account that is missing in the answer is not known. */
    Map<Coldkey, Long> at(FinalizedHead head, Set<Coldkey> accounts) {
        if (accounts.isEmpty()
                || !(node.runtime(head) instanceof Answer.Given<RuntimeInfo>(var runtime))) {
            return Map.of();
        }
        RuntimeMetadata known = metadata.of(runtime);
        Map<Coldkey, Bytes> keys = new HashMap<>();
        try {
            for (Coldkey account : accounts) {
                keys.put(
                        account,
                        known.storageKey(
                                "System",
                                "Account",
                                JsonNodeFactory.instance.stringNode(account.address())));
            }
        } catch (ValueException noSuchItem) {
            return Map.of();
        }
        return node.read(head, List.copyOf(keys.values()))
                        instanceof Answer.Given<ProvenRead>(var read)
                ? numbers(known, keys, read)
                : Map.of();
    }

    private static Map<Coldkey, Long> numbers(
            RuntimeMetadata known, Map<Coldkey, Bytes> keys, ProvenRead read) {
        Map<Coldkey, Long> numbers = new HashMap<>();
        keys.forEach((account, key) -> {
            if (read.value(key) instanceof StorageValue.Present(Bytes value)) {
                nonce(known, value).ifPresent(nonce -> numbers.put(account, nonce));
            }
        });
        return numbers;
    }

    private static Optional<Long> nonce(RuntimeMetadata known, Bytes account) {
        try {
            int type =
                    known.pallet("System")
                            .flatMap(system -> system.entry("Account"))
                            .orElseThrow()
                            .valueType();
            JsonNode nonce = known.codec().decode(type, account).path("nonce");
            return nonce.isIntegralNumber() ? Optional.of(nonce.longValue()) : Optional.empty();
        } catch (ScaleException otherForm) {
            return Optional.empty();
        }
    }
}
