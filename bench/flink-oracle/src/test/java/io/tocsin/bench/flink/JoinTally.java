package io.tocsin.bench.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Counts of the joins compared and of the differences found. */
final class JoinTally {
    private final List<String> differences = new ArrayList<>();
    private long streamCount;
    private long keyCount;
    private long readingCount;
    private long rowCount;
    private long aloneCount;
    private long lateCount;

    void add(JoinCase joinCase, JoinOutcome ours, JoinOutcome flinks) {
        streamCount++;
        keyCount += joinCase.byKey().size();
        readingCount += joinCase.arrivals().size();
        for (List<JoinRow> rows : flinks.rows().values()) {
            rowCount += rows.size();
            aloneCount += rows.stream().filter(row -> row.count() == 1).count();
        }
        lateCount += flinks.lateCount();
        differences.addAll(differences(joinCase, ours, flinks));
    }

    /** Every difference in words, of each key the first; empty when there is none. */
    static List<String> differences(JoinCase joinCase, JoinOutcome ours, JoinOutcome flinks) {
        List<String> found = new ArrayList<>();
        Set<String> keys = new TreeSet<>(ours.rows().keySet());
        keys.addAll(flinks.rows().keySet());
        for (String key : keys) {
            List<JoinRow> our = ours.rows().getOrDefault(key, List.of());
            List<JoinRow> flink = flinks.rows().getOrDefault(key, List.of());
            int i = 0;
            while (i < Math.min(our.size(), flink.size()) && our.get(i).equals(flink.get(i))) {
                i++;
            }
            if (i < Math.max(our.size(), flink.size())) {
                found.add("row " + i + " of " + key + ": ours " + (i < our.size() ? our.get(i) : null) + ", Flink's "
                        + (i < flink.size() ? flink.get(i) : null));
            }
        }
        if (ours.lateCount() != flinks.lateCount()) {
            found.add("late: ours " + ours.lateCount() + ", Flink's " + flinks.lateCount());
        }
        return found.stream()
                .map(difference -> "seed " + joinCase.seed() + ": " + difference + ", " + joinCase.join())
                .toList();
    }

    List<String> differences() {
        return differences;
    }

    long rowCount() {
        return rowCount;
    }

    long aloneCount() {
        return aloneCount;
    }

    long lateCount() {
        return lateCount;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d joins, %,d keys, %,d readings; %,d rows, %,d of them without a partner, %,d late samples;"
                        + " %,d differences",
                streamCount,
                keyCount,
                readingCount,
                rowCount,
                aloneCount,
                lateCount,
                differences.size());
    }
}
