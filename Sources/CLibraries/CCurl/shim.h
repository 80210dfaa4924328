#include <stdint.h>
#include <curl/curl.h>

/* Swift can't call `curl_easy_setopt` and `curl_easy_getinfo`, which are variadic; each of these
   passes one type. */

/// Sets an option that is a number.
static inline CURLcode weir_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// Sets an option that is a size.
static inline CURLcode weir_curl_set_size(CURL *handle, CURLoption option, int64_t value) {
    return curl_easy_setopt(handle, option, (curl_off_t)value);
}

/// Sets an option that is a text, of which curl makes a copy.
static inline CURLcode weir_curl_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

/// Sets an option that is a pointer, which curl keeps.
static inline CURLcode weir_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}

typedef size_t (*weir_curl_transfer)(char *bytes, size_t size, size_t count, void *context);
typedef int (*weir_curl_seek)(void *context, curl_off_t offset, int origin);

/// Sets who gives the request's body and who takes the answer's, both with one context.
static inline CURLcode weir_curl_set_callbacks(
    CURL *handle, weir_curl_transfer read, weir_curl_seek seek, weir_curl_transfer write,
    void *context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, read);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, seek);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_SEEKDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    return code;
}

/// What is known of the last transfer that is a number; 0 where it isn't known.
static inline long weir_curl_get_long(CURL *handle, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}

/// What is known of the last transfer that is a size; 0 where it isn't known.
static inline int64_t weir_curl_get_size(CURL *handle, CURLINFO info) {
    curl_off_t value = 0;
    curl_easy_getinfo(handle, info, &value);
    return value;
}

/// The next transfer that has ended: its code in `code`; nonzero where there is one.
static inline int weir_curl_next_ended(CURLM *multi, CURLcode *code) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)) != NULL) {
        if (message->msg == CURLMSG_DONE) {
            *code = message->data.result;
            return 1;
        }
    }
    return 0;
}
