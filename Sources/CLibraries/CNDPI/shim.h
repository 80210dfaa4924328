#include <ndpi/ndpi_api.h>

// The bit mask's macros and the flow's fixed arrays have no counterpart in Swift.

static inline void weir_ndpi_enable_all_protocols(struct ndpi_detection_module_struct *module) {
    NDPI_PROTOCOL_BITMASK all;
    NDPI_BITMASK_SET_ALL(all);
    ndpi_set_protocol_detection_bitmask2(module, &all);
}

/// True if the protocol was found, or if its dissector asked for more packets after that.
static inline int weir_ndpi_knows_the_protocol(const struct ndpi_flow_struct *flow) {
    return flow->check_extra_packets != 0 ||
           flow->detected_protocol_stack[0] != NDPI_PROTOCOL_UNKNOWN;
}

/// True if the headers of the build describe the library that was loaded.
static inline int weir_ndpi_is_the_library_of_the_headers(void) {
    return ndpi_get_api_version() == NDPI_API_VERSION &&
           ndpi_detection_get_sizeof_ndpi_flow_struct() == sizeof(struct ndpi_flow_struct);
}

/// The name, ended by a zero unless it fills all 80 bytes.
static inline const char *weir_ndpi_server_name(const struct ndpi_flow_struct *flow) {
    return flow->host_server_name;
}

enum { weir_ndpi_server_name_bytes = sizeof(((struct ndpi_flow_struct *)0)->host_server_name) };
