/* The state as the pallets keep it: keys made of names and hashed parts, values in SCALE. */
#ifndef STATE_H
#define STATE_H

#include "scale.h"

enum { ACCOUNT = 32, HASH = 32, MAX_KEY = 192 };

struct key {
    u8 bytes[MAX_KEY];
    u32 size;
};

/* Of a plain item, or what all keys of a map begin with. */
struct key item(const char *pallet, const char *name);

/* Of an item that is not hashed. */
struct key plain(const char *text);

/* The parts of a map's key, as its hasher has them. */
void identity(struct key *key, const void *part, u32 size);
void blake2_128_concat(struct key *key, const void *part, u32 size);
void twox_64_concat(struct key *key, const void *part, u32 size);

/* Of a map of SubtensorModule: by subnet, by account, by both. */
struct key by_subnet(const char *name, u16 netuid);
struct key by_account(const char *name, const u8 *account);
struct key by_account_and_subnet(const char *name, const u8 *account, u16 netuid);
struct key by_subnet_and_account(const char *name, u16 netuid, const u8 *account);

/* What the state has under a key: SCALE of Option<Vec<u8>>. */
struct reader stored(const struct key *key);

/* The value, or nothing where the key is absent: then *found is 0. */
struct reader lookup(const struct key *key, int *found);

/* A value that must be there. */
struct reader value(const struct key *key);

/* A little-endian number at the start of a value. */
u64 stored_uint(const struct key *key, u32 size, u64 absent);

#endif
