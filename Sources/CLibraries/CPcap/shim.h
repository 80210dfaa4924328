#include <stdio.h>
#include <pcap/pcap.h>

/* glibc declares fopencookie and its types only under _GNU_SOURCE, which one module can't ask of
 * another's headers. These are the same, under names of their own: a stream over callbacks. */
typedef struct {
    ssize_t (*read)(void *cookie, char *buffer, size_t count);
    ssize_t (*write)(void *cookie, const char *buffer, size_t count);
    int (*seek)(void *cookie, off_t *position, int whence);
    int (*close)(void *cookie);
} stream_callbacks;

FILE *open_stream(void *cookie, const char *mode, stream_callbacks callbacks)
    __asm__("fopencookie");
