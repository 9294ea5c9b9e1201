package io.tocsin.gateway.plan;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.ProcessNode;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.TimeInState;
import io.tocsin.engine.plan.join.JoinCondition;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CalendarWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.RollingWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.StateWindow;
import io.tocsin.engine.plan.window.Window;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.file.CsvFormat;
import io.tocsin.ingest.file.CsvMapping;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.file.FileSourceConfig;
import io.tocsin.ingest.file.TextEncoding;
import io.tocsin.ingest.file.ValueColumn;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig.Protocol;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.rate.RateSourceConfig;
import io.tocsin.ingest.sparkplug.SparkplugConfig;
import io.tocsin.ingest.table.TableSourceConfig;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Sources, streams and sinks described in a few words. */
public final class Descriptions {
    private Descriptions() {}

    static String source(SourceConfig source) {
        if (source instanceof SourceConfig.Mqtt mqtt) {
            return mqtt(mqtt);
        }
        if (source instanceof SourceConfig.File file) {
            return file(file.config());
        }
        if (source instanceof SourceConfig.Table table) {
            return table(table.config());
        }
        if (source instanceof SourceConfig.Modbus modbus) {
            return ModbusRequests.source(modbus.config());
        }
        RateSourceConfig rate = ((SourceConfig.Rate) source).config();
        String speed = rate.perSecond() == 0 ? "flat out" : Numbers.grouped(rate.perSecond()) + " readings/s";
        String end = rate.limit() == 0 ? "without end" : Numbers.grouped(rate.limit()) + " readings";
        return Numbers.grouped(rate.sensors()) + " sensors, " + speed + ", " + end;
    }

    /**
     * One topic: its filter and its mapping.
     *
     * @param qos of the source
     */
    static String topic(TopicConfig topic, int qos) {
        PayloadConfig payload = topic.payload();
        Mapping mapping = payload.mapping();
        StringBuilder text = new StringBuilder(topic.filter()).append("  ");
        text.append(payload.format().label());
        if (payload.format().hasMembers()) {
            text.append(mapping.each().equals(MemberPath.SELF) ? " " : " each " + mapping.each() + ": ");
            text.append(mapping.values().stream().map(Descriptions::value).collect(Collectors.joining(", ")));
        }
        if (payload.format().hasRecords()) {
            text.append(", time of the records in ").append(payload.timeFormat().label());
        } else if (mapping.time() != null) {
            text.append(", time ")
                    .append(time(mapping.time().path(), mapping.time().format()));
        } else {
            text.append(qos == 0 ? ", receive time" : ", receive time (may count twice after a crash)");
        }
        text.append(type(mapping.values().stream().map(ValueConfig::rule)));
        text.append(
                mapping.quality() == null
                        ? ""
                        : ", quality " + mapping.quality().path());
        text.append(!payload.hasTimes() || topic.dedupeCount() > 0 ? "" : ", repeats kept");
        text.append(" → sensor ").append(topic.sensor());
        if (topic.maxSensors() != TopicConfig.DEFAULT_MAX_SENSORS) {
            text.append(", at most ").append(Numbers.grouped(topic.maxSensors()));
        }
        return text.toString();
    }

    private static String value(ValueConfig value) {
        String paths = value.paths().stream().map(MemberPath::toString).collect(Collectors.joining(" or "));
        return paths + (value.rule().unit() == null ? "" : " [" + value.rule().unit() + "]");
    }

    /** The mapping of a quality. */
    static String quality(QualityMapping quality) {
        String meaning = "quality " + quality.path() + ": " + quality.codes().label();
        return quality.codes() == OpcCodes.UNSAID
                ? meaning + "; in OPC UA 0 is good: set codes: opcua or codes: opc-classic"
                : meaning;
    }

    /** A window as the configuration writes it. */
    public static String window(Window window) {
        if (window instanceof AlignedWindow aligned) {
            String size = window.type() + " " + Durations.format(aligned.sizeNs());
            String slide = aligned.slideNs() == aligned.sizeNs() ? "" : " by " + Durations.format(aligned.slideNs());
            return size + slide + offset(aligned.offsetNs());
        }
        if (window instanceof SessionWindow session) {
            return "session, gap "
                    + (session.gapNs() > 0
                            ? Durations.format(session.gapNs())
                            : "value × " + Durations.format(session.gapPerUnitNs()));
        }
        if (window instanceof CountWindow count) {
            return "count " + count.size() + (count.slide() == count.size() ? "" : " every " + count.slide());
        }
        if (window instanceof StateWindow state) {
            return "state" + bound(" ≥ ", state.least()) + bound(" ≤ ", state.greatest());
        }
        if (window instanceof CumulativeWindow cumulative) {
            return "cumulative " + Durations.format(cumulative.sizeNs()) + " by "
                    + Durations.format(cumulative.stepNs()) + offset(cumulative.offsetNs());
        }
        if (window instanceof RollingWindow rolling) {
            return "rolling " + Durations.format(rolling.sizeNs());
        }
        CalendarWindow calendar = (CalendarWindow) window;
        return "from " + calendar.starts().stream().map(LocalTime::toString).collect(Collectors.joining(", ")) + " in "
                + calendar.zone();
    }

    /** Window or join of a stream, in the words of the table. */
    static String over(DerivedNode stream) {
        return switch (stream.kind()) {
            case STREAM -> window(((StreamNode) stream).window());
            case JOIN -> join((JoinNode) stream);
            case PROCESS -> function((ProcessNode) stream);
            case ALARM -> throw new IllegalArgumentException("an alarm has no rows, name=" + stream.name());
        };
    }

    private static String function(ProcessNode process) {
        return "function " + process.function() + " " + process.functionVersion();
    }

    /** A join as the configuration writes it. */
    public static String join(JoinNode join) {
        return join.type().label() + " join, " + condition(join.condition());
    }

    private static String condition(JoinCondition condition) {
        if (condition instanceof JoinCondition.Interval interval) {
            return signed(interval.lowerNs()) + " to " + signed(interval.upperNs());
        }
        return condition instanceof JoinCondition.SameWindow same ? window(same.window()) : "the latest";
    }

    static String stream(DerivedNode stream) {
        if (stream instanceof ProcessNode process) {
            return process(process);
        }
        List<String> parts = new ArrayList<>();
        parts.add(IntStream.range(0, stream.outputCount())
                .mapToObj(stream::outputLabel)
                .collect(Collectors.joining(" ")));
        if (stream instanceof StreamNode windows) {
            if (windows.carryForNs() != StreamNode.NO_CARRY) {
                parts.add("values carried for " + Durations.format(windows.carryForNs()));
            }
            if (windows.rollover() != StreamNode.NO_ROLLOVER) {
                parts.add("roll-over at " + Numbers.plain(windows.rollover()));
            }
            windows.timeIn().forEach(state -> parts.add(state.label() + ": " + range(state)));
        }
        if (stream.byReceiveTime()) {
            parts.add("by receive time");
        }
        if (stream instanceof StreamNode windows) {
            addDelay(parts, "out of order ", windows.outOfOrdernessNs());
            addDelay(parts, "lateness ", windows.latenessNs());
            parts.add("late " + windows.late().name().toLowerCase(Locale.ROOT));
            parts.add("emit " + windows.emit().name().toLowerCase(Locale.ROOT));
        } else if (stream instanceof JoinNode join) {
            addDelay(parts, "out of order ", join.outOfOrdernessNs());
        }
        return String.join(", ", parts);
    }

    /** The values of a state: {@code = 1}, {@code > 80}, {@code ≥ 0.5 < 2}. */
    public static String range(TimeInState state) {
        if (state.isOfStates()) {
            return Stream.concat(
                            state.states().texts().stream().map(text -> "\"" + text + "\""),
                            state.states().numbers().stream().map(Numbers::plain))
                    .collect(Collectors.joining(", ", "in ", ""));
        }
        if (state.least() == state.greatest()) {
            return "= " + Numbers.plain(state.least());
        }
        String least = bound(state.hasLeast() ? " ≥ " : " > ", state.least());
        String greatest = bound(state.hasGreatest() ? " ≤ " : " < ", state.greatest());
        return (least + greatest).trim();
    }

    private static String signed(long durationNs) {
        return durationNs < 0 ? "-" + Durations.format(-durationNs) : Durations.format(durationNs);
    }

    private static String process(ProcessNode process) {
        List<String> parts = new ArrayList<>();
        parts.add("results");
        if (process.byReceiveTime()) {
            parts.add("by receive time");
        }
        addDelay(parts, "out of order ", process.outOfOrdernessNs());
        if (process.inOrder()) {
            parts.add("put in order");
        }
        if (!process.sideOutputs().isEmpty()) {
            parts.add("side outputs " + String.join(" ", process.sideOutputs()));
        }
        if (process.broadcast() != null) {
            parts.add("broadcast " + process.broadcast());
        }
        return String.join(", ", parts);
    }

    /**
     * The destination of a sink.
     *
     * @param takesRows whether rows of streams go there too
     */
    static String sink(SinkConfig sink, boolean takesRows) {
        if (sink instanceof SinkConfig.Mqtt mqtt) {
            return mqtt.url() + ", topic " + mqtt.topic() + (takesRows ? ", rows " + mqtt.rowTopic() : "") + ", QoS "
                    + mqtt.qos() + (mqtt.retain() ? ", retained" : "") + ", client " + mqtt.clientId();
        }
        return sink instanceof SinkConfig.File file ? file.path().toString() : "standard output";
    }

    /** The type of a sink as the configuration names it. */
    static String type(SinkConfig sink) {
        return sink.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** The type of a source as the configuration names it. */
    static String type(SourceConfig source) {
        return source.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String mqtt(SourceConfig.Mqtt source) {
        MqttSourceConfig config = source.config();
        Protocol protocol = config.connection().protocol();
        String broker = source.isEmbedded() ? "broker in this process, " : "";
        String version = protocol == Protocol.AUTO ? "" : protocol == Protocol.V5 ? ", MQTT 5" : ", MQTT 3.1.1";
        return broker + config.connection().url() + ", QoS " + config.qos() + version + ", client "
                + config.connection().clientId();
    }

    /** A Sparkplug host, in the words of the table. */
    static String sparkplug(SparkplugConfig sparkplug) {
        String groups = sparkplug.groups().isEmpty() ? "all groups" : "groups " + String.join(", ", sparkplug.groups());
        String commands = sparkplug.commands()
                ? "rebirth after " + Durations.format(sparkplug.reorderTimeoutNs())
                        + " without a sequence number, at most every " + Durations.format(sparkplug.rebirthIntervalNs())
                        + ", state " + sparkplug.stateTopic()
                : "listens only";
        return "Sparkplug B host, " + groups + ", " + commands + " → sensors {group}/{node}/{device}/{metric}";
    }

    private static String file(FileSourceConfig file) {
        String pace = file.pace() == 0 ? "as fast as it can" : Numbers.plain(file.pace()) + " times real time";
        String what =
                file.format() instanceof FileFormat.Csv csv ? csv(csv) : influx((FileFormat.Influx) file.format());
        return file.path() + what + ", " + (file.sorts() ? "sorted by time, " : "") + pace;
    }

    private static String influx(FileFormat.Influx format) {
        return ", InfluxDB lines, sensor " + format.sensor() + type(Stream.of(format.rule()))
                + ", time of the lines in " + format.timeFormat().unit().name().toLowerCase(Locale.ROOT);
    }

    private static String csv(FileFormat.Csv file) {
        CsvMapping mapping = file.mapping();
        String time = mapping.time().isEmpty()
                ? "receive time"
                : "time " + time(String.join(" ", mapping.time()), mapping.timeFormat());
        String quality = mapping.quality() == null
                ? ""
                : ", quality " + mapping.quality().path();
        String values = mapping.values().stream().map(Descriptions::value).collect(Collectors.joining(" "));
        return format(file) + ", sensor " + mapping.sensor() + ", value " + values
                + type(mapping.values().stream().map(ValueColumn::rule)) + ", " + time + quality;
    }

    /** Type of the values, where all have the same. */
    private static String type(Stream<ValueRule> rules) {
        Set<ValueRule.Type> types = rules.map(ValueRule::type).collect(Collectors.toSet());
        return types.equals(Set.of(ValueRule.Type.NUMBER))
                ? ", numbers only"
                : types.equals(Set.of(ValueRule.Type.TEXT)) ? ", texts only" : "";
    }

    /** How a file differs from one in UTF-8 with a header and commas. */
    private static String format(FileFormat.Csv file) {
        CsvFormat format = file.text();
        String separator = switch (format.separator()) {
            case CsvFormat.UNSAID -> "";
            case CsvFormat.BLANKS -> ", separated by blanks";
            case '\t' -> ", separated by tabs";
            default -> ", separated by " + format.separator();
        };
        String encoding = format.encoding().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean hasCommas =
                file.mapping().values().stream().anyMatch(value -> value.rule().decimalComma());
        return (format.encoding() == TextEncoding.UTF_8 ? "" : ", " + encoding)
                + separator
                + (hasCommas ? ", decimal commas" : "")
                + (file.layout().hasHeader() ? "" : ", no header");
    }

    private static String value(ValueColumn value) {
        return value.column()
                + (value.rule().unit() == null ? "" : " [" + value.rule().unit() + "]");
    }

    private static String table(TableSourceConfig table) {
        String key = table.format() == TableSourceConfig.Format.CSV ? ", key " + table.keyColumn() : "";
        String columns = table.columns().isEmpty() ? "" : ", columns " + String.join(" ", table.columns());
        return table.path() + key + columns + " → sensors " + table.name() + "/{key}/{column}, looked at every "
                + Durations.format(table.reloadNs());
    }

    private static String time(Object member, TimeFormat format) {
        String how = format.pattern() == null ? format.unit().name().toLowerCase(Locale.ROOT) : format.pattern();
        return member + " (" + how + (format.zone() == null ? "" : " of " + format.zone()) + ")";
    }

    private static String offset(long offsetNs) {
        return offsetNs == 0 ? "" : " from " + Durations.format(offsetNs);
    }

    private static String bound(String sign, double value) {
        return Double.isInfinite(value) ? "" : sign + Numbers.plain(value);
    }

    private static void addDelay(List<String> parts, String what, long delayNs) {
        if (delayNs > 0) {
            parts.add(what + Durations.format(delayNs));
        }
    }
}
