package io.tocsin.ingest.table;

import java.util.function.IntToDoubleFunction;
import java.util.function.Predicate;

/**
 * How the gateway uses the cells of a table.
 *
 * @param readsNumbersOf says of a sensor's name whether a rule computes or compares with its numbers
 * @param journalled the number that the sensor of this id had last, in the journal; NaN when it has none
 */
public record TableLookups(Predicate<String> readsNumbersOf, IntToDoubleFunction journalled) {
    /** Nothing is computed, nothing is journalled. */
    public static final TableLookups NONE = new TableLookups(sensor -> false, sensorId -> Double.NaN);
}
