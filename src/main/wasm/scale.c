#include "scale.h"

enum { MAX_VECTOR = 0x7fffffff };

u64 read_compact(struct reader *in, u64 max) {
    u8 first = read_u8(in);
    u64 value = first >> 2;
    u64 least = 0;
    switch (first & 3) {
    case 0:
        break;
    case 1:
        value |= read_uint(in, 1) << 6;
        least = 1u << 6;
        break;
    case 2:
        value |= read_uint(in, 3) << 6;
        least = 1u << 14;
        break;
    default: {
        u32 size = (u32)(first >> 2) + 4;
        if (size > 8) {
            trap();
        }
        value = read_uint(in, size);
        least = size == 4 ? 1u << 30 : (u64)1 << 8 * (size - 1);
    }
    }
    if (value < least || value > max) {
        trap();
    }
    return value;
}

u32 read_count(struct reader *in, u32 least_size) {
    u32 count = (u32)read_compact(in, MAX_VECTOR);
    if ((u64)count * least_size > remaining(in)) {
        trap();
    }
    return count;
}

struct reader read_bytes(struct reader *in) {
    u32 size = (u32)read_compact(in, MAX_VECTOR);
    return reader_of(take(in, size), size);
}

void write_bytes(struct writer *out, const void *bytes, u32 size) {
    if (size > out->capacity - out->size) {
        if (size > MAX_VECTOR / 2 - out->size) {
            trap();
        }
        u32 capacity = 2 * (out->size + size) + 64;
        u8 *larger = ext_allocator_malloc_version_1(capacity);
        memcpy(larger, out->bytes, out->size);
        out->bytes = larger;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->size, bytes, size);
    out->size += size;
}

/* Little-endian is how WebAssembly keeps numbers. */
void write_uint(struct writer *out, u64 value, u32 size) {
    write_bytes(out, &value, size);
}

void write_compact(struct writer *out, u64 value) {
    if (value < 1u << 6) {
        write_uint(out, value << 2, 1);
    } else if (value < 1u << 14) {
        write_uint(out, value << 2 | 1, 2);
    } else if (value < 1u << 30) {
        write_uint(out, value << 2 | 2, 4);
    } else {
        u32 size = 4;
        while (size < 8 && value >> 8 * size != 0) {
            size++;
        }
        write_uint(out, (size - 4) << 2 | 3, 1);
        write_uint(out, value, size);
    }
}
