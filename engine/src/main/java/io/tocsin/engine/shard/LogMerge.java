package io.tocsin.engine.shard;

import java.util.List;

/** Reads several logs as one, in the order of their keys. One thread; allocates nothing. */
final class LogMerge {
    private final OrderedLog[] logs;

    LogMerge(List<OrderedLog> logs) {
        this.logs = logs.toArray(OrderedLog[]::new);
    }

    /** The log with the first unread record of all, or null when all are read. */
    OrderedLog first() {
        OrderedLog first = null;
        for (OrderedLog log : logs) {
            if (log.hasNext()
                    && (first == null || OrderKey.isBefore(log.high(), log.low(), first.high(), first.low()))) {
                first = log;
            }
        }
        return first;
    }
}
