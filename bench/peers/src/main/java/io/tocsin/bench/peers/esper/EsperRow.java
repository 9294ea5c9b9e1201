package io.tocsin.bench.peers.esper;

import com.espertech.esper.common.client.EventBean;
import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.CalledRow;
import io.tocsin.bench.throughput.Task;
import java.util.function.Consumer;

/** A workload as Esper statements. */
public final class EsperRow extends CalledRow {
    private EsperStatements statements;

    /** A row. */
    public EsperRow(Task task, Workload workload) {
        super(task, workload);
    }

    @Override
    protected void startEngine() throws Exception {
        Consumer<EventBean> results = switch (task) {
            case W1 ->
                change -> onChange(
                        (int) change.get("sensor"), (long) change.get("time"), (boolean) change.get("isHigh"), (double)
                                change.get("value"));
            case W4, W4S -> silence -> onSilence((int) silence.get("sensor"), dueNs((long) silence.get("time")));
            case W2, W3, W3F ->
                window -> onWindow(
                        (int) window.get("sensor"),
                        paneEndNs((long) window.get("time")),
                        (long) window.get("samples"),
                        (double) window.get("total"),
                        (double) window.get("least"),
                        (double) window.get("greatest"));
        };
        statements = new EsperStatements(task, results);
    }

    @Override
    protected void send(int sensorId, long timeNs, double value) {
        statements.send(sensorId, timeNs, value);
    }
}
