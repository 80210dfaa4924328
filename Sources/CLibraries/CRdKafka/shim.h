#include <librdkafka/rdkafka.h>
// The cluster inside librdkafka is for tests only: its interface may change with any version.
#include <librdkafka/rdkafka_mock.h>

/// Queues one record for one partition, copying key and value.
///
/// Swift can't call `rd_kafka_producev`, which is variadic, and `rd_kafka_produceva` of 2.0.2 frees
/// the headers twice where it fails. The headers are librdkafka's only where this returns no error.
static inline rd_kafka_resp_err_t weir_rd_kafka_produce(
    rd_kafka_t *client, const char *topic, int32_t partition, const void *key, size_t key_length,
    const void *value, size_t value_length, rd_kafka_headers_t *headers) {
    if (headers) {
        return rd_kafka_producev(
            client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_length),
            RD_KAFKA_V_VALUE((void *)value, value_length), RD_KAFKA_V_HEADERS(headers),
            RD_KAFKA_V_END);
    }
    return rd_kafka_producev(
        client, RD_KAFKA_V_TOPIC(topic), RD_KAFKA_V_PARTITION(partition),
        RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_KEY(key, key_length),
        RD_KAFKA_V_VALUE((void *)value, value_length), RD_KAFKA_V_END);
}
