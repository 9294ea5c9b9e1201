package io.tocsin.bench.peers.siddhi;

import io.siddhi.core.SiddhiAppRuntime;
import io.siddhi.core.SiddhiManager;
import io.siddhi.core.event.Event;
import io.siddhi.core.stream.input.InputHandler;
import io.siddhi.core.stream.output.StreamCallback;
import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.bench.throughput.Task;
import io.tocsin.bench.throughput.WindowTask;
import java.util.function.Consumer;

/** An application of one workload; its time is in nanoseconds, whatever Siddhi calls them. */
final class SiddhiApp {
    private static final String READINGS = "define stream Readings (sensor int, time long, value double); ";

    private final SiddhiManager manager = new SiddhiManager();
    private final SiddhiAppRuntime runtime;
    private final InputHandler readings;

    /** Starts it; results are the values that the workload's query selects. */
    SiddhiApp(Task task, Consumer<Object[]> results) {
        runtime = manager.createSiddhiAppRuntime(READINGS
                + switch (task) {
                    case W1 -> highAlarm();
                    case W4, W4S -> silence();
                    case W2 -> tumbling("Results");
                    case W3 -> sliding();
                    case W3F -> throw new IllegalArgumentException("Siddhi has no row for " + task);
                });
        runtime.addCallback("Results", new StreamCallback() {
            @Override
            public void receive(Event[] events) {
                for (Event event : events) {
                    results.accept(event.getData());
                }
            }
        });
        runtime.start();
        readings = runtime.getInputHandler("Readings");
    }

    /** Of the readings above the limit or at the clear value, those where exactly one of the latest two is high. */
    private static String highAlarm() {
        return "from Readings[value > " + Workload.LIMIT + " or value <= " + Workload.CLEAR_AT + "] "
                + "select sensor, time, value, ifThenElse(value > " + Workload.LIMIT + ", 1, 0) as level "
                + "insert into Levels; "
                + "partition with (sensor of Levels) begin "
                + "from Levels#window.length(2) select sensor, time, level, value, sum(level) as levels "
                + "having levels == 1 insert into Results; end;";
    }

    private static String silence() {
        return "partition with (sensor of Readings) begin "
                + "from Readings#window.length(2) select sensor, min(time) as time, max(time) as latest "
                + "having latest - time > " + BenchPlan.SILENCE_NS + "L insert into Results; end;";
    }

    private static String tumbling(String into) {
        long sizeNs = Task.W2.window().sizeNs();
        return "partition with (sensor of Readings) begin "
                + "from Readings#window.externalTimeBatch(time, " + sizeNs + " milliseconds, 0L) "
                + "select sensor, time, count() as samples, sum(value) as total, min(value) as least, "
                + "max(value) as greatest insert into " + into + "; end; ";
    }

    private static String sliding() {
        WindowTask window = Task.W3.window();
        return tumbling("Panes")
                + "partition with (sensor of Panes) begin "
                + "from Panes#window.length(" + window.sizeNs() / window.slideNs() + ") "
                + "select sensor, time, sum(samples) as samples, sum(total) as total, min(least) as least, "
                + "max(greatest) as greatest insert into Results; end;";
    }

    void send(int sensor, long timeNs, double value) {
        try {
            readings.send(timeNs, new Object[] {sensor, timeNs, value});
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a bench", e);
        }
    }

    void stop() {
        runtime.shutdown();
        manager.shutdown();
    }
}
