package io.tocsin.engine.admission;

import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.TextValue;

/**
 * Definitions of the journal that the edge knows.
 *
 * @param sensors ids of the sensors' names
 * @param filters by which topic filter each sensor came
 * @param texts ids of the texts that sensors have had for values
 */
public record Dictionaries(NameDictionary sensors, SensorFilters filters, NameDictionary texts) {
    /** Ids of sensors are below this in every journal. */
    public static final int MAX_SENSORS = NameDictionary.MAX_CAPACITY;

    /** Empty ones that take whatever a journal has. */
    public static Dictionaries ofJournal() {
        return of(MAX_SENSORS);
    }

    /** Empty ones that take so many sensors. */
    public static Dictionaries of(int maxSensors) {
        return new Dictionaries(
                new NameDictionary(maxSensors), new SensorFilters(), new NameDictionary(TextValue.MAX_TEXTS));
    }
}
