package io.tocsin.bench.peers.esper;

import com.espertech.esper.common.client.EPCompiled;
import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.configuration.Configuration;
import com.espertech.esper.compiler.client.CompilerArguments;
import com.espertech.esper.compiler.client.EPCompileException;
import com.espertech.esper.compiler.client.EPCompilerProvider;
import com.espertech.esper.runtime.client.EPDeployException;
import com.espertech.esper.runtime.client.EPEventService;
import com.espertech.esper.runtime.client.EPRuntime;
import com.espertech.esper.runtime.client.EPRuntimeProvider;
import com.espertech.esper.runtime.client.EPStatement;
import io.tocsin.bench.BenchPlan;
import io.tocsin.bench.Workload;
import io.tocsin.bench.peers.feed.PeerReading;
import io.tocsin.bench.throughput.Task;
import io.tocsin.bench.throughput.WindowTask;
import java.util.function.Consumer;

/** The statements of one workload; their time is in nanoseconds, whatever Esper calls them. */
final class EsperStatements {
    private static final String READING = "PeerReading";
    private static final long UNITS_OF_SECOND = 1_000;
    private static final String BY_SENSOR = "create context Sensor partition by sensor from PeerReading;\n";

    private final EPRuntime runtime;
    private final EPEventService events;

    /** Starts them; results are the beans that the workload's statements select. */
    EsperStatements(Task task, Consumer<EventBean> results) throws EPCompileException, EPDeployException {
        Configuration configuration = new Configuration();
        configuration.getCommon().addEventType(PeerReading.class);
        configuration.getRuntime().getThreading().setInternalTimerEnabled(false);
        configuration.getCompiler().getByteCode().setAllowSubscriber(true);
        String statements = switch (task) {
            case W1 -> highAlarm();
            case W4, W4S -> silence();
            case W2 -> BY_SENSOR + "@name('Results') " + tumbling("");
            case W3 -> sliding();
            case W3F -> throw new IllegalArgumentException("Esper has no row for " + task);
        };
        EPCompiled compiled =
                EPCompilerProvider.getCompiler().compile(statements, new CompilerArguments(configuration));
        runtime = EPRuntimeProvider.getRuntime("bench", configuration);
        runtime.initialize();
        events = runtime.getEventService();
        for (EPStatement statement :
                runtime.getDeploymentService().deploy(compiled).getStatements()) {
            if (statement.getName().startsWith("Results")) {
                statement.addListener((newEvents, oldEvents, from, in) -> {
                    for (EventBean event : newEvents) {
                        results.accept(event);
                    }
                });
            }
        }
    }

    /** A table of the sensors whose alarm is active. */
    private static String highAlarm() {
        String change = " then insert into Change select r.sensor as sensor, r.time as time, r.value as value, ";
        return "create table Active (sensor int primary key);\n"
                + "@public create schema Change (sensor int, time long, value double, isHigh boolean);\n"
                + "on PeerReading(value > " + Workload.LIMIT + ") as r merge Active as a where a.sensor = r.sensor"
                + " when not matched then insert(sensor) select r.sensor" + change + "true as isHigh;\n"
                + "on PeerReading(value <= " + Workload.CLEAR_AT + ") as r merge Active as a where a.sensor = r.sensor"
                + " when matched then delete" + change + "false as isHigh;\n"
                + "@name('Results') select * from Change;\n";
    }

    /** A table of the sensors' latest times. */
    private static String silence() {
        return "create table Latest (sensor int primary key, time long);\n"
                + "@public create schema Silence (sensor int, time long);\n"
                + "on PeerReading as r merge Latest as l where l.sensor = r.sensor"
                + " when not matched then insert select r.sensor as sensor, r.time as time"
                + " when matched and r.time - l.time > " + BenchPlan.SILENCE_NS + "L"
                + " then insert into Silence select l.sensor as sensor, l.time as time then update set time = r.time"
                + " when matched then update set time = r.time;\n"
                + "@name('Results') select * from Silence;\n";
    }

    /**
     * Windows of one second.
     *
     * @param into where their figures go, empty for the listener
     */
    private static String tumbling(String into) {
        long seconds = Task.W2.window().sizeNs() / UNITS_OF_SECOND;
        return "context Sensor " + into + "select sensor, last(time) as time, count(*) as samples, sum(value) as total,"
                + " min(value) as least, max(value) as greatest from PeerReading#ext_timed_batch(time, " + seconds
                + " sec, 0L);\n";
    }

    private static String sliding() {
        WindowTask window = Task.W3.window();
        return BY_SENSOR
                + "@public create schema Pane (sensor int, time long, samples long, total double, least double,"
                + " greatest double);\n"
                + tumbling("insert into Pane ")
                + "create context PaneSensor partition by sensor from Pane;\n"
                + "@name('Results') context PaneSensor select sensor, last(time) as time, sum(samples) as samples,"
                + " sum(total) as total, min(least) as least, max(greatest) as greatest from Pane#length("
                + window.sizeNs() / window.slideNs() + ");\n";
    }

    void send(int sensor, long timeNs, double value) {
        events.sendEventBean(new PeerReading(sensor, timeNs, value), READING);
    }

    void stop() {
        runtime.destroy();
    }
}
