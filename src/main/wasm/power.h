#ifndef POWER_H
#define POWER_H

#include "wide.h"

/* (a / b)^(p / q) in 10^-18, truncated. All positive, a and b below 2^192, p / q at most 128. */
struct wide power_ratio(const struct wide *a, const struct wide *b, u64 p, u64 q);

#endif
