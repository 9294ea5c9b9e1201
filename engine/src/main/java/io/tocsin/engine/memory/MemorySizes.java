package io.tocsin.engine.memory;

/** Memory that a source takes, for budgets. */
public final class MemorySizes {
    private MemorySizes() {}

    /**
     * Bytes outside the heap.
     *
     * @param rememberedCount as {@link io.tocsin.engine.plan.SourceNode} has it
     */
    public static long bytes(int rememberedCount) {
        return rememberedCount > 0 ? RecentReadings.bytes(rememberedCount) : 0;
    }
}
