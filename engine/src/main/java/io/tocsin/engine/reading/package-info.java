/**
 * The vocabulary of readings: names, values, qualities, flags. Depends on no other package of the project.
 *
 * <pre>
 *    name ──► SensorNames (allowed?) ──► NameDictionary ──► id
 *    text ──► TextPlaces  (a place?) ──► NameDictionary ──► id ──► TextValue: a NaN that carries the id
 *             Numeral     (a number?)
 *    Quality, ReadingFlags: a byte each, in ring, journal and state
 * </pre>
 */
package io.tocsin.engine.reading;
