#include <sys/types.h>
#include <sys/socket.h>
#include <stdarg.h>
#include <stdint.h>
#include <microhttpd.h>

/// Starts a daemon with one thread of its own on a socket that listens already, which it owns from
/// then on where this succeeds.
///
/// Swift can't call `MHD_start_daemon`, which is variadic.
static inline struct MHD_Daemon *weir_MHD_start(
    int listening, unsigned int maximum_connections, unsigned int timeout_seconds,
    size_t connection_bytes, MHD_AccessHandlerCallback respond, void *context) {
    return MHD_start_daemon(
        MHD_USE_POLL_INTERNAL_THREAD, 0, NULL, NULL, respond, context,
        MHD_OPTION_LISTEN_SOCKET, (MHD_socket)listening,
        MHD_OPTION_CONNECTION_LIMIT, maximum_connections,
        MHD_OPTION_CONNECTION_TIMEOUT, timeout_seconds,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_bytes, MHD_OPTION_END);
}
