/*
 * The weighted pool: reserves of alpha x and TAO y with weights w1 = 1 - w2 and w2, price
 * (w1 / w2) y / x. Amounts are below 2^63; what would exceed that traps.
 */
#include "swap.h"

#include "power.h"
#include "state.h"

#define WEIGHT_ONE 1000000000000000000ull
#define RESULT_ONE 1000000000000000000ull
#define RAO_PER_TAO 1000000000ull
#define HIGHEST_PRICE 1000000000000000ull
#define LOWEST_PRICE 1000ull
#define SMALLEST_RESERVE 1000000ull
#define U63_MAX 0x7fffffffffffffffull

enum { FEE_SCALE = 65535, DEFAULT_FEE_RATE = 33, MOST_RESERVES = 1000, FRACTION = 64, DYNAMIC = 1 };

/* A pool as an order sees it: the reserve it pays into, and the one that pays it. */
struct pool {
    u64 in;
    u64 out;
    u64 weight_in;
    u64 weight_out;
};

static int is_dynamic(u16 netuid) {
    struct key mechanism = by_subnet("SubnetMechanism", netuid);
    return stored_uint(&mechanism, 2, 0) == DYNAMIC;
}

static struct key swap_item(const char *name, u16 netuid) {
    struct key key = item("Swap", name);
    twox_64_concat(&key, &netuid, sizeof netuid);
    return key;
}

static u64 fee_rate(u16 netuid) {
    struct key rate = swap_item("FeeRate", netuid);
    return stored_uint(&rate, 2, DEFAULT_FEE_RATE);
}

static struct pool pool_of(u16 netuid, enum side side) {
    struct key alpha = by_subnet("SubnetAlphaIn", netuid);
    struct key tao = by_subnet("SubnetTAO", netuid);
    struct key balancer = swap_item("SwapBalancer", netuid);
    u64 x = stored_uint(&alpha, 8, 0);
    u64 y = stored_uint(&tao, 8, 0);
    u64 quote = stored_uint(&balancer, 8, WEIGHT_ONE / 2);
    if (x > U63_MAX || y > U63_MAX || quote == 0 || quote >= WEIGHT_ONE) {
        trap();
    }
    return side == BUY ? (struct pool){y, x, quote, WEIGHT_ONE - quote}
                       : (struct pool){x, y, WEIGHT_ONE - quote, quote};
}

/* n / d in 64 fraction bits; zero where d is. */
static struct wide ratio(u64 n, u64 d) {
    struct wide numerator = wide_fixed(n);
    struct wide denominator = wide_of(d);
    return d == 0 ? denominator : wide_over(&numerator, &denominator);
}

static struct wide fixed_times(const struct wide *a, const struct wide *b) {
    struct wide product = wide_times(a, b);
    return wide_right(&product, FRACTION);
}

/* The whole part of the product of a whole and a fixed-point number. */
static u64 floor_times(u64 whole, const struct wide *fixed) {
    struct wide number = wide_of(whole);
    struct wide product = wide_times(&number, fixed);
    product = wide_right(&product, FRACTION);
    return wide_u63(&product);
}

/* TAO per alpha at other reserves than the pool has. */
static struct wide price_at(const struct pool *pool, enum side side, u64 in, u64 out) {
    u64 alpha = side == BUY ? out : in;
    struct wide weights = side == BUY ? ratio(pool->weight_out, pool->weight_in)
                                      : ratio(pool->weight_in, pool->weight_out);
    struct wide reserves = ratio(side == BUY ? in : out, alpha);
    return fixed_times(&weights, &reserves);
}

static u64 sum(u64 a, u64 b) {
    if (a > U63_MAX - b) {
        trap();
    }
    return a + b;
}

/* out (1 - (in / (in + net))^(weight_in / weight_out)) */
static u64 paid_out(const struct pool *pool, u64 net) {
    struct wide before = wide_of(pool->in);
    struct wide after = wide_of(sum(pool->in, net));
    if (wide_is_zero(&after)) {
        trap();
    }
    if (pool->weight_in == pool->weight_out) {
        struct wide out = wide_of(pool->out);
        struct wide paid = wide_of(net);
        paid = wide_times(&paid, &out);
        paid = wide_over(&paid, &after);
        return wide_u63(&paid);
    }
    struct wide kept = power_ratio(&before, &after, pool->weight_in, pool->weight_out);
    struct wide scale = wide_of(RESULT_ONE);
    struct wide one = wide_fixed(1);
    kept = wide_left(&kept, FRACTION);
    kept = wide_over(&kept, &scale);
    struct wide gone = wide_minus(&one, &kept);
    return floor_times(pool->out, &gone);
}

/* in ((high / low)^weight_out - 1): what moves the price to a limit. */
static u64 net_to_reach(const struct pool *pool, const struct wide *high, const struct wide *low) {
    if (wide_is_zero(low)) {
        return 0;
    }
    struct wide power = power_ratio(high, low, pool->weight_out, WEIGHT_ONE);
    struct wide scale = wide_of(RESULT_ONE);
    struct wide one = wide_fixed(1);
    power = wide_left(&power, FRACTION);
    power = wide_over(&power, &scale);
    if (wide_compare(&power, &one) < 0) {
        return 0;
    }
    struct wide growth = wide_minus(&power, &one);
    return floor_times(pool->in, &growth);
}

struct wide price_of(u16 netuid) {
    if (!is_dynamic(netuid)) {
        return wide_fixed(1);
    }
    struct pool pool = pool_of(netuid, BUY);
    return price_at(&pool, BUY, pool.in, pool.out);
}

static u64 part(u64 amount, u64 rate, u64 of) {
    struct wide share = ratio(rate, of);
    return floor_times(amount, &share);
}

u64 swap_fee(u16 netuid, u64 amount) {
    return is_dynamic(netuid) ? part(amount, fee_rate(netuid), FEE_SCALE) : 0;
}

int simulate(u16 netuid, enum side side, u64 amount, struct outcome *outcome) {
    *outcome = (struct outcome){amount, amount, 0};
    if (!is_dynamic(netuid)) {
        return 1;
    }
    struct pool pool = pool_of(netuid, side);
    u64 fee = swap_fee(netuid, amount);
    u64 net = amount - fee;
    if (pool.in <= U63_MAX / MOST_RESERVES && net > pool.in * MOST_RESERVES) {
        return 0;
    }
    if (pool.out < SMALLEST_RESERVE) {
        return 0;
    }
    struct wide limit = ratio(side == BUY ? HIGHEST_PRICE : LOWEST_PRICE, RAO_PER_TAO);
    struct wide price = price_at(&pool, side, pool.in, pool.out);
    int to_limit = wide_compare(&price, &limit);
    if (side == BUY ? to_limit >= 0 : to_limit <= 0) {
        return 0;
    }
    u64 out = paid_out(&pool, net);
    struct wide moved = price_at(&pool, side, pool.in + net, pool.out - out);
    to_limit = wide_compare(&moved, &limit);
    if (side == BUY ? to_limit > 0 : to_limit < 0) {
        u64 rate = fee_rate(netuid);
        net = side == BUY ? net_to_reach(&pool, &limit, &price)
                          : net_to_reach(&pool, &price, &limit);
        fee = part(net, rate, FEE_SCALE - rate);
        out = paid_out(&pool, net);
    }
    if (net != 0 && out == 0) {
        return 0;
    }
    *outcome = (struct outcome){net, out, fee};
    return 1;
}
