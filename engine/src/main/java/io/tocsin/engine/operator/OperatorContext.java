package io.tocsin.engine.operator;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;

/**
 * Services of the fold that operators emit results and set timers through.
 *
 * @param emitter of events and rows
 * @param derived gets the readings of derived sensors
 * @param timers told of timers that a reading of another key has set
 * @param functions that process nodes may name
 * @param names of sensors and keys
 * @param texts that are values
 * @param origin the sensor of the current reading
 * @param edition of the plan in force
 * @param unmatched told of keys that find nothing to look up
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
        UnmatchedKeys unmatched) {
    /** Gets the readings of derived sensors. */
    @FunctionalInterface
    public interface DerivedReadings {
        /**
         * @param index of the derived sensor
         * @param timeNs event time, epoch ns
         * @param value finite, unless it is BAD
         * @param quality {@link Quality#code()}
         * @param flags bits of {@link ReadingFlags} and {@link ValueFlags}
         */
        void onDerived(int index, long timeNs, double value, int quality, int flags);

        /**
         * The value of a derived sensor goes.
         *
         * @param timeNs when; never before its newest reading
         * @param flags why: bits of {@link ValueFlags}
         */
        default void onGone(int index, long timeNs, int flags) {
            onDerived(index, timeNs, Double.NaN, Quality.BAD.code(), ValueFlags.ofResult(flags));
        }

        /** A GOOD one that is nothing special. */
        default void onDerived(int index, long timeNs, double value) {
            onDerived(index, timeNs, value, Quality.GOOD.code(), ReadingFlags.NONE);
        }
    }

    /** Sees to it that a key is looked at when its time runs on without readings. */
    @FunctionalInterface
    public interface PartnerTimers {
        /**
         * @param sensorId of the key
         * @param timerNs when its timer is due in its own event time, epoch ns
         */
        void onTimer(int sensorId, long timerNs);
    }
}
