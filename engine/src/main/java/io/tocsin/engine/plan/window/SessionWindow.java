package io.tocsin.engine.plan.window;

/**
 * Samples that follow each other within a gap. A sample reaches from its time to its time plus its gap. Samples whose
 * reaches overlap or touch belong to one window, which extends from the first sample's time to the furthest reach.
 *
 * @param gapNs the gap of every sample, ns; 0 when the gap is dynamic
 * @param gapPerUnitNs for a dynamic gap, the factor from a sample's value to its gap, ns; otherwise 0. Samples whose
 *     gap is not positive are dropped
 */
public record SessionWindow(long gapNs, long gapPerUnitNs) implements Window {
    public SessionWindow {
        if (gapNs < 0 || gapPerUnitNs < 0 || (gapNs == 0) == (gapPerUnitNs == 0)) {
            throw new IllegalArgumentException("a session needs either a gap or a gap per unit of the value, gapNs="
                    + gapNs + ", gapPerUnitNs=" + gapPerUnitNs);
        }
    }

    @Override
    public String type() {
        return "session";
    }
}
