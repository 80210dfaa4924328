#include "crc32c.h"

#include <string.h>

// One bit of the reflected Castagnoli polynomial; processors without the instruction go bit by bit,
// which is slow and right.
#define STEP(c) (((c) >> 1) ^ (((c) & 1) ? 0x82f63b78u : 0u))

static uint32_t bitwise(uint32_t crc, const uint8_t *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        uint32_t entry = (crc ^ bytes[i]) & 0xffu;
        for (int bit = 0; bit < 8; bit++) entry = STEP(entry);
        crc = (crc >> 8) ^ entry;
    }
    return crc;
}

uint32_t weir_crc32c_portable(uint32_t crc, const void *bytes, size_t length) {
    return ~bitwise(~crc, bytes, length);
}

#if defined(__x86_64__)
#include <nmmintrin.h>

__attribute__((target("sse4.2"))) static uint32_t by_instruction(uint32_t crc, const uint8_t *bytes,
                                                                 size_t length) {
    uint64_t wide = crc;
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        wide = _mm_crc32_u64(wide, word);
        bytes += 8;
        length -= 8;
    }
    crc = (uint32_t)wide;
    while (length-- > 0) crc = _mm_crc32_u8(crc, *bytes++);
    return crc;
}

uint32_t weir_crc32c(uint32_t crc, const void *bytes, size_t length) {
    crc = ~crc;
    crc = __builtin_cpu_supports("sse4.2") ? by_instruction(crc, bytes, length)
                                           : bitwise(crc, bytes, length);
    return ~crc;
}

#elif defined(__ARM_FEATURE_CRC32)
#include <arm_acle.h>

uint32_t weir_crc32c(uint32_t crc, const void *bytes, size_t length) {
    const uint8_t *next = bytes;
    crc = ~crc;
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, next, 8);
        crc = __crc32cd(crc, word);
        next += 8;
        length -= 8;
    }
    while (length-- > 0) crc = __crc32cb(crc, *next++);
    return ~crc;
}

#else

uint32_t weir_crc32c(uint32_t crc, const void *bytes, size_t length) {
    return weir_crc32c_portable(crc, bytes, length);
}

#endif
