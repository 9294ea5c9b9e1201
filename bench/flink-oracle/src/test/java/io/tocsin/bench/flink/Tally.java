package io.tocsin.bench.flink;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Counts of the cases compared and of the differences found. */
final class Tally {
    private final List<String> differences = new ArrayList<>();
    private long streamCount;
    private long keyCount;
    private long readingCount;
    private long rowCount;
    private long updateCount;
    private long lateCount;

    void add(OracleCase oracleCase, Outcome flinks, List<String> found) {
        streamCount++;
        keyCount += oracleCase.byKey().size();
        readingCount += oracleCase.arrivals().size();
        for (StreamRows stream : flinks.streams()) {
            for (List<Row> rows : stream.rows().values()) {
                rowCount += rows.size();
                updateCount += rows.stream().filter(Row::isUpdate).count();
            }
            lateCount += stream.late().values().stream().mapToInt(List::size).sum();
        }
        differences.addAll(found);
    }

    List<String> differences() {
        return differences;
    }

    long rowCount() {
        return rowCount;
    }

    long updateCount() {
        return updateCount;
    }

    long lateCount() {
        return lateCount;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d streams, %,d keys, %,d readings; %,d rows, %,d of them updates, %,d late samples; %,d differences",
                streamCount,
                keyCount,
                readingCount,
                rowCount,
                updateCount,
                lateCount,
                differences.size());
    }
}
