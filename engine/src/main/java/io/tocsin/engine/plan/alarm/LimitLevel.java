package io.tocsin.engine.plan.alarm;

/**
 * One level of a {@link io.tocsin.engine.plan.LimitRule}.
 *
 * @param level HIHI, HI, LO or LOLO
 * @param limit in alarm above it (HI, HIHI) or below it (LO, LOLO)
 * @param deadband how far the value must come back before the level clears, at least 0
 * @param priority of events at this level
 */
public record LimitLevel(Level level, double limit, double deadband, Priority priority) {
    public LimitLevel {
        if (!Double.isFinite(limit)) {
            throw new IllegalArgumentException("a limit must be finite, limit=" + limit);
        }
        if (!Double.isFinite(deadband) || deadband < 0) {
            throw new IllegalArgumentException("a deadband must be finite and not negative, deadband=" + deadband);
        }
    }

    /** The value up to which (HI) or from which (LO) an active level clears. */
    public double clearAt() {
        return level.isHigh() ? limit - deadband : limit + deadband;
    }
}
