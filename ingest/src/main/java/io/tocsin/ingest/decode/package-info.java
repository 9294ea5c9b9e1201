/**
 * Scalars of all formats: numbers, texts, event times and qualities as devices write them.
 *
 * <pre>
 *   ValueRule ─ ValueReader ─ DecimalText, ValueText        a value, no sample, or what is wrong
 *   TimeFormat ─ TimeReader ─ TimeText, TimePattern         epoch nanoseconds
 *                             LocalZone, CivilTime          for times of a wall clock
 *   QualityMapping ─ QualityCodes ─ OpcCodes, OwnCodes      GOOD, UNCERTAIN, BAD
 * </pre>
 *
 * Mapper and CSV files read with the same rules.
 */
package io.tocsin.ingest.decode;
