package io.tocsin.bench.peers;

import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.Round;
import io.tocsin.bench.throughput.Row;
import io.tocsin.bench.throughput.RowKind;
import io.tocsin.bench.throughput.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The results that every contender must have after so many passes: those of flat arrays. */
final class Expected {
    private final Workload workload;
    private final Row reference;
    private final List<Long> counts = new ArrayList<>();
    private final List<Long> sums = new ArrayList<>();

    Expected(Task task, Workload workload) throws IOException {
        this.workload = workload;
        reference = task.create(RowKind.LIMIT, workload);
        reference.open();
    }

    Workload workload() {
        return workload;
    }

    /** Throws if a round has other results. */
    void check(Contender contender, Round round) {
        while (counts.size() < round.passCount()) {
            reference.pass(counts.size() * workload.spanNs());
            reference.finish();
            counts.add(reference.results().count());
            sums.add(reference.results().sum());
        }
        long count = counts.get(round.passCount() - 1);
        long sum = sums.get(round.passCount() - 1);
        if (round.resultCount() != count || round.resultSum() != sum) {
            throw new IllegalStateException(contender + " differs from the reference, passes=" + round.passCount()
                    + ", results=" + round.resultCount() + ", expected=" + count + ", sum=" + round.resultSum()
                    + ", expectedSum=" + sum);
        }
    }
}
