/* Swaps between TAO and a subnet's alpha: what an order would do, on the reserves as they are. */
#ifndef SWAP_H
#define SWAP_H

#include "wide.h"

enum side { BUY, SELL };

/* What went into a reserve, what came out of the other, and the fee, in the token paid in. */
struct outcome {
    u64 paid_in;
    u64 paid_out;
    u64 fee;
};

/* TAO per alpha in 64 fraction bits; one where there is no pool. */
struct wide price_of(u16 netuid);

/* The fee of an amount paid in. */
u64 swap_fee(u16 netuid, u64 amount);

/* An order of any size at the market; 0 where the pool would refuse it. */
int simulate(u16 netuid, enum side side, u64 amount, struct outcome *outcome);

#endif
