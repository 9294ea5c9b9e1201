package io.tocsin.engine.shard;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;

/**
 * The results of one shard: in a turn written down under their place in the order of one shard, between turns passed on
 * to the fold at once.
 *
 * <p>The place of a result is that of its cause, the level of the turn, and its number among the results of the cause
 * ({@link OrderKey}). Readings that the shard sends to others are numbered with them: {@link #claim}. Thread of the
 * shard in a turn, engine thread between turns.
 */
final class ShardResults implements ResultHandler {
    /** Kinds of records. */
    static final int ALARM = 1;

    static final int ROW = 2;

    private final JournalFold whole;
    private final OrderedLog[] logs = newLogs();
    private boolean inTurn;
    private int level;
    private long high;
    private long low;
    private long count;

    /**
     * @param whole gets results between turns
     */
    ShardResults(JournalFold whole) {
        this.whole = whole;
    }

    /** A log for each level. */
    static OrderedLog[] newLogs() {
        OrderedLog[] logs = new OrderedLog[OrderKey.MAX_LEVEL + 1];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = new OrderedLog();
        }
        return logs;
    }

    /** Results of one level of the run, in order. */
    OrderedLog log(int ofLevel) {
        return logs[ofLevel];
    }

    void beginTurn(int ofLevel) {
        level = ofLevel;
        inTurn = true;
    }

    void endTurn() {
        inTurn = false;
    }

    boolean isInTurn() {
        return inTurn;
    }

    /** Level of the current turn. */
    int level() {
        return level;
    }

    /** Sets the cause of the following results: its place in the order. */
    void cause(long causeHigh, long causeLow) {
        high = causeHigh;
        low = causeLow;
        count = 0;
    }

    /**
     * Claims room in a log for the next result of the cause.
     *
     * @return where its body begins
     */
    int claim(OrderedLog log, int kind, int length) {
        count++;
        return log.claim(high + OrderKey.high(level, count), low + OrderKey.low(level, count), kind, length);
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        if (inTurn) {
            int at = claim(logs[level], ALARM, AlarmEventFlyweight.LENGTH);
            event.copyTo(logs[level].buffer(), at);
        } else {
            if (event.reason() == AlarmEventReason.RULE) {
                event.reason(whole.emitter().reason());
            }
            whole.emitter().relay(event);
        }
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        if (inTurn) {
            int at = claim(logs[level], ROW, row.length());
            row.copyTo(logs[level].buffer(), at);
        } else {
            whole.emitter().relay(row);
        }
    }
}
