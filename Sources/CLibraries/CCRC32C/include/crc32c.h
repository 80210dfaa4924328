#ifndef WEIR_CRC32C_H
#define WEIR_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/// The CRC-32C (Castagnoli, RFC 3720 appendix B.4) of `length` bytes, continuing from `crc`;
/// 0 starts a new one. Reads nothing but those bytes and keeps no pointer.
uint32_t weir_crc32c(uint32_t crc, const void *bytes, size_t length);

/// The same without the processor's instruction, so that a test can hold one against the other.
uint32_t weir_crc32c_portable(uint32_t crc, const void *bytes, size_t length);

#endif
