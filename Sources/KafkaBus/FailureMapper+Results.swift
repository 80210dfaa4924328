import CRdKafka
import StreamProcessing

extension FailureMapper {
    /// An error for one of librdkafka's error objects, which this destroys.
    func error(consuming object: OpaquePointer, _ action: String) -> BusError {
        let code = unsafe rd_kafka_error_code(object)
        let detail = unsafe text(rd_kafka_error_string(object))
        let isFatal = unsafe rd_kafka_error_is_fatal(object) != 0
        unsafe rd_kafka_error_destroy(object)
        return error(code, action, detail: detail, isFatal: isFatal)
    }

    /// An error for a failed step of a transaction; this destroys the error object.
    ///
    /// What is neither retriable nor abortable counts as fatal, as librdkafka recommends.
    func transactionError(consuming object: OpaquePointer, _ action: String) -> BusError {
        let code = unsafe rd_kafka_error_code(object)
        let isFatal = unsafe rd_kafka_error_is_fatal(object) != 0
        let isAbortable = unsafe rd_kafka_error_txn_requires_abort(object) != 0
        let isRetriable = unsafe rd_kafka_error_is_retriable(object) != 0
        let detail = unsafe text(rd_kafka_error_string(object))
        unsafe rd_kafka_error_destroy(object)
        var mapped = error(code, action, detail: detail)
        mapped.isRetriable = isRetriable && !isFatal
        mapped.isFatal = isFatal || (!isAbortable && !isRetriable)
        // The transaction could be aborted, but whose place it is in has been taken.
        if mapped.code == .replaced { mapped.isFatal = true }
        if isAbortable && !mapped.isFatal {
            if mapped.code != .lostMembership {
                let cause = mapped.cause
                mapped = error(.abortRequired, action, "the transaction must be aborted")
                mapped.cause = cause
            }
            mapped.isFatal = false
        }
        return mapped
    }
}
