#include "state.h"

enum { TWOX_128 = 16, BLAKE2_128 = 16, TWOX_64 = 8 };

static const char SUBTENSOR[] = "SubtensorModule";

static u32 length(const char *text) {
    u32 size = 0;
    while (text[size] != 0) {
        size++;
    }
    return size;
}

void identity(struct key *key, const void *part, u32 size) {
    if (size > MAX_KEY - key->size) {
        trap();
    }
    memcpy(key->bytes + key->size, part, size);
    key->size += size;
}

void blake2_128_concat(struct key *key, const void *part, u32 size) {
    identity(key, ext_hashing_blake2_128_version_1(slice(part, size)), BLAKE2_128);
    identity(key, part, size);
}

void twox_64_concat(struct key *key, const void *part, u32 size) {
    identity(key, ext_hashing_twox_64_version_1(slice(part, size)), TWOX_64);
    identity(key, part, size);
}

struct key plain(const char *text) {
    struct key key = {.size = 0};
    identity(&key, text, length(text));
    return key;
}

struct key item(const char *pallet, const char *name) {
    struct key key = {.size = 0};
    identity(&key, ext_hashing_twox_128_version_1(slice(pallet, length(pallet))), TWOX_128);
    identity(&key, ext_hashing_twox_128_version_1(slice(name, length(name))), TWOX_128);
    return key;
}

/* Little-endian is how WebAssembly keeps numbers. */
struct key by_subnet(const char *name, u16 netuid) {
    struct key key = item(SUBTENSOR, name);
    identity(&key, &netuid, sizeof netuid);
    return key;
}

struct key by_account(const char *name, const u8 *account) {
    struct key key = item(SUBTENSOR, name);
    blake2_128_concat(&key, account, ACCOUNT);
    return key;
}

struct key by_account_and_subnet(const char *name, const u8 *account, u16 netuid) {
    struct key key = by_account(name, account);
    identity(&key, &netuid, sizeof netuid);
    return key;
}

struct key by_subnet_and_account(const char *name, u16 netuid, const u8 *account) {
    struct key key = by_subnet(name, netuid);
    blake2_128_concat(&key, account, ACCOUNT);
    return key;
}

struct reader stored(const struct key *key) {
    u64 found = ext_storage_get_version_1(slice(key->bytes, key->size));
    return reader_of((const u8 *)(u32)found, (u32)(found >> 32));
}

struct reader lookup(const struct key *key, int *found) {
    struct reader option = stored(key);
    *found = read_bool(&option);
    return *found ? read_bytes(&option) : option;
}

struct reader value(const struct key *key) {
    int found;
    struct reader bytes = lookup(key, &found);
    if (!found) {
        trap();
    }
    return bytes;
}

u64 stored_uint(const struct key *key, u32 size, u64 absent) {
    int found;
    struct reader bytes = lookup(key, &found);
    return found ? read_uint(&bytes, size) : absent;
}
