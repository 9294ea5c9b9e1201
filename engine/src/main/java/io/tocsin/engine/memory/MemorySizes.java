package io.tocsin.engine.memory;

/** Memory needs of a source, for budgets. */
public final class MemorySizes {
    private MemorySizes() {}

    /**
     * Bytes outside the heap.
     *
     * @param rememberedCount as in {@link io.tocsin.engine.plan.SourceNode}
     */
    public static long bytes(int rememberedCount) {
        return rememberedCount > 0 ? RecentReadings.bytes(rememberedCount) : 0;
    }
}
