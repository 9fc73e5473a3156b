/* What the compiler calls where C copies or clears more than a few words. */
#include "host.h"

void *memcpy(void *to, const void *from, __SIZE_TYPE__ size) {
    for (__SIZE_TYPE__ i = 0; i < size; i++) {
        ((u8 *)to)[i] = ((const u8 *)from)[i];
    }
    return to;
}

void *memset(void *at, int value, __SIZE_TYPE__ size) {
    for (__SIZE_TYPE__ i = 0; i < size; i++) {
        ((u8 *)at)[i] = (u8)value;
    }
    return at;
}
