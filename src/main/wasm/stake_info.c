/* StakeInfoRuntimeApi: positions, what of them is free, and what a trade pays the pool. */
#include "share.h"
#include "state.h"
#include "swap.h"

static struct writer out;

static u16 subnets(void) {
    struct key key = item("SubtensorModule", "TotalNetworks");
    return (u16)stored_uint(&key, 2, 0);
}

static int subnet_exists(u16 netuid) {
    struct key key = by_subnet("NetworksAdded", netuid);
    return stored_uint(&key, 1, 0) != 0;
}

/* The hotkeys that a coldkey stakes to, one after the other. */
static struct reader staking_hotkeys(const u8 *coldkey, u32 *count) {
    struct key key = by_account("StakingHotkeys", coldkey);
    int found;
    struct reader hotkeys = lookup(&key, &found);
    *count = found ? read_count(&hotkeys, ACCOUNT) : 0;
    return hotkeys;
}

static void write_position(struct writer *to, const u8 *hotkey, const u8 *coldkey, u16 netuid,
                           u64 stake) {
    struct key dividends = by_subnet_and_account("AlphaDividendsPerSubnet", netuid, hotkey);
    struct key uid = by_subnet_and_account("Uids", netuid, hotkey);
    struct reader registered = stored(&uid);
    write_bytes(to, hotkey, ACCOUNT);
    write_bytes(to, coldkey, ACCOUNT);
    write_compact(to, netuid);
    write_compact(to, stake);
    write_compact(to, 0); /* locked: a field that the main network fills no more */
    write_compact(to, stored_uint(&dividends, 8, 0));
    write_compact(to, 0); /* TAO dividends, which are gone */
    write_compact(to, 0); /* drain, likewise */
    write_uint(to, read_bool(&registered), 1);
}

/* Vec<StakeInfo>: subnet by subnet, in each the hotkeys as they are listed. */
static void write_positions(const u8 *coldkey) {
    static struct writer positions;
    positions.size = 0;
    u32 written_count = 0;
    u16 networks = subnets();
    for (u32 netuid = 0; netuid < networks; netuid++) {
        if (!subnet_exists((u16)netuid)) {
            continue;
        }
        u32 count;
        struct reader hotkeys = staking_hotkeys(coldkey, &count);
        for (; count > 0; count--) {
            const u8 *hotkey = take(&hotkeys, ACCOUNT);
            u64 stake = stake_of(hotkey, coldkey, (u16)netuid);
            if (stake > 0) {
                write_position(&positions, hotkey, coldkey, (u16)netuid, stake);
                written_count++;
            }
        }
    }
    write_compact(&out, written_count);
    write_bytes(&out, positions.bytes, positions.size);
}

u64 EXPORT(StakeInfoRuntimeApi_get_stake_info_for_coldkey)(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    const u8 *coldkey = take(&in, ACCOUNT);
    require_end(&in);
    write_positions(coldkey);
    return written(&out);
}

u64 EXPORT(StakeInfoRuntimeApi_get_stake_info_for_coldkeys)(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    u32 count = read_count(&in, ACCOUNT);
    const u8 *coldkeys = take(&in, count * ACCOUNT);
    require_end(&in);
    write_compact(&out, count);
    for (u32 i = 0; i < count; i++) {
        write_bytes(&out, coldkeys + i * ACCOUNT, ACCOUNT);
        write_positions(coldkeys + i * ACCOUNT);
    }
    return written(&out);
}

/* An option that is always there, as the main network has it. */
u64 EXPORT(StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid)(const u8 *parameters,
                                                                         u32 size) {
    struct reader in = reader_of(parameters, size);
    const u8 *hotkey = take(&in, ACCOUNT);
    const u8 *coldkey = take(&in, ACCOUNT);
    u16 netuid = read_u16(&in);
    require_end(&in);
    write_uint(&out, 1, 1);
    write_position(&out, hotkey, coldkey, netuid, stake_of(hotkey, coldkey, netuid));
    return written(&out);
}

static u64 total_stake(const u8 *coldkey, u16 netuid) {
    u32 count;
    struct reader hotkeys = staking_hotkeys(coldkey, &count);
    u64 total = 0;
    for (; count > 0; count--) {
        total += stake_of(take(&hotkeys, ACCOUNT), coldkey, netuid);
        if (total >> 63 != 0) {
            trap();
        }
    }
    return total;
}

struct netuids {
    u16 *list;
    u32 count;
};

static void add_sorted(struct netuids *to, u16 netuid) {
    u32 place = to->count;
    while (place > 0 && to->list[place - 1] > netuid) {
        place--;
    }
    if (place > 0 && to->list[place - 1] == netuid) {
        return;
    }
    for (u32 i = to->count; i > place; i--) {
        to->list[i] = to->list[i - 1];
    }
    to->list[place] = netuid;
    to->count++;
}

static u32 existing(void) {
    u32 count = 0;
    u16 networks = subnets();
    for (u32 netuid = 0; netuid < networks; netuid++) {
        count += subnet_exists((u16)netuid);
    }
    return count;
}

/* Those asked for, each once and in order; none where none or too many were asked for. */
static struct netuids asked(struct reader *in) {
    u16 networks = subnets();
    struct netuids netuids = {0};
    if (!read_bool(in)) {
        netuids.list = (u16 *)ext_allocator_malloc_version_1(networks * sizeof(u16) + 2);
        for (u32 netuid = 0; netuid < networks; netuid++) {
            add_sorted(&netuids, (u16)netuid);
        }
        return netuids;
    }
    u32 count = read_count(in, sizeof(u16));
    netuids.list = (u16 *)ext_allocator_malloc_version_1(count * sizeof(u16) + 2);
    for (; count > 0; count--) {
        add_sorted(&netuids, read_u16(in));
    }
    if (netuids.count > existing()) {
        netuids.count = 0;
    }
    return netuids;
}

/* BTreeMap of subnet to what is there, what is locked (nothing can be, here), what is free. */
static void write_availability(const u8 *coldkey, const struct netuids *netuids) {
    static struct writer rows;
    rows.size = 0;
    u32 count = 0;
    for (u32 i = 0; i < netuids->count; i++) {
        u16 netuid = netuids->list[i];
        u64 total = subnet_exists(netuid) ? total_stake(coldkey, netuid) : 0;
        if (total > 0) {
            write_uint(&rows, netuid, 2);
            write_compact(&rows, total);
            write_compact(&rows, 0);
            write_compact(&rows, total);
            count++;
        }
    }
    write_compact(&out, count);
    write_bytes(&out, rows.bytes, rows.size);
}

static int compare(const u8 *a, const u8 *b) {
    for (u32 i = 0; i < ACCOUNT; i++) {
        if (a[i] != b[i]) {
            return a[i] < b[i] ? -1 : 1;
        }
    }
    return 0;
}

/* The least of the accounts that comes after another, or 0. */
static const u8 *next_account(const u8 *accounts, u32 count, const u8 *after) {
    const u8 *next = 0;
    for (u32 i = 0; i < count; i++) {
        const u8 *each = accounts + i * ACCOUNT;
        if ((after == 0 || compare(each, after) > 0) && (next == 0 || compare(each, next) < 0)) {
            next = each;
        }
    }
    return next;
}

u64 EXPORT(StakeInfoRuntimeApi_get_stake_availability_for_coldkeys)(const u8 *parameters,
                                                                    u32 size) {
    struct reader in = reader_of(parameters, size);
    u32 count = read_count(&in, ACCOUNT);
    const u8 *coldkeys = take(&in, count * ACCOUNT);
    struct netuids netuids = asked(&in);
    require_end(&in);
    u32 distinct = 0;
    for (const u8 *at = 0; (at = next_account(coldkeys, count, at)) != 0;) {
        distinct++;
    }
    write_compact(&out, distinct);
    for (const u8 *at = 0; (at = next_account(coldkeys, count, at)) != 0;) {
        write_bytes(&out, at, ACCOUNT);
        write_availability(at, &netuids);
    }
    return written(&out);
}

struct place {
    int there;
    const u8 *hotkey;
    u16 netuid;
};

static struct place read_place(struct reader *in) {
    struct place place = {.there = read_bool(in)};
    if (place.there) {
        place.hotkey = take(in, ACCOUNT);
        place.netuid = read_u16(in);
    }
    return place;
}

static int same(const struct place *a, const struct place *b) {
    return a->there == b->there
           && (!a->there || (a->netuid == b->netuid && compare(a->hotkey, b->hotkey) == 0));
}

/* By the pool that the amount goes to, or comes from where it goes nowhere. */
u64 EXPORT(StakeInfoRuntimeApi_get_stake_fee)(const u8 *parameters, u32 size) {
    struct reader in = reader_of(parameters, size);
    struct place origin = read_place(&in);
    take(&in, ACCOUNT);
    struct place destination = read_place(&in);
    take(&in, ACCOUNT);
    u64 amount = read_u63(&in);
    require_end(&in);
    u16 netuid = destination.there ? destination.netuid : origin.netuid;
    write_uint(&out, same(&origin, &destination) ? 0 : swap_fee(netuid, amount), 8);
    return written(&out);
}
