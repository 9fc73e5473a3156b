#include "extrinsic.h"

#include "state.h"

enum { MAX_DEPTH = 8, AUTHORITY = 40, PROXY_TYPES = 18 };

#define U32_MAX 0xffffffffull
#define U63_MAX 0x7fffffffffffffffull
#define U64_MAX 0xffffffffffffffffull

/* Weights of storage, in picoseconds. */
#define READ 25000000ull
#define WRITE 100000000ull

#define CALL(pallet, index) ((pallet) << 8 | (index))

/* What the specs of the devnet differ in; SPEC_VERSION is given by the build. */
#if SPEC_VERSION >= 425
enum { ADD_STAKE_LIMIT = 104, REMOVE_STAKE_LIMIT = 105 };
#else
enum { ADD_STAKE_LIMIT = 88, REMOVE_STAKE_LIMIT = 89 };
#endif
#if SPEC_VERSION >= 426
enum { UNKNOWN_EXTRA = 4 };
#else
enum { UNKNOWN_EXTRA = 0 };
#endif

static struct call weighed(u64 ref_time, u64 proof_size, u32 reads, u32 writes) {
    return (struct call){.ref_time = ref_time + reads * READ + writes * WRITE,
                         .proof_size = proof_size,
                         .class = NORMAL};
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

static struct call around(struct call outer, const struct call *inner) {
    outer.ref_time += inner->ref_time;
    outer.proof_size += inner->proof_size;
    return outer;
}

/* So much for the batch, so much for each call in it, and the calls. */
static struct call read_batch(struct reader *in, u32 depth, u64 ref_time, u64 each) {
    u32 count = read_count(in, 2);
    struct call sum = weighed(ref_time + each * count, 3983, 2, 0);
    for (; count > 0; count--) {
        struct call inner = read_call(in, depth + 1);
        sum = around(sum, &inner);
    }
    return sum;
}

static void read_proxy_type(struct reader *in) {
    if (read_u8(in) >= PROXY_TYPES) {
        trap();
    }
}

/* In whose name, as what, and the call. */
static struct call read_proxied(struct reader *in, u32 depth) {
    skip_address(in);
    if (read_bool(in)) {
        read_proxy_type(in);
    }
    struct call inner = read_call(in, depth + 1);
    return around(weighed(29090365, 4994, 4, 2), &inner);
}

static struct call read_proxy(struct reader *in, struct call call) {
    skip_address(in);
    read_proxy_type(in);
    take(in, 4);
    return call;
}

static struct call read_sudo(struct reader *in, u32 depth) {
    struct call inner = read_call(in, depth + 1);
    struct call own = around(weighed(10501000, 1650, 1, 0), &inner);
    own.class = inner.class;
    own.is_sudo = 1;
    return own;
}

static struct call read_voter_change(struct reader *in) {
    u32 count = read_count(in, AUTHORITY);
    take(in, count * AUTHORITY + 4);
    if (read_bool(in)) {
        take(in, 4);
    }
    return weighed(7972506 + 15444ull * count, 2779, 1, 1);
}

static void read_place(struct reader *in, struct call *call) {
    call->hotkey = take(in, ACCOUNT);
    call->netuid = read_u16(in);
}

/* Hotkey, subnet, amount. */
static struct call read_stake(struct reader *in, struct call call) {
    read_place(in, &call);
    take(in, 8);
    return call;
}

/* Hotkey, subnet, amount, price, and whether a part will do. */
static struct call read_stake_limit(struct reader *in, struct call call) {
    read_place(in, &call);
    take(in, 8 + 8);
    read_bool(in);
    return call;
}

/* Two accounts, of which one holds the alpha; from which subnet to which; amount. */
static struct call read_move(struct reader *in, u32 holder, struct call call) {
    const u8 *accounts = take(in, 2 * ACCOUNT);
    call.hotkey = accounts + holder * ACCOUNT;
    call.netuid = read_u16(in);
    take(in, 2 + 8);
    return call;
}

/* Hotkey, from which subnet to which, amount. */
static struct call read_swap(struct reader *in, struct call call) {
    read_place(in, &call);
    take(in, 2 + 8);
    return call;
}

static struct call read_swap_limit(struct reader *in, struct call call) {
    call = read_swap(in, call);
    take(in, 8);
    read_bool(in);
    return call;
}

static struct call read_full_limit(struct reader *in, struct call call) {
    read_place(in, &call);
    if (read_bool(in)) {
        take(in, 8);
    }
    return call;
}

static struct call read_unstake_all(struct reader *in, struct call call) {
    call.hotkey = take(in, ACCOUNT);
    call.is_everywhere = 1;
    return call;
}

static struct call read_subnets(struct reader *in, struct call call) {
    take(in, 2 * read_count(in, 2));
    return call;
}

static struct call read_claim_type(struct reader *in, struct call call) {
    switch (read_u8(in)) {
    case 0: /* Swap */
    case 1: /* Keep */
        return call;
    case 2: /* KeepSubnets */
        return read_subnets(in, call);
    default:
        trap();
    }
}

static struct call read_code(struct reader *in) {
    read_bytes(in);
    struct call call = weighed(90000000000, 67035, 1, 2);
    call.class = OPERATIONAL;
    return call;
}

/* What adds stake has no alpha to pay with. */
static struct call paying_tao(struct call call) {
    call.hotkey = 0;
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
    case CALL(0, 2): /* System.set_code */
        return read_code(in);
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
        return paying_tao(read_stake(in, weighed(664064000, 8727, 32, 16)));
    case CALL(7, 3): /* SubtensorModule.remove_stake */
        return read_stake(in, weighed(569198000, 10557, 28, 13));
    case CALL(7, 83): /* SubtensorModule.unstake_all */
        return read_unstake_all(in, weighed(26830000, 9189, 6, 0));
    case CALL(7, 84): /* SubtensorModule.unstake_all_alpha */
        return read_unstake_all(in, weighed(700873000, 11306, 43, 25));
    case CALL(7, 85): /* SubtensorModule.move_stake: of the first hotkey */
        return read_move(in, 0, weighed(216061000, 7919, 19, 7));
    case CALL(7, 86): /* SubtensorModule.transfer_stake: a coldkey, then the hotkey */
        return read_move(in, 1, weighed(258541000, 7994, 19, 6));
    case CALL(7, 87): /* SubtensorModule.swap_stake */
        return read_swap(in, weighed(742019000, 10920, 47, 24));
    case CALL(7, ADD_STAKE_LIMIT): /* SubtensorModule.add_stake_limit */
        return paying_tao(read_stake_limit(in, weighed(853005000, 8727, 32, 16)));
    case CALL(7, REMOVE_STAKE_LIMIT): /* SubtensorModule.remove_stake_limit */
        return read_stake_limit(in, weighed(740696000, 10591, 27, 13));
    case CALL(7, 90): /* SubtensorModule.swap_stake_limit */
        return read_swap_limit(in, weighed(944515000, 11077, 47, 24));
    case CALL(7, 103): /* SubtensorModule.remove_stake_full_limit */
        return read_full_limit(in, weighed(754292000, 10591, 27, 13));
    case CALL(7, 114): /* SubtensorModule.set_coldkey_auto_stake_hotkey */
        take(in, 2 + ACCOUNT);
        return weighed(33853000, 4274, 4, 2);
    case CALL(7, 121): /* SubtensorModule.claim_root */
        return read_subnets(in, weighed(138999000, 7875, 16, 4));
    case CALL(7, 122): /* SubtensorModule.set_root_claim_type */
        return read_claim_type(in, weighed(18283000, 3941, 2, 4));
    case CALL(11, 0): /* Utility.batch */
        return read_batch(in, depth, 19446696, 5450264);
    case CALL(11, 2): /* Utility.batch_all */
        return read_batch(in, depth, 5000000, 5000000);
    case CALL(11, 4): /* Utility.force_batch */
        return read_batch(in, depth, 12134867, 5477293);
    case CALL(12, 0): /* Sudo.sudo */
        return read_sudo(in, depth);
    case CALL(16, 0): /* Proxy.proxy */
        return read_proxied(in, depth);
    case CALL(16, 1): /* Proxy.add_proxy */
        return read_proxy(in, weighed(27388644, 4254, 1, 1));
    case CALL(16, 2): /* Proxy.remove_proxy */
        return read_proxy(in, weighed(29108129, 4254, 1, 2));
    case CALL(19, 59): /* AdminUtils.schedule_grandpa_change */
        return read_voter_change(in);
    default:
        trap();
    }
}

static struct era read_era(struct reader *in) {
    u32 encoded = read_u8(in);
    if (encoded == 0) {
        return (struct era){0, 0};
    }
    encoded |= (u32)read_u8(in) << 8;
    u32 period = 2u << encoded % 16;
    u32 factor = period >> 12 > 1 ? period >> 12 : 1;
    u32 phase = (encoded >> 4) * factor;
    if (period < 4 || phase >= period) {
        trap();
    }
    return (struct era){period, phase};
}

static struct reader between(const u8 *start, const struct reader *in) {
    return (struct reader){start, in->at};
}

static void read_signature(struct reader *in, struct extrinsic *to) {
    if (read_u8(in) != 0) {
        trap();
    }
    to->is_signed = 1;
    to->signer = take(in, ACCOUNT);
    u8 scheme = read_u8(in);
    if (scheme > ECDSA) {
        trap();
    }
    to->scheme = (enum scheme)scheme;
    to->signature = take(in, to->scheme == ECDSA ? 65 : 64);
    const u8 *start = in->at;
    to->era = read_era(in);
    to->nonce = (u32)read_compact(in, U32_MAX);
    to->tip = read_compact(in, U63_MAX);
    to->mode = read_bool(in);
    take(in, UNKNOWN_EXTRA);
    to->extra = between(start, in);
}

struct extrinsic read_extrinsic(struct reader in) {
    struct extrinsic extrinsic = {.is_signed = 0};
    switch (read_u8(&in)) {
    case 0x04:
        break;
    case 0x84:
        read_signature(&in, &extrinsic);
        break;
    default:
        trap();
    }
    const u8 *start = in.at;
    extrinsic.call = read_call(&in, 0);
    extrinsic.call_bytes = between(start, &in);
    require_end(&in);
    return extrinsic;
}

/* Half a milli-rao per picosecond, rounded to the nearest, halves down, as Perbill multiplies. */
u64 fee_of(u64 ref_time) {
    const u64 billion = 1000000000;
    const u64 parts = 500000;
    return ref_time / billion * parts + (ref_time % billion * parts + billion / 2 - 1) / billion;
}
