package io.hypha.devnet.runtime;

import io.hypha.node.bytes.Bytes;

/** One end of a move, swap or transfer of stake: whose stake it is, with whom, and where. */
record StakePlace(Bytes coldkey, Bytes hotkey, int netuid) {}
