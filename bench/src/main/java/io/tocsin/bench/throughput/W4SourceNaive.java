package io.tocsin.bench.throughput;

import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** W4S with a hash map of due times; all are checked as often as in {@link W4SourceLimit}. */
final class W4SourceNaive extends FoldRow {
    private static final long CHECK_NS = W4SourceLimit.CHECK_MS * 1_000_000;

    private Map<Integer, Long> duesNs;
    private long newestNs;
    private long checkNs;

    W4SourceNaive(Workload workload) {
        super(workload);
    }

    @Override
    void reset() {
        duesNs = new HashMap<>();
        newestNs = 0;
        checkNs = 0;
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        Long dueNs = duesNs.put(sensorId, eventTimeNs + BenchPlan.SILENCE_NS);
        if (dueNs != null && dueNs < Math.max(newestNs, eventTimeNs)) {
            results().addSilence(sensorId, dueNs);
        }
        if (eventTimeNs > newestNs) {
            newestNs = eventTimeNs;
            if (eventTimeNs >= checkNs) {
                checkNs = eventTimeNs + CHECK_NS;
                flush();
            }
        }
    }

    @Override
    void flush() {
        for (Iterator<Map.Entry<Integer, Long>> each = duesNs.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Integer, Long> due = each.next();
            if (due.getValue() < newestNs) {
                results().addSilence(due.getKey(), due.getValue());
                each.remove();
            }
        }
    }
}
