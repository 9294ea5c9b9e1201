package io.tocsin.engine.operator;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;

/**
 * Services of the fold through which operators emit results and set timers.
 *
 * @param emitter of events and rows
 * @param derived receives the readings of derived sensors
 * @param timers receives timers that a reading of one key sets for another key
 * @param functions that process nodes may name
 * @param names of sensors and keys
 * @param texts used as values
 * @param origin the sensor of the current reading
 * @param edition of the current plan
 * @param unmatched receives keys whose lookup fails
 * @param links of the live sources
 */
public record OperatorContext(
        EventEmitter emitter,
        DerivedReadings derived,
        PartnerTimers timers,
        Functions functions,
        SensorNaming names,
        NameTable texts,
        ReadingOrigin origin,
        CurrentEdition edition,
        UnmatchedKeys unmatched,
        SourceLinks links) {
    /** Receives the readings of derived sensors. */
    @FunctionalInterface
    public interface DerivedReadings {
        /**
         * @param index of the derived sensor
         * @param timeNs event time, epoch ns
         * @param value finite, unless it is BAD
         * @param quality code of the quality: {@link Quality#code()}
         * @param flags bits of {@link ReadingFlags} and {@link ValueFlags}
         */
        void onDerived(int index, long timeNs, double value, int quality, int flags);

        /**
         * Receives the end of a derived sensor's value.
         *
         * @param timeNs time of the end, never before the sensor's newest reading
         * @param flags the reason: bits of {@link ValueFlags}
         */
        default void onGone(int index, long timeNs, int flags) {
            onDerived(index, timeNs, Double.NaN, Quality.BAD.code(), ValueFlags.ofResult(flags));
        }

        /** Receives a GOOD reading without flags. */
        default void onDerived(int index, long timeNs, double value) {
            onDerived(index, timeNs, value, Quality.GOOD.code(), ReadingFlags.NONE);
        }
    }

    /** Schedules a key whose timer was set by a reading of another key. */
    @FunctionalInterface
    public interface PartnerTimers {
        /**
         * @param sensorId of the key
         * @param timerNs when its timer is due in its own event time, epoch ns
         */
        void onTimer(int sensorId, long timerNs);
    }
}
