package io.tocsin.gateway.plan;

import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.plan.DerivedNode;

/** State of derived sensors: a record for each. Operators say themselves what a key costs them. */
final class StateSizes {
    private StateSizes() {}

    /**
     * Bytes of the records of a key: one for each side that has its own, and one for each value if somebody selects it.
     */
    static long recordBytes(DerivedNode node) {
        int sides = switch (node.kind()) {
            case JOIN -> node.inputs().size();
            case ALARM, STREAM, PROCESS -> 0;
        };
        return (long) (sides + node.outputCount()) * SensorCosts.LINE_BYTES;
    }
}
