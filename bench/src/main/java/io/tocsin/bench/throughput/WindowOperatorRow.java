package io.tocsin.bench.throughput;

import io.tocsin.bench.Workload;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.window.AlignedWindows;
import io.tocsin.engine.window.Panes;
import java.util.Arrays;
import java.util.List;

/** The engine's windows, called with the slot; the sensors' watermarks are kept here. */
final class WindowOperatorRow extends FoldRow {
    private static final List<Aggregate> AGGREGATES = List.of(Aggregate.AVG, Aggregate.MIN, Aggregate.MAX);

    private final WindowTask task;
    private final boolean isCounted;
    private AlignedWindows windows;
    private Panes panes;
    private long[] newestNs;

    WindowOperatorRow(Workload workload, WindowTask task) {
        super(workload);
        this.task = task;
        this.isCounted = task.isTumbling();
    }

    @Override
    void reset() {
        windows = new AlignedWindows(
                task.window(), AGGREGATES, List.of(), WindowTask.OUT_OF_ORDERNESS_NS, 0, this::onWindow);
        panes = windows.panes();
        newestNs = new long[Workload.SENSOR_COUNT];
        Arrays.fill(newestNs, Long.MIN_VALUE);
        for (int sensorId = 0; sensorId < Workload.SENSOR_COUNT; sensorId++) {
            windows.openSlot();
        }
    }

    @Override
    void onReading(int sensorId, long eventTimeNs, double value) {
        long newest = Math.max(newestNs[sensorId], eventTimeNs);
        newestNs[sensorId] = newest;
        windows.onSample(sensorId, eventTimeNs, value, newest - WindowTask.OUT_OF_ORDERNESS_NS);
    }

    private void onWindow(int slot, long startNs, long endNs, long pane, boolean isUpdate) {
        results()
                .addWindow(
                        slot,
                        endNs,
                        isCounted ? Panes.count(pane) : 0,
                        panes.result(pane, Aggregate.AVG, endNs),
                        panes.result(pane, Aggregate.MIN, endNs),
                        panes.result(pane, Aggregate.MAX, endNs));
    }
}
