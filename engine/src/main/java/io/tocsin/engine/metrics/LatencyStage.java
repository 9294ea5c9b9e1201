package io.tocsin.engine.metrics;

/** The sections of a reading's way whose latency is recorded. */
public enum LatencyStage {
    /** From the reception of a reading to its record in the journal. */
    RECEIVE_TO_JOURNALLED("receive→journalled"),
    /** From the reception of a reading to the decision of every rule. */
    RECEIVE_TO_DECIDED("receive→decided"),
    /** From the reception of the reading that caused an alarm event to the event's delivery by a sink. */
    RECEIVE_TO_PUBLISHED("receive→published"),
    /**
     * From the event time of an alarm event to its delivery by a sink: the latency that a plant operator experiences.
     */
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
