#include "extrinsic.h"

#include "state.h"

enum { MAX_DEPTH = 8, AUTHORITY = 40 };

#define U32_MAX 0xffffffffull
#define U63_MAX 0x7fffffffffffffffull
#define U64_MAX 0xffffffffffffffffull

/* Weights of storage, in picoseconds. */
#define READ 25000000ull
#define WRITE 100000000ull

#define CALL(pallet, index) ((pallet) << 8 | (index))

static struct call weighed(u64 ref_time, u64 proof_size, u32 reads, u32 writes) {
    return (struct call){ref_time + reads * READ + writes * WRITE, proof_size, NORMAL};
}

static void skip_address(struct reader *in) {
    switch (read_u8(in)) {
    case 0:
    case 3:
        take(in, ACCOUNT);
        return;
    case 1:
        return;
    case 2:
        read_bytes(in);
        return;
    case 4:
        take(in, 20);
        return;
    default:
        trap();
    }
}

static struct call read_call(struct reader *in, u32 depth);

static struct call read_transfer(struct reader *in, u64 ref_time) {
    skip_address(in);
    read_compact(in, U64_MAX);
    return weighed(ref_time, 3593, 1, 1);
}

static struct call read_batch(struct reader *in, u32 depth) {
    u32 count = read_count(in, 2);
    struct call sum = weighed(5000000 + 5000000ull * count, 3983, 2, 0);
    for (; count > 0; count--) {
        struct call inner = read_call(in, depth + 1);
        sum.ref_time += inner.ref_time;
        sum.proof_size += inner.proof_size;
    }
    return sum;
}

static struct call read_sudo(struct reader *in, u32 depth) {
    struct call inner = read_call(in, depth + 1);
    struct call own = weighed(10501000, 1650, 1, 0);
    inner.ref_time += own.ref_time;
    inner.proof_size += own.proof_size;
    return inner;
}

static struct call read_voter_change(struct reader *in) {
    u32 count = read_count(in, AUTHORITY);
    take(in, count * AUTHORITY + 4);
    if (read_bool(in)) {
        take(in, 4);
    }
    return weighed(7972506 + 15444ull * count, 2779, 1, 1);
}

/* A call of SubtensorModule, whose arguments are of fixed size. */
static struct call read_stake(struct reader *in, u32 size, struct call call) {
    take(in, size);
    return call;
}

static struct call read_stake_limit(struct reader *in, struct call call) {
    take(in, ACCOUNT + 2 + 8 + 8);
    read_bool(in);
    return call;
}

static struct call read_call(struct reader *in, u32 depth) {
    if (depth > MAX_DEPTH) {
        trap();
    }
    u32 pallet = read_u8(in);
    u32 index = read_u8(in);
    switch (CALL(pallet, index)) {
    case CALL(0, 0): /* System.remark */
        read_bytes(in);
        return weighed(2000000, 0, 0, 0);
    case CALL(2, 0): { /* Timestamp.set */
        read_compact(in, U63_MAX);
        struct call call = weighed(9000000, 1493, 2, 1);
        call.class = MANDATORY;
        return call;
    }
    case CALL(5, 0): /* Balances.transfer_allow_death */
        return read_transfer(in, 52000000);
    case CALL(5, 3): /* Balances.transfer_keep_alive */
        return read_transfer(in, 41000000);
    case CALL(5, 4): /* Balances.transfer_all */
        skip_address(in);
        read_bool(in);
        return weighed(51000000, 3593, 1, 1);
    case CALL(7, 2): /* SubtensorModule.add_stake */
        return read_stake(in, ACCOUNT + 2 + 8, weighed(664064000, 8727, 32, 16));
    case CALL(7, 3): /* SubtensorModule.remove_stake */
        return read_stake(in, ACCOUNT + 2 + 8, weighed(569198000, 10557, 28, 13));
    case CALL(7, 85): /* SubtensorModule.move_stake */
        return read_stake(in, 2 * ACCOUNT + 2 + 2 + 8, weighed(216061000, 7919, 19, 7));
    case CALL(7, 88): /* SubtensorModule.add_stake_limit */
        return read_stake_limit(in, weighed(853005000, 8727, 32, 16));
    case CALL(7, 89): /* SubtensorModule.remove_stake_limit */
        return read_stake_limit(in, weighed(740696000, 10591, 27, 13));
    case CALL(11, 2): /* Utility.batch_all */
        return read_batch(in, depth);
    case CALL(12, 0): /* Sudo.sudo */
        return read_sudo(in, depth);
    case CALL(19, 59): /* AdminUtils.schedule_grandpa_change */
        return read_voter_change(in);
    default:
        trap();
    }
}

static void skip_era(struct reader *in) {
    u32 encoded = read_u8(in);
    if (encoded == 0) {
        return;
    }
    encoded |= (u32)read_u8(in) << 8;
    u32 period = 2u << encoded % 16;
    u32 factor = period >> 12 > 1 ? period >> 12 : 1;
    if (period < 4 || (encoded >> 4) * factor >= period) {
        trap();
    }
}

static void skip_signature(struct reader *in) {
    if (read_u8(in) != 0) {
        trap();
    }
    take(in, ACCOUNT);
    switch (read_u8(in)) {
    case 0: /* ed25519 */
    case 1: /* sr25519 */
        take(in, 64);
        break;
    case 2: /* ecdsa */
        take(in, 65);
        break;
    default:
        trap();
    }
    skip_era(in);
    read_compact(in, U32_MAX); /* nonce */
    read_compact(in, U63_MAX); /* tip */
    read_bool(in);             /* mode of CheckMetadataHash */
}

struct call read_extrinsic(struct reader in) {
    switch (read_u8(&in)) {
    case 0x04:
        break;
    case 0x84:
        skip_signature(&in);
        break;
    default:
        trap();
    }
    struct call call = read_call(&in, 0);
    require_end(&in);
    return call;
}

/* Half a milli-rao per picosecond, rounded to the nearest, halves down, as Perbill multiplies. */
u64 fee_of(u64 ref_time) {
    const u64 billion = 1000000000;
    const u64 parts = 500000;
    return ref_time / billion * parts + (ref_time % billion * parts + billion / 2 - 1) / billion;
}
