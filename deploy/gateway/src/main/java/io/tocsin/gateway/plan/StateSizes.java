package io.tocsin.gateway.plan;

import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.plan.DerivedNode;

/** Size of derived sensors: a record for each. Operators compute the size of their keys themselves. */
final class StateSizes {
    private StateSizes() {}

    /**
     * Bytes of the records of a key: one for each side that has its own, and one for each selected value.
     */
    static long recordBytes(DerivedNode node) {
        int sides = switch (node.kind()) {
            case JOIN -> node.inputs().size();
            case ALARM, STREAM, PROCESS -> 0;
        };
        return (long) (sides + node.outputCount()) * SensorCosts.LINE_BYTES;
    }
}
