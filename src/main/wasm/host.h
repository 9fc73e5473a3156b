/*
 * What the runtime stands on: the host functions of Substrate that it imports, and the slices in
 * which both sides pass bytes: length in the upper, address in the lower 32 bits of a u64.
 */
#ifndef HOST_H
#define HOST_H

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

/* Without a library: memory.c. */
void *memcpy(void *to, const void *from, __SIZE_TYPE__ size);
void *memset(void *at, int value, __SIZE_TYPE__ size);

#define IMPORT(name) __attribute__((import_module("env"), import_name(#name))) name
#define EXPORT(name) __attribute__((export_name(#name))) name

/* SCALE of Option<Vec<u8>>, in memory that the host allocates. */
u64 IMPORT(ext_storage_get_version_1)(u64 key);

/* Addresses of 16, 8 and 16 bytes, in memory that the host allocates. */
const u8 *IMPORT(ext_hashing_blake2_128_version_1)(u64 data);
const u8 *IMPORT(ext_hashing_twox_64_version_1)(u64 data);
const u8 *IMPORT(ext_hashing_twox_128_version_1)(u64 data);

/* Address of 32 bytes, likewise. */
const u8 *IMPORT(ext_hashing_blake2_256_version_1)(u64 data);

/* Whether a signature of 64 bytes is the key's: 1 or 0. */
u32 IMPORT(ext_crypto_ed25519_verify_version_1)(const u8 *signature, u64 message, const u8 *key);
u32 IMPORT(ext_crypto_sr25519_verify_version_2)(const u8 *signature, u64 message, const u8 *key);

/* SCALE of Result<[u8; 33], Error>: the compressed key that signed a hash of 32 bytes. */
u64 IMPORT(ext_crypto_secp256k1_ecdsa_recover_compressed_version_2)(const u8 *signature,
                                                                     const u8 *hash);

/* Memory of so many bytes; the host traps where there is none. */
u8 *IMPORT(ext_allocator_malloc_version_1)(u32 size);

static inline u64 slice(const void *at, u32 size) {
    return (u64)size << 32 | (u32)at;
}

/* The end of a call that cannot be answered: never a value. */
__attribute__((noreturn)) static inline void trap(void) {
    __builtin_trap();
}

#endif
