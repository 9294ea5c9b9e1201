package io.tocsin.engine.plan.alarm;

/**
 * The levels of a limit alarm, the most severe first. When several levels are active at once, the first of them is the
 * alarm's level (OPC UA Part 9, exclusive limit alarm).
 */
public enum Level {
    HIHI(true),
    LOLO(false),
    HI(true),
    LO(false);

    private final boolean high;

    Level(boolean high) {
        this.high = high;
    }

    /** Whether the level is in alarm above its limit, not below. */
    public boolean isHigh() {
        return high;
    }
}
