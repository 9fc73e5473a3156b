package io.hypha.node.runtime;

/**
 * What a runtime asks of a node around it: workers beside the chain, measurements, an index of
 * transactions. Here nobody listens; what has no answer is done as by a node without that part, and
 * what has one traps.
 */
final class OutsideFunctions {

    private static final String OFFCHAIN = "ext_offchain_";
    private static final String NO_WORKER = "this call is no off-chain worker";
    private static final String BENCHMARKING = "ext_benchmarking_";
    private static final String NO_BENCHMARK = "nothing is measured here";

    private OutsideFunctions() {}

    static void addTo(HostFunctionTable table) {
        addOffchain(table);
        addBenchmarking(table);
        table.addVoid("ext_transaction_index_index_version_1", "iii", (_, _) -> {});
        table.addVoid("ext_transaction_index_renew_version_1", "ii", (_, _) -> {});
    }

    private static void addOffchain(HostFunctionTable table) {
        table.addVoid("ext_offchain_index_set_version_1", "ll", (_, _) -> {});
        table.addVoid("ext_offchain_index_clear_version_1", "l", (_, _) -> {});
        for (String[] each :
                new String[][] {
                    {"is_validator", ":i"},
                    {"submit_transaction", "l:l"},
                    {"network_state", ":l"},
                    {"timestamp", ":l"},
                    {"sleep_until", "l:"},
                    {"random_seed", ":i"},
                    {"local_storage_set", "ill:"},
                    {"local_storage_clear", "il:"},
                    {"local_storage_compare_and_set", "illl:i"},
                    {"local_storage_get", "il:l"},
                    {"http_request_start", "lll:l"},
                    {"http_request_add_header", "ill:l"},
                    {"http_request_write_body", "ill:l"},
                    {"http_response_wait", "ll:l"},
                    {"http_response_headers", "i:l"},
                    {"http_response_read_body", "ill:l"},
                    {"set_authorized_nodes", "li:"}
                }) {
            table.addRefused(OFFCHAIN + each[0] + "_version_1", each[1], NO_WORKER);
        }
    }

    private static void addBenchmarking(HostFunctionTable table) {
        for (String[] each :
                new String[][] {
                    {"wipe_db", ""},
                    {"commit_db", ""},
                    {"reset_read_write_count", ""},
                    {"set_whitelist", "l"},
                    {"add_to_whitelist", "l"},
                    {"remove_from_whitelist", "l"},
                    {"store_string_into_pov", "l"}
                }) {
            table.addVoid(BENCHMARKING + each[0] + "_version_1", each[1], (_, _) -> {});
        }
        for (String[] each :
                new String[][] {
                    {"current_time", ":i"},
                    {"read_write_count", ":l"},
                    {"get_whitelist", ":l"},
                    {"get_read_and_written_keys", ":l"},
                    {"proof_size", ":l"}
                }) {
            table.addRefused(BENCHMARKING + each[0] + "_version_1", each[1], NO_BENCHMARK);
        }
    }
}
