package io.tocsin.engine.plan.alarm;

/** Direction in which a change counts. */
public enum RateDirection {
    ANY("any"),
    UP("up"),
    DOWN("down");

    private final String label;

    RateDirection(String label) {
        this.label = label;
    }

    /** Name in the configuration. */
    public String label() {
        return label;
    }
}
