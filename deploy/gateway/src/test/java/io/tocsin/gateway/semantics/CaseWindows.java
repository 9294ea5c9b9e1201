package io.tocsin.gateway.semantics;

import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.window.KeyedWindows;
import io.tocsin.engine.window.Panes;
import io.tocsin.engine.window.WindowFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Windows under one watermark for all keys, which reports its rows in the form of the cases. */
final class CaseWindows {
    static final long DAY_NS = 24 * 3_600_000_000_000L;

    private record Row(int step, String key, long start, long end, long count, double sum) {}

    private final Window window;
    private final long outOfOrderness;
    private final List<String> keys = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private KeyedWindows windows;
    private int step;

    CaseWindows(Window window, long outOfOrderness) {
        this.window = window;
        this.outOfOrderness = outOfOrderness;
        this.windows = create();
    }

    /** Marks results from now on as results of the next step. */
    void step(int number) {
        step = number;
    }

    void sample(String key, long time, double value, long watermark) {
        if (!keys.contains(key)) {
            keys.add(key);
            windows.openSlot();
        }
        windows.onSample(keys.indexOf(key), time, value, watermark);
    }

    void watermark(long watermark) {
        for (int slot = 0; slot < keys.size(); slot++) {
            windows.onWatermark(slot, watermark);
        }
    }

    /** Goes on with new windows from the state of the old ones. */
    void restart() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        StateOutput out = new StateOutput(bytes);
        windows.writeTo(out);
        out.flush();
        windows = create();
        windows.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
    }

    long lateCount() {
        return windows.lateCount();
    }

    /** {@code after STEP KEY [START,END) SUM}. */
    List<String> rows() {
        return rows.stream()
                .map(row -> "after " + row.step + " " + row.key + " [" + row.start + "," + row.end + ") " + row.sum)
                .toList();
    }

    /** {@code [START,END) COUNT SUM}. */
    List<String> countedRows() {
        return rows.stream()
                .map(row -> "[" + row.start + "," + row.end + ") " + row.count + " " + row.sum)
                .toList();
    }

    /** {@code [START,END)}. */
    List<String> spans() {
        return rows.stream().map(row -> "[" + row.start + "," + row.end + ")").toList();
    }

    private KeyedWindows create() {
        KeyedWindows[] made = new KeyedWindows[1];
        made[0] = WindowFactory.create(
                window,
                SemanticCasesTest.aggregates(),
                outOfOrderness,
                0,
                (slot, start, end, pane, isUpdate) -> rows.add(new Row(
                        step,
                        keys.get(slot),
                        start,
                        end,
                        Panes.count(pane),
                        made[0].panes().result(pane, Aggregate.SUM, end))));
        return made[0];
    }
}
