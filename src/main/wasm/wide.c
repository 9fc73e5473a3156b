#include "wide.h"

enum { BITS = 32 };

struct wide wide_of(u64 value) {
    return (struct wide){{(u32)value, (u32)(value >> BITS)}};
}

struct wide wide_fixed(u64 value) {
    return (struct wide){{0, 0, (u32)value, (u32)(value >> BITS)}};
}

struct wide wide_of_bytes(const u8 *bytes, u32 size) {
    struct wide number = {{0}};
    for (u32 i = 0; i < size; i++) {
        number.limb[i / 4] |= (u32)bytes[i] << 8 * (i % 4);
    }
    return number;
}

/* Without leading zeros. */
static u32 limbs(const struct wide *number) {
    u32 count = WIDE_LIMBS;
    while (count > 0 && number->limb[count - 1] == 0) {
        count--;
    }
    return count;
}

u64 wide_u63(const struct wide *number) {
    if (wide_bits(number) > 63) {
        trap();
    }
    return (u64)number->limb[1] << BITS | number->limb[0];
}

u32 wide_bits(const struct wide *number) {
    u32 count = limbs(number);
    return count == 0 ? 0 : count * BITS - (u32)__builtin_clz(number->limb[count - 1]);
}

int wide_is_zero(const struct wide *number) {
    return limbs(number) == 0;
}

int wide_compare(const struct wide *a, const struct wide *b) {
    for (u32 i = WIDE_LIMBS; i-- > 0;) {
        if (a->limb[i] != b->limb[i]) {
            return a->limb[i] < b->limb[i] ? -1 : 1;
        }
    }
    return 0;
}

struct wide wide_plus(const struct wide *a, const struct wide *b) {
    struct wide sum;
    u64 carry = 0;
    for (u32 i = 0; i < WIDE_LIMBS; i++) {
        carry += (u64)a->limb[i] + b->limb[i];
        sum.limb[i] = (u32)carry;
        carry >>= BITS;
    }
    if (carry != 0) {
        trap();
    }
    return sum;
}

struct wide wide_minus(const struct wide *a, const struct wide *b) {
    struct wide difference;
    u64 borrow = 0;
    for (u32 i = 0; i < WIDE_LIMBS; i++) {
        u64 step = (u64)a->limb[i] - b->limb[i] - borrow;
        difference.limb[i] = (u32)step;
        borrow = step >> 63;
    }
    if (borrow != 0) {
        trap();
    }
    return difference;
}

struct wide wide_times(const struct wide *a, const struct wide *b) {
    struct wide product = {{0}};
    u32 a_limbs = limbs(a);
    u32 b_limbs = limbs(b);
    for (u32 i = 0; i < a_limbs; i++) {
        u64 carry = 0;
        for (u32 j = 0; j < b_limbs || carry != 0; j++) {
            u32 other = j < b_limbs ? b->limb[j] : 0;
            if (i + j >= WIDE_LIMBS) {
                if (carry != 0 || (other != 0 && a->limb[i] != 0)) {
                    trap();
                }
                continue;
            }
            carry += (u64)a->limb[i] * other + product.limb[i + j];
            product.limb[i + j] = (u32)carry;
            carry >>= BITS;
        }
    }
    return product;
}

struct wide wide_left(const struct wide *number, u32 bits) {
    struct wide moved = {{0}};
    u32 whole = bits / BITS;
    u32 rest = bits % BITS;
    if (wide_bits(number) + bits > WIDE_LIMBS * BITS) {
        trap();
    }
    for (u32 i = WIDE_LIMBS; i-- > whole;) {
        u64 pair = (u64)number->limb[i - whole] << BITS;
        if (i > whole) {
            pair |= number->limb[i - whole - 1];
        }
        moved.limb[i] = (u32)(pair >> (BITS - rest));
    }
    return moved;
}

struct wide wide_right(const struct wide *number, u32 bits) {
    struct wide moved = {{0}};
    u32 whole = bits / BITS;
    u32 rest = bits % BITS;
    for (u32 i = 0; i + whole < WIDE_LIMBS; i++) {
        u64 pair = number->limb[i + whole];
        if (i + whole + 1 < WIDE_LIMBS) {
            pair |= (u64)number->limb[i + whole + 1] << BITS;
        }
        moved.limb[i] = (u32)(pair >> rest);
    }
    return moved;
}

static struct wide over_limb(const struct wide *a, u32 divisor) {
    struct wide quotient;
    u64 rest = 0;
    for (u32 i = WIDE_LIMBS; i-- > 0;) {
        rest = rest << BITS | a->limb[i];
        quotient.limb[i] = (u32)(rest / divisor);
        rest %= divisor;
    }
    return quotient;
}

/* One limb of a quotient: takes it, times the divisor, off the rest, of one limb more. */
static u32 quotient_limb(u32 *rest, const u32 *divisor, u32 size) {
    u64 top = (u64)rest[size] << BITS | rest[size - 1];
    u64 guess = rest[size] >= divisor[size - 1] ? 0xffffffffull : top / divisor[size - 1];
    u64 borrow = 0;
    for (u32 i = 0; i < size; i++) {
        borrow += guess * divisor[i];
        u32 low = (u32)borrow;
        borrow >>= BITS;
        borrow += rest[i] < low;
        rest[i] -= low;
    }
    /* The guess is at most two too high: a top limb that went below zero says so. */
    u64 top_limb = rest[size] - borrow;
    while ((top_limb & 1ull << 63) != 0) {
        guess--;
        u64 carry = 0;
        for (u32 i = 0; i < size; i++) {
            carry += (u64)rest[i] + divisor[i];
            rest[i] = (u32)carry;
            carry >>= BITS;
        }
        top_limb += carry;
    }
    rest[size] = (u32)top_limb;
    return (u32)guess;
}

/* Long division, the divisor shifted so that its top bit is set. */
struct wide wide_over(const struct wide *a, const struct wide *b) {
    u32 size = limbs(b);
    if (size == 0) {
        trap();
    }
    if (size == 1) {
        return over_limb(a, b->limb[0]);
    }
    u32 shift = (u32)__builtin_clz(b->limb[size - 1]);
    struct wide divisor = wide_left(b, shift);
    struct wide low = wide_left(a, 0);
    u32 rest[WIDE_LIMBS + 1];
    for (u32 i = 0; i <= WIDE_LIMBS; i++) {
        u64 pair = (u64)(i < WIDE_LIMBS ? low.limb[i] : 0) << BITS;
        if (i > 0) {
            pair |= low.limb[i - 1];
        }
        rest[i] = (u32)(pair >> (BITS - shift));
    }
    struct wide quotient = {{0}};
    for (u32 i = WIDE_LIMBS + 1 - size; i-- > 0;) {
        quotient.limb[i] = quotient_limb(rest + i, divisor.limb, size);
    }
    return quotient;
}
