/* What the compiler calls where C copies or clears more than a few words: by words where it can. */
#include "host.h"

enum { WORD = 4 };

void *memcpy(void *to, const void *from, __SIZE_TYPE__ size) {
    u8 *target = to;
    const u8 *source = from;
    if ((((u32)to | (u32)from) & (WORD - 1)) == 0) {
        for (; size >= WORD; size -= WORD, target += WORD, source += WORD) {
            *(u32 *)target = *(const u32 *)source;
        }
    }
    for (; size > 0; size--) {
        *target++ = *source++;
    }
    return to;
}

void *memset(void *at, int value, __SIZE_TYPE__ size) {
    u8 *target = at;
    if (value == 0 && ((u32)at & (WORD - 1)) == 0) {
        for (; size >= WORD; size -= WORD, target += WORD) {
            *(u32 *)target = 0;
        }
    }
    for (; size > 0; size--) {
        *target++ = (u8)value;
    }
    return at;
}
