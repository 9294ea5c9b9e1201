package io.tocsin.gateway.plan;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.fold.Operators;
import io.tocsin.engine.memory.MemorySizes;
import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.select.Input;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.OnDamage;
import io.tocsin.gateway.config.schema.Sizes;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.print.TextTable;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.persistence.journal.SyncPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Plan of a gateway, drawn from top to bottom: sources, operators, sinks, threads, state. */
public final class PlanReport {
    private static final String INDENT = "  ";

    private final GatewayConfig config;
    private final int coreCount;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param coreCount number of processors available to the gateway
     */
    public PlanReport(GatewayConfig config, int coreCount) {
        this.config = config;
        this.coreCount = coreCount;
    }

    /** The drawing. */
    public List<String> lines() {
        lines.clear();
        lines.add("gateway " + config.name() + "  (" + config.file() + ")");
        lines.add("");
        addSources();
        addArrow("journal " + config.journal().dir() + ", durable "
                + sync(config.journal().sync()) + ", segments of "
                + Sizes.format(config.journal().segmentBytes())
                + (config.onDamage() == OnDamage.SET_ASIDE ? ", set aside when damaged" : ""));
        addArrow((config.plan().scope() == TimeScope.SOURCE
                        ? "keyed by sensor, one time for all sensors of a source; idle after "
                        : "keyed by sensor, one time for each sensor; idle after ")
                + Durations.format(config.idleAfter().ns()) + " ("
                + config.idleAfter().origin() + ")"
                + (config.plan().resetAfterNs() == 0
                        ? ""
                        : "; restart after a clock has gone back: "
                                + Durations.format(config.plan().resetAfterNs())));
        addOperators();
        addArrow("an alarm is released when its reading is "
                + config.pipeline().alarmGate().name().toLowerCase(Locale.ROOT)
                + (config.pipeline().alarmGate() == AlarmGate.DURABLE ? ", by a forced sync" : ""));
        addSinks();
        addThreads();
        addState();
        return List.copyOf(lines);
    }

    private void addSources() {
        lines.add("sources");
        TextTable table = new TextTable("NAME", "TYPE", "WHAT");
        for (SourceConfig source : config.sources()) {
            table.row(source.name(), Descriptions.type(source), Descriptions.source(source));
            if (source instanceof SourceConfig.Mqtt mqtt) {
                for (TopicConfig topic : mqtt.config().topics()) {
                    table.row("", "", Descriptions.topic(topic, mqtt.config().qos()));
                    addQuality(table, topic.payload().mapping().quality());
                }
                if (mqtt.config().sparkplug() != null) {
                    table.row("", "", Descriptions.sparkplug(mqtt.config().sparkplug()));
                }
            } else if (source instanceof SourceConfig.File file
                    && file.config().format() instanceof FileFormat.Csv csv) {
                addQuality(table, csv.mapping().quality());
            } else if (source instanceof SourceConfig.Modbus modbus) {
                ModbusRequests.lines(modbus.config()).forEach(line -> table.row("", "", line));
            }
        }
        add(table);
    }

    private static void addQuality(TextTable table, QualityMapping quality) {
        if (quality != null) {
            table.row("", "", INDENT + Descriptions.quality(quality));
        }
    }

    private void addOperators() {
        lines.add("operators");
        Plan plan = config.plan();
        if (plan.operators().isEmpty()) {
            lines.add(INDENT + "none");
        }
        if (!plan.streams().isEmpty()) {
            add(RuleTable.ofStreams(plan));
        }
        if (!plan.streams().isEmpty() && !plan.alarms().isEmpty()) {
            addArrow("each value of a row is a reading of the sensor {stream}/{key}/{value}");
        }
        if (!plan.alarms().isEmpty()) {
            add(RuleTable.of(plan));
        }
    }

    private void addSinks() {
        lines.add("sinks");
        TextTable table = new TextTable("NAME", "TYPE", "WHERE");
        table.row("(alarm log)", "log", config.alarmDir().toString());
        for (SinkConfig sink : config.sinks()) {
            boolean takesRows = config.plan().streams().stream()
                    .anyMatch(stream -> stream.sinks().contains(sink.name()));
            table.row(sink.name(), Descriptions.type(sink), Descriptions.sink(sink, takesRows));
        }
        add(table);
    }

    private void addThreads() {
        WaitStrategyKind asked = config.pipeline().waitStrategy();
        WaitStrategyKind chosen = asked.resolve(coreCount);
        lines.add("");
        lines.add("threads on " + coreCount + (coreCount == 1 ? " core" : " cores") + ", the engine waits "
                + chosen.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (asked == WaitStrategyKind.AUTO ? " (auto)" : ""));
        TextTable table = new TextTable("THREAD", "WRITES");
        for (SourceConfig source : config.sources()) {
            table.row(
                    "source " + source.name(),
                    "input ring of " + Numbers.grouped(config.pipeline().ringSize()));
        }
        int shards = config.pipeline().shards();
        boolean isApart =
                ThreadLayout.of(coreCount, config.pipeline().alarmGate() == AlarmGate.DURABLE) == ThreadLayout.APART;
        table.row(
                "engine",
                "the state of " + (shards == 1 ? "all sensors" : "its keys") + ", journal, clock ticks"
                        + (isApart ? "" : ", alarm log"));
        if (shards > 1) {
            table.row(shards == 2 ? "shard 1" : "shard 1 to " + (shards - 1), "the state of their keys");
        }
        table.row("journal maintenance", "forces segments to the device, prepares the next");
        if (isApart) {
            table.row("output", "alarm log");
        }
        for (SinkConfig sink : config.sinks()) {
            table.row("sink " + sink.name(), Descriptions.type(sink));
        }
        add(table);
    }

    private void addState() {
        lines.add("");
        lines.add("state outside the heap, estimated; taken as sensors come");
        StateBudget budget = new StateBudget(config);
        TextTable table = new TextTable("WHAT", "SENSORS", ">BYTES A SENSOR");
        table.row("time and dispatch", "all", Integer.toString(SensorCosts.LINE_BYTES));
        for (DerivedNode stream : config.plan().streams()) {
            Input first = stream.inputs().get(0);
            String keys = first.groupBy().isEmpty() ? "" : ", a key " + first.groupBy();
            table.row(stream.name(), first.selector().filter() + keys, Long.toString(budget.bytesOfKey(stream)));
            int reading = Operators.bytesPerReading(stream);
            if (reading > 0) {
                table.row("", "and each reading in its window", Integer.toString(reading));
            }
        }
        for (AlarmRule rule : config.plan().alarms()) {
            table.row(rule.name(), rule.selector().filter(), Long.toString(budget.bytesOfKey(rule)));
        }
        add(table);
        for (SourceNode source : config.plan().sources()) {
            if (source.rememberedCount() > 0) {
                lines.add(INDENT + "source " + source.name() + ": its last " + Numbers.grouped(source.rememberedCount())
                        + " readings, " + Sizes.round(MemorySizes.bytes(source.rememberedCount()))
                        + ", to drop re-deliveries");
            }
        }
        budget.lines().forEach(line -> lines.add(INDENT + line));
    }

    private static String sync(SyncPolicy sync) {
        return switch (sync.kind()) {
            case OS -> "once the operating system has it";
            case ALWAYS -> "once forced, without delay";
            case INTERVAL -> "once forced, every " + Durations.format(sync.intervalNs());
        };
    }

    private void addArrow(String text) {
        lines.add(INDENT + "↓ " + text);
    }

    private void add(TextTable table) {
        table.lines().forEach(line -> lines.add(INDENT + line));
    }
}
