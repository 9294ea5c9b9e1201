package io.tocsin.engine.reading;

/**
 * What the edge looks up by its bytes.
 *
 * @param sensors ids of the sensors' names
 * @param texts ids of the texts that sensors have had for values
 */
public record Dictionaries(NameDictionary sensors, NameDictionary texts) {
    /** Ids of sensors are below this in every journal. */
    public static final int MAX_SENSORS = NameDictionary.MAX_CAPACITY;

    /** Empty ones that take whatever a journal has. */
    public static Dictionaries ofJournal() {
        return of(MAX_SENSORS);
    }

    /** Empty ones that take so many sensors. */
    public static Dictionaries of(int maxSensors) {
        return new Dictionaries(new NameDictionary(maxSensors), new NameDictionary(TextValue.MAX_TEXTS));
    }
}
