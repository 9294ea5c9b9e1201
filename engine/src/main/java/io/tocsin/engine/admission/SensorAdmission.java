package io.tocsin.engine.admission;

/**
 * Decides at the edge whether a new sensor is defined. The verdict enters the journal as the sensor's definition, or not at all: a
 * replay takes the sensors that the journal has and asks nobody.
 *
 * <p>Threads: one caller at a time; the door of the pipeline guards it with a lock.
 */
public interface SensorAdmission {
    /** Lets every sensor in. */
    SensorAdmission ALL = new SensorAdmission() {
        @Override
        public Verdict judge(String sensorName) {
            return Verdict.ADMITTED;
        }

        @Override
        public void onDefined(String sensorName) {
            // Nothing is counted.
        }
    };

    /** What may happen to a new sensor. */
    enum Verdict {
        /** It is defined. */
        ADMITTED,
        /** As many sensors are known as there may be. */
        TOO_MANY,
        /** The state that the operators would keep of it does not fit. */
        NO_MEMORY
    }

    /**
     * Judges a new sensor; changes nothing. Allocates.
     *
     * @param sensorName a valid name that nobody has yet
     */
    Verdict judge(String sensorName);

    /** A sensor is defined, judged or not: the journal had it, or its definition is on its way there. */
    void onDefined(String sensorName);
}
