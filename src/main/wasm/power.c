/*
 * Powers by shifting and adding: numbers are taken apart into factors 1 + 2^-k, whose logarithms are
 * known. What is left after the factor of k = 96 is so near to 1 that its logarithm is what it exceeds
 * 1 by. 192 fraction bits, of which fewer than twenty are lost.
 */
#include "power.h"

#include "logarithms.h"

enum { FRACTION_BITS = 192, WHOLE = 6, LIMBS = 7, LAST_FACTOR = 96, NOTHING = 128 };

#define ONE_RESULT 1000000000000000000ull

/*
 * What the bits lost may hide: a result so close below a step is on the step. Powers that are not
 * rational do not come that close.
 */
#define UNCERTAIN (1u << 22)

/* A fixed-point number below 2^32. */
struct fixed {
    u32 limb[LIMBS];
};

static int at_most(const struct fixed *a, const struct fixed *b) {
    for (u32 i = LIMBS; i-- > 0;) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i];
        }
    }
    return 1;
}

static void add(struct fixed *to, const struct fixed *more) {
    u64 carry = 0;
    for (u32 i = 0; i < LIMBS; i++) {
        carry += (u64)to->limb[i] + more->limb[i];
        to->limb[i] = (u32)carry;
        carry >>= 32;
    }
}

static void subtract(struct fixed *from, const struct fixed *less) {
    u64 borrow = 0;
    for (u32 i = 0; i < LIMBS; i++) {
        u64 step = (u64)from->limb[i] - less->limb[i] - borrow;
        from->limb[i] = (u32)step;
        borrow = step >> 63;
    }
}

/* number × (1 + 2^-k) */
static struct fixed grown(const struct fixed *number, u32 k) {
    struct fixed sum;
    u32 whole = k / 32;
    u32 rest = k % 32;
    u64 carry = 0;
    for (u32 i = 0; i < LIMBS; i++) {
        u64 pair = i + whole < LIMBS ? number->limb[i + whole] : 0;
        if (i + whole + 1 < LIMBS) {
            pair |= (u64)number->limb[i + whole + 1] << 32;
        }
        carry += (u64)number->limb[i] + (u32)(pair >> rest);
        sum.limb[i] = (u32)carry;
        carry >>= 32;
    }
    return sum;
}

static struct fixed factor_logarithm(u32 k) {
    struct fixed logarithm = {{0}};
    for (u32 i = 0; i < WHOLE; i++) {
        logarithm.limb[i] = LOGARITHMS[k][i];
    }
    return logarithm;
}

static struct wide widened(const struct fixed *number) {
    struct wide copy = {{0}};
    for (u32 i = 0; i < LIMBS; i++) {
        copy.limb[i] = number->limb[i];
    }
    return copy;
}

static struct fixed narrowed(const struct wide *number) {
    struct fixed copy;
    if (wide_bits(number) > LIMBS * 32) {
        trap();
    }
    for (u32 i = 0; i < LIMBS; i++) {
        copy.limb[i] = number->limb[i];
    }
    return copy;
}

/* ln of a number from 1: of its power of two, and of what is left between 1 and 2. */
static struct wide logarithm(const struct wide *number) {
    u32 doublings = wide_bits(number) - 1;
    if (doublings > FRACTION_BITS) {
        trap();
    }
    struct wide mantissa = wide_left(number, FRACTION_BITS - doublings);
    struct fixed goal = narrowed(&mantissa);
    struct fixed reached = {{[WHOLE] = 1}};
    struct fixed sum = {{0}};
    for (u32 k = 1; k <= LAST_FACTOR; k++) {
        struct fixed next = grown(&reached, k);
        if (at_most(&next, &goal)) {
            struct fixed step = factor_logarithm(k);
            reached = next;
            add(&sum, &step);
        }
    }
    struct wide known = widened(&sum);
    struct wide near = widened(&reached);
    struct wide rest = wide_minus(&mantissa, &near);
    rest = wide_left(&rest, FRACTION_BITS);
    rest = wide_over(&rest, &near);
    known = wide_plus(&known, &rest);
    struct fixed doubling = factor_logarithm(0);
    struct wide per_doubling = widened(&doubling);
    struct wide count = wide_of(doublings);
    struct wide of_doublings = wide_times(&per_doubling, &count);
    return wide_plus(&of_doublings, &known);
}

/* e^x for x below ln 2. */
static struct wide exponential(struct fixed x) {
    struct fixed reached = {{[WHOLE] = 1}};
    for (u32 k = 1; k <= LAST_FACTOR; k++) {
        struct fixed step = factor_logarithm(k);
        if (at_most(&step, &x)) {
            subtract(&x, &step);
            reached = grown(&reached, k);
        }
    }
    struct wide near = widened(&reached);
    struct wide rest = widened(&x);
    rest = wide_times(&rest, &near);
    rest = wide_right(&rest, FRACTION_BITS);
    return wide_plus(&near, &rest);
}

struct wide power_ratio(const struct wide *a, const struct wide *b, u64 p, u64 q) {
    int falls = wide_compare(a, b) < 0;
    struct wide upper = logarithm(falls ? b : a);
    struct wide lower = logarithm(falls ? a : b);
    struct wide x = wide_minus(&upper, &lower);
    struct wide numerator = wide_of(p);
    struct wide denominator = wide_of(q);
    x = wide_times(&x, &numerator);
    x = wide_over(&x, &denominator);

    struct fixed doubling = factor_logarithm(0);
    struct wide per_doubling = widened(&doubling);
    struct wide count = wide_over(&x, &per_doubling);
    u64 doublings = wide_u63(&count);
    struct wide of_doublings = wide_times(&count, &per_doubling);
    struct wide rest = wide_minus(&x, &of_doublings);
    if (doublings > NOTHING) {
        if (!falls) {
            trap();
        }
        return wide_of(0);
    }
    if (falls && !wide_is_zero(&rest)) {
        rest = wide_minus(&per_doubling, &rest);
        doublings++;
    }
    struct wide power = exponential(narrowed(&rest));
    struct wide uncertain = wide_of(UNCERTAIN);
    struct wide one = wide_of(ONE_RESULT);
    power = wide_plus(&power, &uncertain);
    power = wide_times(&power, &one);
    return wide_right(&power, falls ? FRACTION_BITS + (u32)doublings : FRACTION_BITS - (u32)doublings);
}
