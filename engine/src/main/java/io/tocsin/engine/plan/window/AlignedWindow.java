package io.tocsin.engine.plan.window;

/**
 * Windows {@code [start, end)} of one size that begin every {@code slide}, aligned to the epoch plus an offset.
 * Tumbling when slide and size are equal.
 *
 * <p>The windows share panes: a pane is the longest stretch of time that every window contains wholly or not at all.
 *
 * @param sizeNs above 0, ns
 * @param slideNs above 0, at most the size, ns
 * @param offsetNs at least 0, below the slide, ns
 */
public record AlignedWindow(long sizeNs, long slideNs, long offsetNs) implements Window {
    public AlignedWindow {
        if (slideNs <= 0 || sizeNs < slideNs || offsetNs < 0 || offsetNs >= slideNs) {
            throw new IllegalArgumentException("a window's size, slide or offset is out of range, sizeNs=" + sizeNs
                    + ", slideNs=" + slideNs + ", offsetNs=" + offsetNs);
        }
    }

    @Override
    public long stepNs() {
        return slideNs;
    }

    @Override
    public String type() {
        return sizeNs == slideNs ? "tumbling" : "sliding";
    }

    /** Length of a pane, ns. */
    public long paneNs() {
        long a = sizeNs;
        long b = slideNs;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** End of the first window that ends after a time, epoch ns. */
    public long firstEndAfterNs(long timeNs) {
        // Window ends are offset + size + k * slide.
        return timeNs + slideNs - Math.floorMod(timeNs - offsetNs - sizeNs, slideNs);
    }
}
