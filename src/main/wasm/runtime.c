/*
 * The runtime of Hypha's devnet as others run it: it answers what light clients ask, from the state
 * of the block they ask about. Blocks are executed elsewhere (io.hypha.devnet.runtime), by the same
 * rules.
 */
#include "extrinsic.h"
#include "scale.h"

/* Keys as the state has them: twox-128 of pallet and item. */
static const u8 SYSTEM_ACCOUNT[] = {
    0x26, 0xaa, 0x39, 0x4e, 0xea, 0x56, 0x30, 0xe0, 0x7c, 0x48, 0xae, 0x0c, 0x95, 0x58, 0xce, 0xf7,
    0xb9, 0x9d, 0x88, 0x0e, 0xc6, 0x81, 0x79, 0x9c, 0x0c, 0xf3, 0x0e, 0x88, 0x86, 0x37, 0x1d, 0xa9};
static const u8 AURA_AUTHORITIES[] = {
    0x57, 0xf8, 0xdc, 0x2f, 0x5a, 0xb0, 0x94, 0x67, 0x89, 0x6f, 0x47, 0x30, 0x0f, 0x04, 0x24, 0x38,
    0x5e, 0x06, 0x21, 0xc4, 0x86, 0x9a, 0xa6, 0x0c, 0x02, 0xbe, 0x9a, 0xdc, 0xc9, 0x8a, 0x0d, 0x1d};
static const u8 GRANDPA_AUTHORITIES[] = {
    0x5f, 0x9c, 0xc4, 0x5b, 0x7a, 0x00, 0xc5, 0x89, 0x93, 0x61, 0xe1, 0xc6, 0x09, 0x96, 0x78, 0xdc,
    0x5e, 0x06, 0x21, 0xc4, 0x86, 0x9a, 0xa6, 0x0c, 0x02, 0xbe, 0x9a, 0xdc, 0xc9, 0x8a, 0x0d, 0x1d};
static const u8 GRANDPA_CURRENT_SET_ID[] = {
    0x5f, 0x9c, 0xc4, 0x5b, 0x7a, 0x00, 0xc5, 0x89, 0x93, 0x61, 0xe1, 0xc6, 0x09, 0x96, 0x78, 0xdc,
    0x8a, 0x2d, 0x09, 0x46, 0x3e, 0xff, 0xcc, 0x78, 0xa2, 0x2d, 0x75, 0xb9, 0xcb, 0x87, 0xdf, 0xfc};

/* Of our own, and not hashed. The version of the metadata follows in two digits. */
static const char SLOT_DURATION[] = ":devnet:slot_duration_millis";
static const char METADATA[] = ":devnet:metadata:";

enum { FIRST_METADATA = 14, LAST_METADATA = 16, ACCOUNT = 32, LARGEST_LENGTH = 0x7fffffff };

extern const u8 core_version[];
extern const u32 core_version_size;

static struct writer out;

/* What the state has under a key: SCALE of Option<Vec<u8>>. */
static struct reader stored(const void *key, u32 size) {
    u64 found = ext_storage_get_version_1(slice(key, size));
    return reader_of((const u8 *)(u32)found, (u32)(found >> 32));
}

/* A value that must be there. */
static struct reader value(const void *key, u32 size) {
    struct reader found = stored(key, size);
    if (read_u8(&found) != 1) {
        trap();
    }
    return read_bytes(&found);
}

static u64 answer(struct reader bytes) {
    return slice(bytes.at, remaining(&bytes));
}

static u64 answer_value(const void *key, u32 size) {
    return answer(value(key, size));
}

static void copy(u8 *to, const void *from, u32 size) {
    for (u32 i = 0; i < size; i++) {
        to[i] = ((const u8 *)from)[i];
    }
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

/* Option<Vec<u8>>: what the state says is the answer as it stands. */
static struct reader metadata(u32 version) {
    u8 key[sizeof METADATA + 1];
    copy(key, METADATA, sizeof METADATA - 1);
    key[sizeof METADATA - 1] = (u8)('0' + version / 10);
    key[sizeof METADATA] = (u8)('0' + version % 10);
    return stored(key, sizeof key);
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
    out.size = 0;
    write_compact(&out, LAST_METADATA - FIRST_METADATA + 1);
    for (u32 version = FIRST_METADATA; version <= LAST_METADATA; version++) {
        write_uint(&out, version, 4);
    }
    return written(&out);
}

/* The nonce is the first field of an account, which need not exist. */
u64 EXPORT(AccountNonceApi_account_nonce)(const u8 *parameters, u32 size) {
    u8 key[sizeof SYSTEM_ACCOUNT + 16 + ACCOUNT];
    struct reader in = reader_of(parameters, size);
    const u8 *account = take(&in, ACCOUNT);
    require_end(&in);
    copy(key, SYSTEM_ACCOUNT, sizeof SYSTEM_ACCOUNT);
    copy(key + sizeof SYSTEM_ACCOUNT,
         ext_hashing_blake2_128_version_1(slice(account, ACCOUNT)), 16);
    copy(key + sizeof SYSTEM_ACCOUNT + 16, account, ACCOUNT);
    struct reader found = stored(key, sizeof key);
    u32 nonce = 0;
    if (read_bool(&found)) {
        struct reader info = read_bytes(&found);
        nonce = read_u32(&info);
    }
    out.size = 0;
    write_uint(&out, nonce, 4);
    return written(&out);
}

u64 EXPORT(AuraApi_slot_duration)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(SLOT_DURATION, sizeof SLOT_DURATION - 1);
}

u64 EXPORT(AuraApi_authorities)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(AURA_AUTHORITIES, sizeof AURA_AUTHORITIES);
}

u64 EXPORT(GrandpaApi_grandpa_authorities)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(GRANDPA_AUTHORITIES, sizeof GRANDPA_AUTHORITIES);
}

u64 EXPORT(GrandpaApi_current_set_id)(const u8 *parameters, u32 size) {
    (void)parameters;
    no_parameters(size);
    return answer_value(GRANDPA_CURRENT_SET_ID, sizeof GRANDPA_CURRENT_SET_ID);
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
    struct call call = read_extrinsic(extrinsic);
    return (struct fee){call, fee_of(BASE_REF_TIME),
                        length < LARGEST_LENGTH ? length : LARGEST_LENGTH,
                        fee_of(call.ref_time)};
}

u64 EXPORT(TransactionPaymentApi_query_info)(const u8 *parameters, u32 size) {
    struct fee fee = read_fee(parameters, size);
    out.size = 0;
    write_compact(&out, fee.call.ref_time);
    write_compact(&out, fee.call.proof_size);
    write_uint(&out, fee.call.class, 1);
    write_uint(&out, fee.base + fee.length + fee.weight, 8);
    return written(&out);
}

/* An option of the three parts, then the tip, which this call does not look at. */
u64 EXPORT(TransactionPaymentApi_query_fee_details)(const u8 *parameters, u32 size) {
    struct fee fee = read_fee(parameters, size);
    out.size = 0;
    write_uint(&out, 1, 1);
    write_uint(&out, fee.base, 8);
    write_uint(&out, fee.length, 8);
    write_uint(&out, fee.weight, 8);
    write_uint(&out, 0, 8);
    return written(&out);
}
