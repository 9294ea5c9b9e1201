package io.tocsin.bench.start;

import java.util.ArrayList;
import java.util.List;

/** A kind of start, with its measured runs. */
final class Kind {
    private final String label;
    private final String flags;
    private final List<Long> wallMs = new ArrayList<>();
    private final List<Long> processorMs = new ArrayList<>();

    Kind(String label, String flags) {
        this.label = label;
        this.flags = flags;
    }

    /** Value of {@code TOCSIN_JAVA_OPTS}. */
    String flags() {
        return flags;
    }

    void add(long runWallMs, long runProcessorMs) {
        wallMs.add(runWallMs);
        processorMs.add(runProcessorMs);
    }

    /** {@code | with the archive | 1.02 | 0.98 | 1.31 | 1.20 |}. */
    String row() {
        List<Long> sorted = wallMs.stream().sorted().toList();
        return String.join(
                " | ",
                "| " + label,
                seconds(median(sorted)),
                seconds(sorted.get(0)),
                seconds(sorted.get(sorted.size() - 1)),
                seconds(median(processorMs.stream().sorted().toList())) + " |");
    }

    private static long median(List<Long> sorted) {
        return sorted.get(sorted.size() / 2);
    }

    private static String seconds(long ms) {
        return ms / 1_000 + "." + ms % 1_000 / 100 + ms % 100 / 10;
    }
}
