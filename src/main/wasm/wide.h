/* Natural numbers below 2^320. What does not fit traps. */
#ifndef WIDE_H
#define WIDE_H

#include "host.h"

enum { WIDE_LIMBS = 10 };

/* Limbs of 32 bits, the lowest first. */
struct wide {
    u32 limb[WIDE_LIMBS];
};

struct wide wide_of(u64 value);

/* value / 2^64 in all but name: a fixed-point number of 64 fraction bits. */
struct wide wide_fixed(u64 value);

/* Of at most 16 bytes, little-endian. */
struct wide wide_of_bytes(const u8 *bytes, u32 size);

/* The number itself, which must be below 2^63. */
u64 wide_u63(const struct wide *number);

u32 wide_bits(const struct wide *number);
int wide_is_zero(const struct wide *number);

/* Negative, zero or positive. */
int wide_compare(const struct wide *a, const struct wide *b);

struct wide wide_plus(const struct wide *a, const struct wide *b);

/* a must not be less than b. */
struct wide wide_minus(const struct wide *a, const struct wide *b);

struct wide wide_times(const struct wide *a, const struct wide *b);

/* Truncated; b must not be zero. */
struct wide wide_over(const struct wide *a, const struct wide *b);

struct wide wide_left(const struct wide *number, u32 bits);
struct wide wide_right(const struct wide *number, u32 bits);

#endif
