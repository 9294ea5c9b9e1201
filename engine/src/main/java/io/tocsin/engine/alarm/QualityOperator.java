package io.tocsin.engine.alarm;

import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ValueFlags;
import io.tocsin.engine.reading.Quality;

/**
 * The quality alarm: raised at a BAD reading, cleared at the next GOOD one. Readings count in the order of arrival. A
 * BAD reading has no value, so its event carries the last valid one.
 */
public final class QualityOperator extends EpisodeOperator {
    private static final int BAD = Quality.BAD.code();
    private static final int GOOD = Quality.GOOD.code();

    public QualityOperator(int ruleId, OperatorContext context) {
        super(ruleId, true, context);
    }

    @Override
    public long onReading(int slot, long eventTimeNs, double value, int quality, int flags) {
        long timeNs = takeTime(slot, eventTimeNs);
        if (quality == BAD) {
            // A missing limit says nothing about the quality of the value compared with it.
            if (!ValueFlags.isLimitGone(flags)) {
                raise(slot, timeNs);
            }
        } else {
            keepValue(slot, value);
            if (quality == GOOD) {
                clear(slot, timeNs);
            }
        }
        return NO_TIMER;
    }

    @Override
    public long skippedCount() {
        return 0;
    }
}
