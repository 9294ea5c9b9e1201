package io.tocsin.engine.admission;

import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextValue;

/**
 * The journal's definitions that the edge looks up.
 *
 * @param sensors ids of the sensors' names
 * @param filters the topic filter that received each sensor
 * @param texts ids of the texts used as values
 */
public record Dictionaries(NameDictionary sensors, SensorFilters filters, NameDictionary texts) {
    /** Exclusive upper limit of sensor ids in every journal. */
    public static final int MAX_SENSORS = NameDictionary.MAX_CAPACITY;

    /** Creates empty dictionaries with room for any journal. */
    public static Dictionaries ofJournal() {
        return of(MAX_SENSORS);
    }

    /** Creates empty dictionaries with room for a number of sensors. */
    public static Dictionaries of(int maxSensors) {
        return new Dictionaries(
                new NameDictionary(maxSensors), new SensorFilters(), new NameDictionary(TextValue.MAX_TEXTS));
    }
}
