package io.tocsin.bench.peers.siddhi;

import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.CalledRow;
import io.tocsin.bench.throughput.Task;
import java.util.function.Consumer;

/** A workload as a Siddhi application. */
public final class SiddhiRow extends CalledRow {
    private SiddhiApp app;

    /** A row. */
    public SiddhiRow(Task task, Workload workload) {
        super(task, workload);
    }

    @Override
    protected void startEngine() {
        Consumer<Object[]> results = switch (task) {
            case W1 -> change -> onChange((int) change[0], (long) change[1], (int) change[2] == 1, (double) change[3]);
            case W4, W4S -> silence -> onSilence((int) silence[0], dueNs((long) silence[1]));
            case W2, W3, W3F ->
                window -> onWindow(
                        (int) window[0],
                        paneEndNs((long) window[1]),
                        (long) window[2],
                        (double) window[3],
                        (double) window[4],
                        (double) window[5]);
        };
        app = new SiddhiApp(task, results);
    }

    @Override
    protected void send(int sensorId, long timeNs, double value) {
        app.send(sensorId, timeNs, value);
    }
}
