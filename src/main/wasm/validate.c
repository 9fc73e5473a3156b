/* TaggedTransactionQueue: what the transaction extensions say of an extrinsic, in their order. */
#include "extrinsic.h"
#include "share.h"
#include "state.h"
#include "swap.h"
#include "wide.h"

enum {
    HASHED_ABOVE = 256,
    EXISTENTIAL_DEPOSIT = 500,
    PRIORITY = 1,
    TRANSACTION_VERSION = 1,
    MAX_LENGTH = 10 * 1024 * 1024 / 4 * 3,
    COMPRESSED_KEY = 33
};

/* InvalidTransaction, in its declared order. */
enum invalid {
    VALID = -1,
    PAYMENT = 1,
    STALE = 3,
    BAD_PROOF = 4,
    ANCIENT_BIRTH_BLOCK = 5,
    EXHAUSTS_RESOURCES = 6,
    BAD_SIGNER = 10
};

#define U63_MAX 0x7fffffffffffffffull

/* The block that the extrinsic could stand in. */
struct next_block {
    u32 number;
    const u8 *parent;
};

struct account {
    u32 nonce;
    int exists;
    u64 free;
};

static struct writer out;

static int equal(const u8 *a, const u8 *b, u32 size) {
    for (u32 i = 0; i < size; i++) {
        if (a[i] != b[i]) {
            return 0;
        }
    }
    return 1;
}

/* The hash of a block that the state remembers, or 0. */
static const u8 *block_hash(u32 number) {
    struct key key = item("System", "BlockHash");
    twox_64_concat(&key, &number, sizeof number);
    int found;
    struct reader hash = lookup(&key, &found);
    return found ? take(&hash, HASH) : 0;
}

/* The state of block 0 does not know its own hash. */
static const u8 *genesis_hash(const struct next_block *next) {
    const u8 *hash = next->number == 1 ? next->parent : block_hash(0);
    if (hash == 0) {
        trap();
    }
    return hash;
}

static u32 birth_of(const struct era *era, u32 current) {
    u32 since = current > era->phase ? current - era->phase : 0;
    return since / era->period * era->period + era->phase;
}

/* Of the block that an era was signed for; 0 where it is not known. */
static const u8 *birth_hash(const struct next_block *next, const struct era *era) {
    if (era->period == 0) {
        return genesis_hash(next);
    }
    u32 birth = birth_of(era, next->number);
    if (birth == next->number - 1) {
        return next->parent;
    }
    return birth == 0 ? genesis_hash(next) : birth >= next->number ? 0 : block_hash(birth);
}

/* Call, what was sent along, and what both sides know. */
static u64 signed_message(const struct extrinsic *extrinsic, const struct next_block *next,
                          const u8 *birth) {
    static struct writer message;
    const struct reader *call = &extrinsic->call_bytes;
    const struct reader *extra = &extrinsic->extra;
    write_bytes(&message, call->at, remaining(call));
    write_bytes(&message, extra->at, remaining(extra));
    write_uint(&message, SPEC_VERSION, 4);
    write_uint(&message, TRANSACTION_VERSION, 4);
    write_bytes(&message, genesis_hash(next), HASH);
    write_bytes(&message, birth, HASH);
    write_uint(&message, extrinsic->mode, 1);
    if (extrinsic->mode) {
        struct key key = plain(":devnet:metadata_digest");
        struct reader digest = value(&key);
        write_bytes(&message, take(&digest, HASH), HASH);
    }
    return message.size > HASHED_ABOVE
               ? slice(ext_hashing_blake2_256_version_1(written(&message)), HASH)
               : written(&message);
}

/* An account of secp256k1 is the hash of its key, which the signature tells. */
static int recovers(const u8 *signature, u64 message, const u8 *signer) {
    u64 result = ext_crypto_secp256k1_ecdsa_recover_compressed_version_2(
        signature, ext_hashing_blake2_256_version_1(message));
    struct reader in = reader_of((const u8 *)(u32)result, (u32)(result >> 32));
    if (read_u8(&in) != 0) {
        return 0;
    }
    u64 key = slice(take(&in, COMPRESSED_KEY), COMPRESSED_KEY);
    return equal(ext_hashing_blake2_256_version_1(key), signer, HASH);
}

static int is_signed_by(const struct extrinsic *extrinsic, u64 message) {
    switch (extrinsic->scheme) {
    case ED25519:
        return ext_crypto_ed25519_verify_version_1(extrinsic->signature, message,
                                                   extrinsic->signer) == 1;
    case SR25519:
        return ext_crypto_sr25519_verify_version_2(extrinsic->signature, message,
                                                   extrinsic->signer) == 1;
    case ECDSA:
        return recovers(extrinsic->signature, message, extrinsic->signer);
    }
    return 0;
}

static struct account read_account(const u8 *id) {
    struct key key = item("System", "Account");
    blake2_128_concat(&key, id, ACCOUNT);
    struct account account = {0};
    int found;
    struct reader in = lookup(&key, &found);
    if (found) {
        account.nonce = read_u32(&in);
        read_u32(&in); /* consumers */
        u32 providers = read_u32(&in);
        u32 sufficients = read_u32(&in);
        account.exists = providers > 0 || sufficients > 0;
        account.free = read_u63(&in);
    }
    return account;
}

/* Alpha worth so much TAO at the spot price. */
static u64 alpha_for(u16 netuid, u64 tao) {
    struct wide price = price_of(netuid);
    struct wide worth = wide_fixed(tao);
    if (wide_is_zero(&price)) {
        return 0;
    }
    worth = wide_over(&worth, &price);
    return wide_u63(&worth);
}

/* The only subnet where a hotkey has alpha of the coldkey; 0 where there is none or another. */
static int only_place(const u8 *hotkey, const u8 *coldkey, u16 *netuid) {
    struct key total = item("SubtensorModule", "TotalNetworks");
    u32 networks = (u32)stored_uint(&total, 2, 0);
    u32 places = 0;
    for (u32 each = 0; each < networks; each++) {
        struct key added = by_subnet("NetworksAdded", (u16)each);
        struct key enabled = by_subnet("SubtokenEnabled", (u16)each);
        if (stored_uint(&added, 1, 0) != 0 && stored_uint(&enabled, 1, 0) != 0
            && stake_of(hotkey, coldkey, (u16)each) > 0) {
            *netuid = (u16)each;
            places++;
        }
    }
    return places == 1;
}

/* Free TAO first, of which the deposit stays; then the alpha that the call touches. */
static int can_pay(const struct extrinsic *extrinsic, const struct account *account, u64 fee) {
    u64 spendable =
        account->free > EXISTENTIAL_DEPOSIT ? account->free - EXISTENTIAL_DEPOSIT : 0;
    const struct call *call = &extrinsic->call;
    u16 netuid = call->netuid;
    if (spendable >= fee) {
        return 1;
    }
    if (call->hotkey == 0
        || (call->is_everywhere && !only_place(call->hotkey, extrinsic->signer, &netuid))) {
        return 0;
    }
    return stake_of(call->hotkey, extrinsic->signer, netuid) >= alpha_for(netuid, fee);
}

static int is_sudo_key(const u8 *account) {
    struct key key = item("Sudo", "Key");
    int found;
    struct reader sudo = lookup(&key, &found);
    return found && equal(take(&sudo, ACCOUNT), account, ACCOUNT);
}

static enum invalid check(const struct extrinsic *extrinsic, const struct next_block *next,
                          u32 length) {
    static const u8 nobody[ACCOUNT];
    const u8 *birth = birth_hash(next, &extrinsic->era);
    if (birth == 0) {
        return ANCIENT_BIRTH_BLOCK;
    }
    if (!is_signed_by(extrinsic, signed_message(extrinsic, next, birth))) {
        return BAD_PROOF;
    }
    if (equal(extrinsic->signer, nobody, ACCOUNT)) {
        return BAD_SIGNER;
    }
    struct account account = read_account(extrinsic->signer);
    if (!account.exists) {
        return PAYMENT;
    }
    if (extrinsic->nonce < account.nonce) {
        return STALE;
    }
    if (length > MAX_LENGTH) {
        return EXHAUSTS_RESOURCES;
    }
    u64 fee = fee_of(BASE_REF_TIME) + length + fee_of(extrinsic->call.ref_time);
    if (extrinsic->tip > U63_MAX - fee || !can_pay(extrinsic, &account, fee + extrinsic->tip)) {
        return PAYMENT;
    }
    return extrinsic->call.is_sudo && !is_sudo_key(extrinsic->signer) ? BAD_SIGNER : VALID;
}

static void write_tag(const u8 *signer, u32 nonce) {
    write_compact(&out, ACCOUNT + sizeof nonce);
    write_bytes(&out, signer, ACCOUNT);
    write_uint(&out, nonce, sizeof nonce);
}

static void write_valid(const struct extrinsic *extrinsic, const struct next_block *next) {
    u32 nonce = read_account(extrinsic->signer).nonce;
    const struct era *era = &extrinsic->era;
    int waits = extrinsic->nonce > nonce;
    write_uint(&out, 0, 1);
    write_uint(&out, PRIORITY, 8);
    write_compact(&out, waits);
    if (waits) {
        write_tag(extrinsic->signer, extrinsic->nonce - 1);
    }
    write_compact(&out, 1);
    write_tag(extrinsic->signer, extrinsic->nonce);
    write_uint(&out,
               era->period == 0 ? ~0ull
                                : birth_of(era, next->number) + era->period - next->number,
               8);
    write_uint(&out, 1, 1);
}

static u32 compact_size(u32 value) {
    return value < 1u << 6 ? 1 : value < 1u << 14 ? 2 : value < 1u << 30 ? 4 : 5;
}

/* Source of the transaction, the transaction, and the hash of the block whose state this is. */
u64 EXPORT(TaggedTransactionQueue_validate_transaction)(const u8 *parameters, u32 size) {
    static const u8 no_unsigned_validator[] = {1, 1, 1};
    struct reader in = reader_of(parameters, size);
    read_u8(&in);
    struct reader body = read_bytes(&in);
    struct key number = item("System", "Number");
    struct next_block next = {(u32)stored_uint(&number, 4, 0) + 1, take(&in, HASH)};
    require_end(&in);
    struct extrinsic extrinsic = read_extrinsic(body);
    u32 length = remaining(&body) + compact_size(remaining(&body));
    if (!extrinsic.is_signed) {
        return slice(no_unsigned_validator, sizeof no_unsigned_validator);
    }
    enum invalid refusal = check(&extrinsic, &next, length);
    if (refusal == VALID) {
        write_valid(&extrinsic, &next);
    } else {
        write_uint(&out, 1, 1);
        write_uint(&out, 0, 1);
        write_uint(&out, (u64)refusal, 1);
    }
    return written(&out);
}
