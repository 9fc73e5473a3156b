/* SCALE: a cursor over bytes from outside, which traps where they do not decode, and a small writer. */
#ifndef SCALE_H
#define SCALE_H

#include "host.h"

struct reader {
    const u8 *at;
    const u8 *end;
};

static inline struct reader reader_of(const u8 *at, u32 size) {
    return (struct reader){at, at + size};
}

static inline u32 remaining(const struct reader *in) {
    return (u32)(in->end - in->at);
}

/* The next bytes, which stay where they are. */
static inline const u8 *take(struct reader *in, u32 size) {
    if (size > remaining(in)) {
        trap();
    }
    const u8 *taken = in->at;
    in->at += size;
    return taken;
}

static inline void require_end(const struct reader *in) {
    if (in->at != in->end) {
        trap();
    }
}

static inline u8 read_u8(struct reader *in) {
    return *take(in, 1);
}

/* Little-endian, of at most eight bytes. */
static inline u64 read_uint(struct reader *in, u32 size) {
    const u8 *bytes = take(in, size);
    u64 value = 0;
    while (size-- > 0) {
        value = value << 8 | bytes[size];
    }
    return value;
}

static inline u32 read_u32(struct reader *in) {
    return (u32)read_uint(in, 4);
}

static inline u16 read_u16(struct reader *in) {
    return (u16)read_uint(in, 2);
}

/* Below 2^63: amounts that the chain can have. */
static inline u64 read_u63(struct reader *in) {
    u64 value = read_uint(in, 8);
    if (value >> 63 != 0) {
        trap();
    }
    return value;
}

static inline u8 read_bool(struct reader *in) {
    u8 value = read_u8(in);
    if (value > 1) {
        trap();
    }
    return value;
}

/* A compact number of at most max, in its only form. */
u64 read_compact(struct reader *in, u64 max);

/* How many items follow, each of at least so many bytes. */
u32 read_count(struct reader *in, u32 least_size);

/* A vector of bytes. */
struct reader read_bytes(struct reader *in);

/* Grows as it is written to. */
struct writer {
    u8 *bytes;
    u32 size;
    u32 capacity;
};

void write_bytes(struct writer *out, const void *bytes, u32 size);
void write_uint(struct writer *out, u64 value, u32 size);
void write_compact(struct writer *out, u64 value);

static inline u64 written(const struct writer *out) {
    return slice(out->bytes, out->size);
}

#endif
