package io.tocsin.engine.board;

/** Names and times that the board takes from the rest of the fold. Engine thread. */
public interface BoardNames {
    /** Value of {@link #sensorId} for a name that no sensor of the alarm has. */
    int UNKNOWN = Integer.MIN_VALUE;

    /** Version of a rule. */
    int version(int ruleId);

    /** The name of an alarm's sensor, as in its events. */
    String sensorName(int ruleId, int sensorId);

    /**
     * The sensor of a rule with a name, as in its events.
     *
     * @return the id, or {@link #UNKNOWN} when the rule watches no such sensor
     */
    int sensorId(int ruleId, String name);

    /** A sensor of a source, by its name, or {@link #UNKNOWN}. */
    int sensorId(String name);

    /**
     * The event time of an alarm's sensor when no reading has come since its newest one, epoch ns.
     *
     * @param elapsedNs elapsed time, epoch ns
     */
    long eventTimeNs(int ruleId, int sensorId, long elapsedNs);
}
