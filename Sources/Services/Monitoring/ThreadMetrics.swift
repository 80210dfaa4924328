import Metrics
import NetworkModel
import PipelineStages
import ServiceRuntime
import StreamProcessing

/// What every thread of a service shows, and the partitions that it owns.
enum ThreadMetrics {
    /// The metrics of a thread now.
    ///
    /// - Parameters:
    ///   - ends: Where partitions end, as far as that is known.
    ///   - now: The monotonic clock.
    ///   - wall: The time of day, for how far event time lies behind it.
    static func families(
        of thread: ThreadStatus, ends: [TopicPartition: Int64], now: Int64, wall: Int64
    ) -> [MetricFamily] {
        let label = MetricLabel("thread", thread.name)
        let report = thread.report
        var isFailed: UInt64 = 0
        if case .failed = thread.phase { isFailed = 1 }
        var families: [MetricFamily] = [
            .gauge(
                "weir_thread_failed", "1 once the thread has ended with an error.",
                .count(isFailed), [label])
        ]
        if let last = thread.lastProgressNanoseconds, thread.phase != .finished {
            families.append(
                .gauge(
                    "weir_thread_last_progress_seconds", "How long ago the thread made a step.",
                    .number(Double(max(0, now - last)) / 1e9), [label]))
        }
        if thread.needsPartitions {
            families.append(
                .gauge(
                    "weir_thread_assigned_partitions", "Partitions that the thread owns.",
                    .count(UInt64(report.tasks.count)), [label]))
        }
        if let restores = report.restores { families += self.restores(restores, label) }
        for task in report.tasks.sorted(by: { $0.partition < $1.partition }) {
            families += position(of: task, label, end: ends[task.partition])
            if report.restores != nil { families.append(completeness(of: task, label)) }
            families += stage(of: task, label, wall: wall)
        }
        return families
    }

    private static func restores(
        _ counters: RestoreCounters, _ thread: MetricLabel
    ) -> [MetricFamily] {
        [
            ("snapshot", counters.bySnapshot), ("replay", counters.byReplay),
            ("incomplete", counters.incomplete),
        ].map { name, count in
            .counter(
                "weir_task_restores_total",
                "Tasks whose state was restored, when assigned or after a failed transaction: by a "
                    + "snapshot and the input behind it, by a replay of the whole input, or "
                    + "incomplete, from what is left of it.",
                count, [thread, MetricLabel("by", name)])
        }
    }

    private static func completeness(
        of task: TaskReport, _ thread: MetricLabel
    ) -> MetricFamily {
        .gauge(
            "weir_task_state_incomplete",
            "1 where the task had neither a snapshot to use nor its whole input when it was "
                + "restored last.",
            .count(task.missingBelow == nil ? 0 : 1),
            [
                thread, MetricLabel("topic", task.partition.topic),
                MetricLabel("partition", String(task.partition.partition)),
            ])
    }

    private static func position(
        of task: TaskReport, _ thread: MetricLabel, end: Int64?
    ) -> [MetricFamily] {
        let labels = [
            thread, MetricLabel("topic", task.partition.topic),
            MetricLabel("partition", String(task.partition.partition)),
        ]
        var families: [MetricFamily] = [
            .gauge(
                "weir_task_offset", "The next offset to process.",
                .number(Double(task.nextOffset)), labels)
        ]
        if let end {
            families.append(
                .gauge(
                    "weir_task_lag_records",
                    "Offsets between the next to process and the partition's end, asked for every "
                        + "few seconds.",
                    .number(Double(max(0, end - task.nextOffset))), labels))
        }
        guard task.restoreTarget > 0 else { return families }
        return families + [
            .gauge(
                "weir_task_restore_target_offset",
                "The offset up to which state is rebuilt; the task is restored once its offset is "
                    + "there.",
                .number(Double(task.restoreTarget)), labels),
            .gauge(
                "weir_task_restoring", "1 while the task rebuilds its state.",
                .count(task.isRestoring ? 1 : 0), labels),
        ]
    }

    private static func stage(
        of task: TaskReport, _ thread: MetricLabel, wall: Int64
    ) -> [MetricFamily] {
        let partition = MetricLabel("partition", String(task.partition.partition))
        let (families, watermark, deadLetters): ([MetricFamily], Timestamp?, UInt64)
        switch task.counters {
        case .meter(let counters):
            families = MeterMetrics.families(of: counters, partition)
            (watermark, deadLetters) = (counters.watermark, counters.deadLetters)
        case .detect(let counters):
            families = DetectMetrics.families(of: counters, partition)
            (watermark, deadLetters) = (counters.watermark, counters.deadLetters)
        case .none: return []
        }
        let letters = MetricFamily.counter(
            "weir_task_dead_letters_total", "Records that couldn't be read.", deadLetters,
            [thread, partition])
        guard let watermark, watermark > .distantPast else { return families + [letters] }
        let delay = Timestamp(nanoseconds: wall).nanoseconds(since: watermark)
        return families + [
            letters,
            .gauge(
                "weir_task_watermark_delay_seconds",
                "How far the newest watermark of any sensor lies behind the time of day.",
                .number(Double(delay) / 1e9), [thread, partition]),
        ]
    }
}
