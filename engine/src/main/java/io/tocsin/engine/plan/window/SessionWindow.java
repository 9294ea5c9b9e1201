package io.tocsin.engine.plan.window;

/**
 * Samples that follow each other within a gap. A sample reaches from its time to its time plus its gap; samples that
 * reach into or just up to each other are of one window, which goes from the first one's time to the end of the
 * furthest reach.
 *
 * @param gapNs the gap of every sample; 0 when it is dynamic, ns
 * @param gapPerUnitNs 0, or the gap is dynamic: a sample's own value times this, ns; samples whose gap is not positive
 *     are filtered
 */
public record SessionWindow(long gapNs, long gapPerUnitNs) implements Window {
    public SessionWindow {
        if (gapNs < 0 || gapPerUnitNs < 0 || (gapNs == 0) == (gapPerUnitNs == 0)) {
            throw new IllegalArgumentException("a session needs a gap, or a gap for each unit of the value, gapNs="
                    + gapNs + ", gapPerUnitNs=" + gapPerUnitNs);
        }
    }

    @Override
    public String type() {
        return "session";
    }
}
