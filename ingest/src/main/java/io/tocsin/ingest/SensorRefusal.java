package io.tocsin.ingest;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Intake;

/** Why a reading's sensor has no id: what counts the reading, and the words for it. */
public enum SensorRefusal {
    /** {@link Intake#SENSOR_LIMIT}. */
    LIMIT(Counter.DROPPED_SENSOR_LIMIT, "engine.maxSensors is reached"),
    /** {@link Intake#STATE_LIMIT}. */
    STATE(Counter.DROPPED_STATE_MEMORY, "engine.stateMemory has no room for this sensor"),
    /** {@link Intake#FILTER_LIMIT}. */
    FILTER(Counter.DROPPED_FILTER_LIMIT, "maxSensors of the topic filter is reached"),
    /** {@link Intake#BAD_NAME}. */
    NAME(Counter.DROPPED_BAD_NAME, "no sensor may have this name");

    private final Counter reason;
    private final String detail;

    SensorRefusal(Counter reason, String detail) {
        this.reason = reason;
        this.detail = detail;
    }

    /** The refusal that a sensor's id is; null when it is an id, or only says that there is no room now. */
    public static SensorRefusal of(int sensorId) {
        return switch (sensorId) {
            case Intake.SENSOR_LIMIT -> LIMIT;
            case Intake.STATE_LIMIT -> STATE;
            case Intake.FILTER_LIMIT -> FILTER;
            case Intake.BAD_NAME -> NAME;
            default -> null;
        };
    }

    /** Counts the readings that are dropped for it. */
    public Counter reason() {
        return reason;
    }

    /** Reason for the refusal, for people. */
    public String detail() {
        return detail;
    }
}
