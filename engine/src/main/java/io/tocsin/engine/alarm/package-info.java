/**
 * The alarms of ISA-18.2 and OPC UA Part 9 as operators: each turns readings of a key into episodes.
 *
 * <pre>
 *    KeyedOperator
 *     ├─ LimitOperator      levels with deadband and delays      LimitLayout, LimitLevels, LimitBands, LimitEvents
 *     ├─ MissingOperator    no good sample within the timeout    MissingLayout, ExpectedSensors
 *     ├─ StuckOperator      one value for too long               StuckLayout
 *     └─ EpisodeOperator    raised and cleared by readings alone, without timers
 *         ├─ StateOperator      a value in some states
 *         ├─ RateOfChangeOperator   a value that changes too fast   RateOfChangeLayout
 *         └─ QualityOperator    a BAD reading
 *
 *    Episode: when an alarm was raised, and its number        ReportedTimes: no event dated before the last one
 * </pre>
 *
 * Only the fold makes these operators; each keeps its state in a flat off-heap slot that its layout draws.
 */
package io.tocsin.engine.alarm;
