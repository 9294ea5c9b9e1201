package io.tocsin.engine.operator;

/**
 * What operators give their results and their wishes to.
 *
 * @param emitter of events and rows
 * @param derived gets the readings of derived sensors
 * @param timers told of timers that a reading of another key has set
 */
record OperatorContext(EventEmitter emitter, DerivedReadings derived, PartnerTimers timers) {
    /** Gets the readings of derived sensors. */
    @FunctionalInterface
    interface DerivedReadings {
        /**
         * @param index of the derived sensor
         * @param timeNs event time, epoch ns
         * @param value finite
         */
        void onDerived(int index, long timeNs, double value);
    }

    /** Sees to it that a key is looked at when its time runs on without readings. */
    @FunctionalInterface
    interface PartnerTimers {
        /**
         * @param sensorId of the key
         * @param timerNs when its timer is due in its own event time, epoch ns
         */
        void onTimer(int sensorId, long timerNs);
    }
}
