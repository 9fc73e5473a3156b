/* Stake: what a coldkey's shares of a hotkey's alpha are worth. */
#ifndef SHARE_H
#define SHARE_H

#include "host.h"

/* In rao of alpha; of TAO on root. */
u64 stake_of(const u8 *hotkey, const u8 *coldkey, u16 netuid);

#endif
