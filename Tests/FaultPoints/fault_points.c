// Faults at named points inside a program that knows nothing of them: this library is loaded before
// the others (LD_PRELOAD) and stands in the place of calls of librdkafka and of the C library.
//
//   FAULT_POINT=NAME:NUMBER:ACTION   the fault happens at the NUMBER-th call of NAME, counted over all
//                                    threads; with NUMBER+ at each NUMBER-th one
//   FAULT_DELAY_MICROSECONDS         how long after the point `kill` comes, or how long `delay` lasts
//   FAULT_CALLS                      how many calls in a row `full` refuses; 1 by default
//   FAULT_PATH                       points of files count only files whose path has this in it
//   FAULT_MARK                       a file that is made when the fault happens
//   FAULT_VICTIM                     a file with the identifier of the process that `kill` ends; the
//                                    program itself without it
//   FAULT_PROCESS_IDENTIFIER         what the program takes for its process identifier
//
// Names: init, before-begin, after-begin, produced, before-offsets, after-offsets, before-commit,
// during-commit, after-commit, polled, before-group-commit, after-group-commit, write, sync,
// rename, renamed (before and after),
// before-http-request, http-sent and http-answered (around a request that curl makes: before it begins,
// each time curl has gone on with it, and once its answer is complete),
// request-KEY and sent-KEY (before and after a request of Kafka's protocol with that key).
// Actions: kill, stop, cut (of the connection), delay (of what comes on it), full, torn.
#define _GNU_SOURCE
#include "fault_points.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

static char point[64];
static char action[16];
static long number;
static int repeats;
static long delay_microseconds;
static long refused_calls = 1;
static const char *path_part;
static atomic_long calls;

__attribute__((constructor)) static void read_environment(void) {
    const char *text = getenv(FAULT_POINT_VARIABLE);
    if (!text || sscanf(text, "%63[^:]:%ld", point, &number) != 2) return;
    const char *last = strrchr(text, ':');
    repeats = last > text && last[-1] == '+';
    snprintf(action, sizeof action, "%s", last + 1);
    const char *delay = getenv("FAULT_DELAY_MICROSECONDS");
    if (delay) delay_microseconds = atol(delay);
    const char *length = getenv("FAULT_CALLS");
    if (length) refused_calls = atol(length);
    path_part = getenv("FAULT_PATH");
}

// The next definition of a function behind this library.
#define REAL(name) ((__typeof__(&name))real_function(#name))

static void *real_function(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

static int is_action(const char *name) {
    return strcmp(action, name) == 0;
}

static void mark(void) {
    const char *path = getenv("FAULT_MARK");
    if (path) close(open(path, O_CREAT | O_WRONLY, 0600));
}

static pid_t process(void) {
    return (pid_t)syscall(SYS_getpid);
}

pid_t getpid(void) {
    const char *other = getenv("FAULT_PROCESS_IDENTIFIER");
    return other ? atoi(other) : process();
}

static void end_victim(void) {
    const char *path = getenv("FAULT_VICTIM");
    pid_t victim = path ? 0 : process();
    FILE *file = path ? fopen(path, "r") : NULL;
    if (file) {
        if (fscanf(file, "%d", &victim) != 1) victim = 0;
        fclose(file);
    }
    if (victim > 0) kill(victim, SIGKILL);
}

static void *kill_later(void *unused) {
    (void)unused;
    usleep((useconds_t)delay_microseconds);
    end_victim();
    return NULL;
}

static void end(void) {
    if (delay_microseconds > 0) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, kill_later, NULL) != 0) abort();
        pthread_detach(thread);
    } else {
        end_victim();
    }
}

// True where the fault is due at this call.
static int is_due(const char *name) {
    if (number == 0 || strcmp(point, name) != 0) return 0;
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (is_action("full")) return call >= number && call < number + refused_calls;
    return repeats ? call % number == 0 : call == number;
}

// Ends or stops the process where the fault is due.
static void pass(const char *name) {
    if (!is_due(name)) return;
    mark();
    if (is_action("stop")) {
        kill(process(), SIGSTOP);
    } else if (is_action("kill")) {
        end();
    }
}

// librdkafka. Its types aren't needed: pointers go through as they come.

void *rd_kafka_begin_transaction(void *client);
void *rd_kafka_begin_transaction(void *client) {
    pass("before-begin");
    void *error = REAL(rd_kafka_begin_transaction)(client);
    pass("after-begin");
    return error;
}

// Called without waiting after each record that was queued.
int rd_kafka_poll(void *client, int timeout_ms);
int rd_kafka_poll(void *client, int timeout_ms) {
    if (timeout_ms == 0) pass("produced");
    return REAL(rd_kafka_poll)(client, timeout_ms);
}

void *rd_kafka_send_offsets_to_transaction(
    void *client, const void *offsets, const void *group, int timeout_ms);
void *rd_kafka_send_offsets_to_transaction(
    void *client, const void *offsets, const void *group, int timeout_ms) {
    pass("before-offsets");
    void *error =
        REAL(rd_kafka_send_offsets_to_transaction)(client, offsets, group, timeout_ms);
    pass("after-offsets");
    return error;
}

void *rd_kafka_commit_transaction(void *client, int timeout_ms);
void *rd_kafka_commit_transaction(void *client, int timeout_ms) {
    pass("before-commit");
    pass("during-commit");
    void *error = REAL(rd_kafka_commit_transaction)(client, timeout_ms);
    pass("after-commit");
    return error;
}

void *rd_kafka_queue_poll(void *queue, int timeout_ms);
void *rd_kafka_queue_poll(void *queue, int timeout_ms) {
    void *event = REAL(rd_kafka_queue_poll)(queue, timeout_ms);
    if (event) pass("polled");
    return event;
}

int rd_kafka_commit(void *client, const void *offsets, int async);
int rd_kafka_commit(void *client, const void *offsets, int async) {
    pass("before-group-commit");
    int code = REAL(rd_kafka_commit)(client, offsets, async);
    pass("after-group-commit");
    return code;
}

void *rd_kafka_init_transactions(void *client, int timeout_ms);
void *rd_kafka_init_transactions(void *client, int timeout_ms) {
    pass("init");
    return REAL(rd_kafka_init_transactions)(client, timeout_ms);
}

// curl. As above.

int curl_multi_add_handle(void *multi, void *easy);
int curl_multi_add_handle(void *multi, void *easy) {
    pass("before-http-request");
    return REAL(curl_multi_add_handle)(multi, easy);
}

int curl_multi_perform(void *multi, int *running);
int curl_multi_perform(void *multi, int *running) {
    int code = REAL(curl_multi_perform)(multi, running);
    pass("http-sent");
    return code;
}

void *curl_multi_info_read(void *multi, int *left);
void *curl_multi_info_read(void *multi, int *left) {
    void *message = REAL(curl_multi_info_read)(multi, left);
    if (message) pass("http-answered");
    return message;
}

// Connections.

#define MAXIMUM_DESCRIPTORS 4096
// Until when nothing is received on a descriptor, in nanoseconds of the monotonic clock.
static atomic_llong silent_until[MAXIMUM_DESCRIPTORS];

static long long now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void disturb(int descriptor) {
    mark();
    if (is_action("cut")) {
        shutdown(descriptor, SHUT_RDWR);
    } else if (is_action("delay") && descriptor < MAXIMUM_DESCRIPTORS) {
        atomic_store(&silent_until[descriptor], now() + delay_microseconds * 1000LL);
    } else if (is_action("kill")) {
        end();
    } else if (is_action("stop")) {
        kill(process(), SIGSTOP);
    }
}

// The name of the point of a request's first bytes; its length leads, then its key.
static int name_request(const struct msghdr *message, const char *prefix, char *name, size_t size) {
    size_t total = 0;
    for (size_t index = 0; index < message->msg_iovlen; index++)
        total += message->msg_iov[index].iov_len;
    if (message->msg_iovlen == 0 || message->msg_iov[0].iov_len < 8) return 0;
    const uint8_t *bytes = message->msg_iov[0].iov_base;
    size_t length = (size_t)bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    if (length + 4 < total || bytes[4] != 0) return 0;
    snprintf(name, size, "%s-%d", prefix, bytes[5]);
    return 1;
}

ssize_t sendmsg(int descriptor, const struct msghdr *message, int flags) {
    char name[64];
    if (number > 0 && strncmp(point, "request-", 8) == 0
        && name_request(message, "request", name, sizeof name) && is_due(name))
        disturb(descriptor);
    ssize_t sent = REAL(sendmsg)(descriptor, message, flags);
    if (sent > 0 && number > 0 && strncmp(point, "sent-", 5) == 0
        && name_request(message, "sent", name, sizeof name) && is_due(name))
        disturb(descriptor);
    return sent;
}

static int is_silent(int descriptor) {
    if (descriptor < 0 || descriptor >= MAXIMUM_DESCRIPTORS) return 0;
    if (atomic_load(&silent_until[descriptor]) <= now()) return 0;
    // What has come is left where it is; whoever waits for it doesn't spin.
    usleep(5000);
    errno = EAGAIN;
    return 1;
}

ssize_t recvmsg(int descriptor, struct msghdr *message, int flags) {
    if (is_silent(descriptor)) return -1;
    return REAL(recvmsg)(descriptor, message, flags);
}

ssize_t recv(int descriptor, void *bytes, size_t size, int flags) {
    if (is_silent(descriptor)) return -1;
    return REAL(recv)(descriptor, bytes, size, flags);
}

// Files.

static int is_watched(int descriptor) {
    if (number == 0 || !path_part) return 0;
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return strstr(path, path_part) != NULL;
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t place) {
    if (is_watched(descriptor) && is_due("write")) {
        mark();
        if (is_action("full")) {
            errno = ENOSPC;
            return -1;
        }
        if (is_action("torn")) REAL(pwrite64)(descriptor, bytes, size / 2, place);
        kill(process(), SIGKILL);
    }
    return REAL(pwrite64)(descriptor, bytes, size, place);
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t place) {
    return pwrite64(descriptor, bytes, size, place);
}

int fsync(int descriptor) {
    if (is_watched(descriptor)) pass("sync");
    return REAL(fsync)(descriptor);
}

int rename(const char *old_path, const char *new_path) {
    int watched = number != 0 && path_part && strstr(new_path, path_part);
    if (watched) pass("rename");
    int result = REAL(rename)(old_path, new_path);
    if (watched) pass("renamed");
    return result;
}

int fdatasync(int descriptor) {
    if (is_watched(descriptor)) pass("sync");
    return REAL(fdatasync)(descriptor);
}
