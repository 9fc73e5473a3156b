/*
 * A runtime that does nothing but call its host: one entry point for each host function, and one that
 * calls several in a row. What the functions take and give is in functions.def.
 */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

#define IMPORTED(name) __attribute__((import_module("env"), import_name("ext_" #name)))
#define EXPORTED(name) __attribute__((export_name(#name)))

#define SHARED __attribute__((noinline))

enum { LARGEST_ANSWER = 2048 };

struct reader {
    const u8 *at;
    const u8 *end;
};

static u8 answer[LARGEST_ANSWER];
static u32 answered;

static void require(int holds) {
    if (!holds) {
        __builtin_trap();
    }
}

SHARED static const u8 *take(struct reader *in, u32 size) {
    require(size <= (u32)(in->end - in->at));
    const u8 *taken = in->at;
    in->at += size;
    return taken;
}

SHARED static u64 read_number(struct reader *in, u32 size) {
    const u8 *bytes = take(in, size);
    u64 number = 0;
    while (size-- > 0) {
        number = number << 8 | bytes[size];
    }
    return number;
}

/* Length in four bytes, then so many: as length and address. */
SHARED static u64 read_bytes(struct reader *in) {
    u32 size = (u32)read_number(in, 4);
    return (u64)size << 32 | (u32)take(in, size);
}

SHARED static void give(const void *bytes, u32 size) {
    require(size <= LARGEST_ANSWER - answered);
    for (u32 i = 0; i < size; i++) {
        answer[answered++] = ((const u8 *)bytes)[i];
    }
}

SHARED static void give_slice(u64 bytes) {
    give((const u8 *)(u32)bytes, (u32)(bytes >> 32));
}

static int is_named(u64 bytes, const char *name) {
    const u8 *at = (const u8 *)(u32)bytes;
    u32 size = (u32)(bytes >> 32);
    u32 i = 0;
    while (i < size && name[i] != 0 && (u8)name[i] == at[i]) {
        i++;
    }
    return i == size && name[i] == 0;
}

#define TYPE_V u64
#define TYPE_B u64
#define TYPE_P const u8 *
#define TYPE_N u32
#define TYPE_W u64

#define READ_V(name) u64 name = read_bytes(in)
#define READ_B(name) u64 name = read_bytes(in); buffer = name
#define READ_P(name) const u8 *name = (const u8 *)(u32)read_bytes(in)
#define READ_N(name) u32 name = (u32)read_number(in, 4)
#define READ_W(name) u64 name = read_number(in, 8)

#define RESULT_NOTHING void
#define RESULT_NUMBER u32
#define RESULT_WIDE u64
#define RESULT_BYTES u64
#define RESULT_BYTES_AND_BUFFER u64
#define RESULT_AT_8 const u8 *
#define RESULT_AT_16 const u8 *
#define RESULT_AT_32 const u8 *
#define RESULT_AT_33 const u8 *
#define RESULT_AT_64 const u8 *

#define GIVE_NOTHING(call) call
#define GIVE_NUMBER(call) u32 number = call; give(&number, sizeof number)
#define GIVE_WIDE(call) u64 number = call; give(&number, sizeof number)
#define GIVE_BYTES(call) give_slice(call)
#define GIVE_BYTES_AND_BUFFER(call) give_slice(call); give_slice(buffer)
#define GIVE_AT_8(call) give(call, 8)
#define GIVE_AT_16(call) give(call, 16)
#define GIVE_AT_32(call) give(call, 32)
#define GIVE_AT_33(call) give(call, 33)
#define GIVE_AT_64(call) give(call, 64)

/* Declared, called with what is read, and exported. */
#define FUNCTION0(name, r) \
    RESULT_##r IMPORTED(name) host_##name(void); \
    ENTRY(name, r, , host_##name())
#define FUNCTION1(name, r, a) \
    RESULT_##r IMPORTED(name) host_##name(TYPE_##a); \
    ENTRY(name, r, READ_##a(one);, host_##name(one))
#define FUNCTION2(name, r, a, b) \
    RESULT_##r IMPORTED(name) host_##name(TYPE_##a, TYPE_##b); \
    ENTRY(name, r, READ_##a(one); READ_##b(two);, host_##name(one, two))
#define FUNCTION3(name, r, a, b, c) \
    RESULT_##r IMPORTED(name) host_##name(TYPE_##a, TYPE_##b, TYPE_##c); \
    ENTRY(name, r, READ_##a(one); READ_##b(two); READ_##c(three);, host_##name(one, two, three))
#define FUNCTION4(name, r, a, b, c, d) \
    RESULT_##r IMPORTED(name) host_##name(TYPE_##a, TYPE_##b, TYPE_##c, TYPE_##d); \
    ENTRY(name, r, READ_##a(one); READ_##b(two); READ_##c(three); READ_##d(four);, \
          host_##name(one, two, three, four))
#define FUNCTION5(name, r, a, b, c, d, e) \
    RESULT_##r IMPORTED(name) host_##name(TYPE_##a, TYPE_##b, TYPE_##c, TYPE_##d, TYPE_##e); \
    ENTRY(name, r, READ_##a(one); READ_##b(two); READ_##c(three); READ_##d(four); READ_##e(five);, \
          host_##name(one, two, three, four, five))

SHARED static u64 done(const struct reader *in) {
    require(in->at == in->end);
    return (u64)answered << 32 | (u32)answer;
}

#define ENTRY(name, r, reads, call) \
    static void call_##name(struct reader *in) { \
        u64 buffer = 0; \
        reads \
        GIVE_##r(call); \
        (void)buffer; \
        (void)in; \
    } \
    u64 EXPORTED(name) entry_##name(const u8 *parameters, u32 size) { \
        struct reader in = {parameters, parameters + size}; \
        call_##name(&in); \
        return done(&in); \
    }

#include "functions.def"

#undef FUNCTION0
#undef FUNCTION1
#undef FUNCTION2
#undef FUNCTION3
#undef FUNCTION4
#undef FUNCTION5
#define FUNCTION0(name, ...) {#name, call_##name},
#define FUNCTION1 FUNCTION0
#define FUNCTION2 FUNCTION0
#define FUNCTION3 FUNCTION0
#define FUNCTION4 FUNCTION0
#define FUNCTION5 FUNCTION0

static const struct {
    const char *name;
    void (*call)(struct reader *in);
} FUNCTIONS[] = {
#include "functions.def"
};

/* Name and parameters, again and again; the answers one after the other. */
u64 EXPORTED(in_a_row) entry_in_a_row(const u8 *parameters, u32 size) {
    struct reader in = {parameters, parameters + size};
    while (in.at != in.end) {
        u64 name = read_bytes(&in);
        u32 i = 0;
        while (!is_named(name, FUNCTIONS[i].name)) {
            i++;
            require(i < sizeof FUNCTIONS / sizeof FUNCTIONS[0]);
        }
        FUNCTIONS[i].call(&in);
    }
    return done(&in);
}
