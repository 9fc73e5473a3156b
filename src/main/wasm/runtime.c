/*
 * The runtime of Hypha's devnet as others run it: it answers what light clients ask, from the state
 * of the block they ask about. Blocks are executed elsewhere (io.hypha.devnet.runtime), by the same
 * rules.
 */
#include "extrinsic.h"
#include "state.h"
#include "swap.h"

enum { FIRST_METADATA = 14, LAST_METADATA = 16, LARGEST_LENGTH = 0x7fffffff };

#define RAO_PER_TAO 1000000000ull

extern const u8 core_version[];
extern const u32 core_version_size;

static struct writer out;

static u64 answer(struct reader bytes) {
    return slice(bytes.at, remaining(&bytes));
}

static u64 answer_value(struct key key) {
    return answer(value(&key));
}

static void no_parameters(u32 size) {
    if (size != 0) {
        trap();
    }
}

u64 EXPORT(Core_version)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return slice(core_version, core_version_size);
}

/*
 * Option<Vec<u8>>: what the state says is the answer as it stands, under a key of our own that ends
 * in the two digits of the version.
 */
static struct reader metadata(u32 version) {
    struct key key = plain(":devnet:metadata:");
    u8 digits[] = {(u8)('0' + version / 10), (u8)('0' + version % 10)};
    identity(&key, digits, sizeof digits);
    return stored(&key);
}

u64 EXPORT(Metadata_metadata)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    struct reader found = metadata(FIRST_METADATA);
    if (read_u8(&found) != 1) {
        trap();
    }
    return answer(found);
}

u64 EXPORT(Metadata_metadata_at_version)(const u8 *parameters, u32 size) {
    static const u8 none[] = {0};
    struct reader in = reader_of(parameters, size);
    u32 version = read_u32(&in);
    require_end(&in);
    return version < FIRST_METADATA || version > LAST_METADATA
               ? slice(none, sizeof none)
               : answer(metadata(version));
}

u64 EXPORT(Metadata_metadata_versions)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    write_compact(&out, LAST_METADATA - FIRST_METADATA + 1);
    for (u32 version = FIRST_METADATA; version <= LAST_METADATA; version++) {
        write_uint(&out, version, 4);
    }
    return written(&out);
}

/* The nonce is the first field of an account, which need not exist. */
u64 EXPORT(AccountNonceApi_account_nonce)(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    struct key key = item("System", "Account");
    blake2_128_concat(&key, take(&in, ACCOUNT), ACCOUNT);
    require_end(&in);
    write_uint(&out, stored_uint(&key, 4, 0), 4);
    return written(&out);
}

u64 EXPORT(AuraApi_slot_duration)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(plain(":devnet:slot_duration_millis"));
}

u64 EXPORT(AuraApi_authorities)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(item("Aura", "Authorities"));
}

u64 EXPORT(GrandpaApi_grandpa_authorities)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(item("Grandpa", "Authorities"));
}

u64 EXPORT(GrandpaApi_current_set_id)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(item("Grandpa", "CurrentSetId"));
}

struct fee {
    struct call call;
    u64 base;
    u64 length;
    u64 weight;
};

/* From an extrinsic and its length in bytes; one rao a byte. */
static struct fee read_fee(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    struct reader extrinsic = read_bytes(&in);
    u32 length = read_u32(&in);
    require_end(&in);
    struct call call = read_extrinsic(extrinsic).call;
    return (struct fee){call, fee_of(BASE_REF_TIME),
                        length < LARGEST_LENGTH ? length : LARGEST_LENGTH,
                        fee_of(call.ref_time)};
}

u64 EXPORT(TransactionPaymentApi_query_info)(const u8 *parameters, u32 size) {
    struct fee fee = read_fee(parameters, size);
    write_compact(&out, fee.call.ref_time);
    write_compact(&out, fee.call.proof_size);
    write_uint(&out, fee.call.class, 1);
    write_uint(&out, fee.base + fee.length + fee.weight, 8);
    return written(&out);
}

/* An option of the three parts, then the tip, which this call does not look at. */
u64 EXPORT(TransactionPaymentApi_query_fee_details)(const u8 *parameters, u32 size) {
    struct fee fee = read_fee(parameters, size);
    write_uint(&out, 1, 1);
    write_uint(&out, fee.base, 8);
    write_uint(&out, fee.length, 8);
    write_uint(&out, fee.weight, 8);
    write_uint(&out, 0, 8);
    return written(&out);
}

/* Rao of TAO per alpha. */
static u64 price_in_rao(u16 netuid) {
    struct wide price = price_of(netuid);
    struct wide rao = wide_of(RAO_PER_TAO);
    price = wide_times(&price, &rao);
    price = wide_right(&price, 64);
    return wide_u63(&price);
}

u64 EXPORT(SwapRuntimeApi_current_alpha_price)(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    u16 netuid = read_u16(&in);
    require_end(&in);
    write_uint(&out, price_in_rao(netuid), 8);
    return written(&out);
}

u64 EXPORT(SwapRuntimeApi_current_alpha_price_all)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    struct key networks = item("SubtensorModule", "TotalNetworks");
    u32 count = (u32)stored_uint(&networks, 2, 0);
    write_compact(&out, count);
    for (u32 netuid = 0; netuid < count; netuid++) {
        write_uint(&out, netuid, 2);
        write_uint(&out, price_in_rao((u16)netuid), 8);
    }
    return written(&out);
}

/* What an amount were worth at the spot price. */
static u64 ideal(enum side side, u64 amount, const struct wide *price) {
    struct wide worth = wide_fixed(amount);
    if (side == SELL) {
        worth = wide_times(&worth, price);
        worth = wide_right(&worth, 128);
    } else if (wide_is_zero(price)) {
        worth = *price;
    } else {
        worth = wide_over(&worth, price);
    }
    return wide_u63(&worth);
}

/* Six u64: TAO, alpha, their fees, their slippages; zeros where it cannot be done. */
static u64 simulated(const u8 *parameters, u32 size, enum side side) {
    struct reader in = reader_of(parameters, size);
    u16 netuid = read_u16(&in);
    u64 amount = read_u63(&in);
    require_end(&in);
    struct key added = by_subnet("NetworksAdded", netuid);
    int exists = stored_uint(&added, 1, 0) != 0;
    struct wide price = price_of(netuid);
    struct outcome done;
    u64 slippage = 0;
    if (!simulate(netuid, side, exists ? amount : 0, &done)) {
        done = (struct outcome){0, 0, 0};
    } else if (exists) {
        u64 best = ideal(side, amount, &price);
        slippage = best > done.paid_out ? best - done.paid_out : 0;
    }
    write_uint(&out, side == BUY ? done.paid_in : done.paid_out, 8);
    write_uint(&out, side == BUY ? done.paid_out : done.paid_in, 8);
    write_uint(&out, side == BUY ? done.fee : 0, 8);
    write_uint(&out, side == BUY ? 0 : done.fee, 8);
    write_uint(&out, side == BUY ? 0 : slippage, 8);
    write_uint(&out, side == BUY ? slippage : 0, 8);
    return written(&out);
}

u64 EXPORT(SwapRuntimeApi_sim_swap_tao_for_alpha)(const u8 *parameters, u32 size) {
    return simulated(parameters, size, BUY);
}

u64 EXPORT(SwapRuntimeApi_sim_swap_alpha_for_tao)(const u8 *parameters, u32 size) {
    return simulated(parameters, size, SELL);
}
