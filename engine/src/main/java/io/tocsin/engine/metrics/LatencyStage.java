package io.tocsin.engine.metrics;

/** The stretches of the way whose latency is recorded. */
public enum LatencyStage {
    /** Reading received by the gateway → its record in the journal. */
    RECEIVE_TO_JOURNALLED("receive→journalled"),
    /** Reading received → every rule has decided. */
    RECEIVE_TO_DECIDED("receive→decided"),
    /** Reading that caused an alarm event received → event delivered by a sink. */
    RECEIVE_TO_PUBLISHED("receive→published"),
    /** Event time of an alarm event → event delivered by a sink: what the operator in the hall feels. */
    SENSOR_TO_PUBLISHED("sensor time→published");

    private final String label;

    LatencyStage(String label) {
        this.label = label;
    }

    /** The name in tables and logs. */
    public String label() {
        return label;
    }
}
