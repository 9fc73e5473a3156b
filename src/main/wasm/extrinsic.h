/* Extrinsics of format 4 and the calls in them: read to the last byte, weighed, never run. */
#ifndef EXTRINSIC_H
#define EXTRINSIC_H

#include "scale.h"

enum dispatch_class { NORMAL = 0, OPERATIONAL = 1, MANDATORY = 2 };

struct call {
    u64 ref_time;
    u64 proof_size;
    enum dispatch_class class;
    /*
     * Whose alpha may pay the fee where TAO is short, no hotkey where none may; and where: on one
     * subnet, or on the only one that there is.
     */
    const u8 *hotkey;
    int is_everywhere;
    u16 netuid;
    int is_sudo;
};

/* In blocks; immortal where the period is 0. */
struct era {
    u32 period;
    u32 phase;
};

enum scheme { ED25519 = 0, SR25519 = 1, ECDSA = 2 };

struct extrinsic {
    int is_signed;
    const u8 *signer;
    enum scheme scheme;
    const u8 *signature;
    struct era era;
    u32 nonce;
    u64 tip;
    /* Of CheckMetadataHash: whether the signature covers the metadata's digest. */
    u8 mode;
    /* Bytes as they are signed: what the extensions sent along, and the call. */
    struct reader extra;
    struct reader call_bytes;
    struct call call;
};

/* An extrinsic without its length prefix. */
struct extrinsic read_extrinsic(struct reader in);

/* Picoseconds of work that any extrinsic is. */
#define BASE_REF_TIME 108157000

/* The fee of so much work, in rao. */
u64 fee_of(u64 ref_time);

#endif
