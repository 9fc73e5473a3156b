/* Extrinsics of format 4 and the calls in them: read to the last byte, weighed, never run. */
#ifndef EXTRINSIC_H
#define EXTRINSIC_H

#include "scale.h"

enum dispatch_class { NORMAL = 0, OPERATIONAL = 1, MANDATORY = 2 };

struct call {
    u64 ref_time;
    u64 proof_size;
    enum dispatch_class class;
};

/* The call of an extrinsic, given without its length prefix. */
struct call read_extrinsic(struct reader in);

/* Picoseconds of work that any extrinsic is. */
#define BASE_REF_TIME 108157000

/* The fee of so much work, in rao. */
u64 fee_of(u64 ref_time);

#endif
