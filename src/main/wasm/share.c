/*
 * Shares are decimal floating-point numbers, digits × 10^exponent with 10^20 < digits ≤ 10^21, or
 * zero; every operation truncates. Two generations of them exist: a number of the first (64 whole
 * and 64 fraction bits) counts where its key is present.
 */
#include "share.h"

#include "state.h"
#include "wide.h"

typedef long long i64;

enum { MOST_SHIFTED = 22, LARGEST_DIGITS = 21 };

struct decimal {
    struct wide digits;
    i64 exponent;
};

static struct wide power_of_ten(u32 exponent) {
    struct wide power = wide_of(1);
    struct wide ten = wide_of(10);
    while (exponent-- > 0) {
        power = wide_times(&power, &ten);
    }
    return power;
}

static struct decimal normalized(struct wide digits, i64 exponent) {
    struct wide most = power_of_ten(LARGEST_DIGITS);
    struct wide least = power_of_ten(LARGEST_DIGITS - 1);
    struct wide ten = wide_of(10);
    if (wide_is_zero(&digits)) {
        return (struct decimal){digits, 0};
    }
    while (wide_compare(&digits, &most) > 0) {
        digits = wide_over(&digits, &ten);
        exponent++;
    }
    while (wide_compare(&digits, &least) <= 0) {
        digits = wide_times(&digits, &ten);
        exponent--;
    }
    return (struct decimal){digits, exponent};
}

static struct decimal whole(u64 value) {
    return normalized(wide_of(value), 0);
}

static struct wide shifted(const struct decimal *number, i64 digits) {
    struct wide divisor = power_of_ten(digits < MOST_SHIFTED ? (u32)digits : MOST_SHIFTED);
    return wide_over(&number->digits, &divisor);
}

static struct decimal plus(const struct decimal *a, const struct decimal *b) {
    if (wide_is_zero(&a->digits)) {
        return *b;
    }
    if (wide_is_zero(&b->digits)) {
        return *a;
    }
    if (a->exponent < b->exponent) {
        return plus(b, a);
    }
    struct wide other = shifted(b, a->exponent - b->exponent);
    return normalized(wide_plus(&a->digits, &other), a->exponent);
}

/* a × b / c; zero where c is. */
static struct decimal times_over(const struct decimal *a, const struct decimal *b,
                                 const struct decimal *c) {
    if (wide_is_zero(&c->digits)) {
        return *c;
    }
    struct wide product = wide_times(&a->digits, &b->digits);
    return normalized(wide_over(&product, &c->digits), a->exponent + b->exponent - c->exponent);
}

/* Of the first generation: its fraction is divided by 2^64 to 21 digits. */
static struct decimal of_first(struct reader *in) {
    struct decimal fraction = whole(read_uint(in, 8));
    struct decimal number = whole(read_uint(in, 8));
    struct decimal unit = normalized(wide_fixed(1), 0);
    struct wide scale = power_of_ten(LARGEST_DIGITS);
    fraction.digits = wide_times(&fraction.digits, &scale);
    fraction.digits = wide_over(&fraction.digits, &unit.digits);
    fraction = normalized(fraction.digits, fraction.exponent - unit.exponent - LARGEST_DIGITS);
    return plus(&number, &fraction);
}

static struct decimal of_second(struct reader *in) {
    struct wide digits = wide_of_bytes(take(in, 16), 16);
    return (struct decimal){digits, (i64)read_uint(in, 8)};
}

static struct decimal shares(const struct key *first, const struct key *second) {
    int found;
    struct reader in = lookup(first, &found);
    if (found) {
        return of_first(&in);
    }
    in = lookup(second, &found);
    return found ? of_second(&in) : whole(0);
}

static struct key alpha(const char *name, const u8 *hotkey, const u8 *coldkey, u16 netuid) {
    struct key key = by_account(name, hotkey);
    blake2_128_concat(&key, coldkey, ACCOUNT);
    identity(&key, &netuid, sizeof netuid);
    return key;
}

/* The whole part; 2^63 - 1 where it is greater. */
static u64 floored(const struct decimal *number) {
    if (wide_is_zero(&number->digits) || number->exponent < -MOST_SHIFTED) {
        return 0;
    }
    struct wide value = number->exponent >= 0 ? number->digits : shifted(number, -number->exponent);
    return wide_bits(&value) > 63 ? ~0ull >> 1 : wide_u63(&value);
}

u64 stake_of(const u8 *hotkey, const u8 *coldkey, u16 netuid) {
    struct key total_key = by_account_and_subnet("TotalHotkeyAlpha", hotkey, netuid);
    struct key first = alpha("Alpha", hotkey, coldkey, netuid);
    struct key second = alpha("AlphaV2", hotkey, coldkey, netuid);
    struct key all_first = by_account_and_subnet("TotalHotkeyShares", hotkey, netuid);
    struct key all_second = by_account_and_subnet("TotalHotkeySharesV2", hotkey, netuid);
    struct decimal total = whole(stored_uint(&total_key, 8, 0));
    struct decimal share = shares(&first, &second);
    struct decimal all = shares(&all_first, &all_second);
    struct decimal worth = times_over(&total, &share, &all);
    return floored(&worth);
}
