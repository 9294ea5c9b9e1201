package io.tocsin.engine.reading;

/**
 * What the edge looks up by its bytes.
 *
 * @param sensors ids of the sensors' names
 * @param texts ids of the texts that sensors have had for values
 */
public record Dictionaries(NameDictionary sensors, NameDictionary texts) {
    /** Empty ones. */
    public static Dictionaries of(int maxSensors) {
        return new Dictionaries(new NameDictionary(maxSensors), new NameDictionary(TextValue.MAX_TEXTS));
    }
}
