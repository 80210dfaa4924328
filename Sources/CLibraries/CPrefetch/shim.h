#ifndef WEIR_PREFETCH_H
#define WEIR_PREFETCH_H

/// Asks the processor for the cache line of an address, which it may ignore. Nothing is read, so
/// that any address will do.
static inline void weir_prefetch(const void *address) { __builtin_prefetch(address); }

#endif
