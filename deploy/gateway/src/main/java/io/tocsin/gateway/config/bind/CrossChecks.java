package io.tocsin.gateway.config.bind;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.engine.reading.TextPlaces;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.alarm.AlarmKeys;
import io.tocsin.gateway.config.alarm.AlarmKinds;
import io.tocsin.gateway.config.alarm.AlarmWarnings;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.schema.FileKeys;
import io.tocsin.gateway.config.schema.JoinKeys;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.SinkKeys;
import io.tocsin.gateway.config.schema.SourceKeys;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.mqtt.TopicConfig;
import io.tocsin.ingest.mqtt.link.MqttConnectionConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Checks across sections: names, references and clashes between sources, alarms and sinks. */
final class CrossChecks {
    private final Problems problems;
    private final List<Bound<SourceConfig>> sources;
    private final List<Bound<DerivedNode>> streams;
    private final List<Bound<AlarmRule>> alarms;
    private final List<Bound<SinkConfig>> sinks;

    CrossChecks(
            Problems problems,
            List<Bound<SourceConfig>> sources,
            List<Bound<DerivedNode>> streams,
            List<Bound<AlarmRule>> alarms,
            List<Bound<SinkConfig>> sinks) {
        this.problems = problems;
        this.sources = sources;
        this.streams = streams;
        this.alarms = alarms;
        this.sinks = sinks;
    }

    /**
     * Reports errors.
     *
     * @param sinkNames all names under {@code sinks}, those with errors too
     * @param dataDir the gateway's own directory
     * @param scope scope of the time that a reading advances
     */
    void errors(Set<String> sinkNames, Path dataDir, TimeScope scope) {
        checkNames();
        checkTimes(scope);
        checkSinkReferences(sinkNames);
        checkClientIds();
        checkPorts();
        checkPaths(dataDir);
        checkNamedTexts();
    }

    /**
     * Warns of settings that can be run but are probably mistakes; only for a configuration without errors.
     *
     * @param idleAfterNs silence after which a sensor's time advances with the clock
     */
    void warnings(long idleAfterNs) {
        boolean mayGiveNumbersAsTexts = sources.stream().anyMatch(source -> mayGiveNumbersAsTexts(source.value()));
        AlarmWarnings warnings = new AlarmWarnings(problems, idleAfterNs, mayGiveNumbersAsTexts);
        for (Bound<AlarmRule> alarm : alarms) {
            AlarmKinds.warn(alarm, warnings);
            ModbusWarnings.ofRepeats(alarm, sources, problems);
        }
        warnOfSelectorsWithoutSensors(new GroupWarnings(problems));
        warnOfLoops();
    }

    /** A source has a time only if its readings have event times */
    private void checkTimes(TimeScope scope) {
        for (Bound<DerivedNode> stream : streams) {
            if (scope == TimeScope.SOURCE && stream.value().byReceiveTime()) {
                problems.error(
                        stream.keys().item(StreamKeys.BY_RECEIVE_TIME),
                        "receive cannot be combined with time.scope:" + " source; leave one of the two keys out");
            }
        }
    }

    private void checkNames() {
        Map<String, Item> first = new HashMap<>();
        for (Bound<SourceConfig> source : sources) {
            // All three tables call the key "name".
            requireNew(first, source.value().name(), source.keys().nearest(SourceKeys.MQTT_NAME), "source");
        }
        first.clear();
        for (Bound<DerivedNode> stream : streams) {
            requireNew(first, stream.value().name(), stream.keys().item(StreamKeys.NAME), "stream");
        }
        first.clear();
        for (Bound<AlarmRule> alarm : alarms) {
            requireNew(first, alarm.value().name(), alarm.keys().item(AlarmKeys.NAME), "alarm");
        }
        long rates = sources.stream()
                .filter(s -> s.value() instanceof SourceConfig.Rate)
                .count();
        if (rates > 1) {
            problems.error(
                    sources.get(sources.size() - 1).keys().item(),
                    "only one rate source is allowed; a second one" + " would have the same sensors");
        }
    }

    private void requireNew(Map<String, Item> first, String key, Item item, String what) {
        Item earlier = first.putIfAbsent(key, item);
        if (earlier != null) {
            problems.error(
                    item,
                    "another " + what + " is named " + Scalar.quoted(key) + ", in line "
                            + earlier.place().line() + "; give each a name of its own");
        }
    }

    private void checkSinkReferences(Set<String> sinkNames) {
        alarms.forEach(alarm -> checkSinkReferences(alarm.keys().item(AlarmKeys.SINKS), sinkNames));
        streams.forEach(stream -> checkSinkReferences(stream.keys().item(StreamKeys.SINKS), sinkNames));
    }

    private void checkSinkReferences(Item item, Set<String> sinkNames) {
        List<Item> places = item == null ? List.of() : item.isList() ? item.elements() : List.of(item);
        places.stream().filter(Item::isScalar).forEach(place -> checkSinkReference(place, sinkNames));
    }

    private void checkSinkReference(Item place, Set<String> sinkNames) {
        String name = place.scalar().text();
        if (!sinkNames.contains(name)) {
            problems.error(
                    place, "there is no sink named " + Scalar.quoted(name) + Suggestions.didYouMean(name, sinkNames));
        }
    }

    private void checkClientIds() {
        Map<String, Item> first = new HashMap<>();
        for (Bound<SourceConfig> source : sources) {
            if (source.value() instanceof SourceConfig.Mqtt mqtt) {
                MqttConnectionConfig connection = mqtt.config().connection();
                requireOwnSession(
                        first,
                        connection.url(),
                        connection.clientId(),
                        source.keys().nearest(SourceKeys.CLIENT_ID));
            }
        }
        for (Bound<SinkConfig> sink : sinks) {
            if (sink.value() instanceof SinkConfig.Mqtt mqtt) {
                requireOwnSession(
                        first, mqtt.url(), mqtt.clientId(), sink.keys().nearest(SinkKeys.CLIENT_ID));
            }
        }
    }

    private void requireOwnSession(Map<String, Item> first, String url, String clientId, Item item) {
        Item earlier = first.putIfAbsent(url + " " + clientId, item);
        if (earlier != null) {
            problems.error(
                    item,
                    "the client id " + Scalar.quoted(clientId) + " is already in use at that broker, by "
                            + earlier.path() + "; give each a clientId of its own");
        }
    }

    private void checkPorts() {
        Map<Integer, Item> first = new HashMap<>();
        for (Bound<SourceConfig> source : sources) {
            if (source.value() instanceof SourceConfig.Mqtt mqtt && mqtt.isEmbedded()) {
                Item item = source.keys().item(SourceKeys.EMBEDDED);
                Item earlier = first.putIfAbsent(mqtt.embeddedPort(), item);
                if (earlier != null) {
                    problems.error(
                            item,
                            "the broker of " + earlier.path() + " already uses that port; connect to it with"
                                    + " url instead");
                }
            }
        }
    }

    private void checkPaths(Path dataDir) {
        Path journalDir = DataDirectory.journal(dataDir);
        Map<Path, Item> first = new HashMap<>();
        for (Bound<SourceConfig> source : sources) {
            if (source.value() instanceof SourceConfig.File file) {
                requireOwnFile(first, file.config().path(), source.keys().item(FileKeys.PATH), journalDir);
            } else if (source.value() instanceof SourceConfig.Table table) {
                requireOwnFile(first, table.config().path(), source.keys().item(SourceKeys.TABLE_PATH), journalDir);
            }
        }
        for (Bound<SinkConfig> sink : sinks) {
            if (sink.value() instanceof SinkConfig.File file) {
                requireOwnFile(first, file.path(), sink.keys().item(SinkKeys.PATH), journalDir);
            }
        }
    }

    private void requireOwnFile(Map<Path, Item> first, Path path, Item item, Path journalDir) {
        if (path.startsWith(journalDir)) {
            problems.error(item, "must not be inside the journal's directory " + journalDir);
        }
        Item earlier = first.putIfAbsent(path, item);
        if (earlier != null) {
            problems.error(item, "is also the file of " + earlier.path() + "; give each sink a file of its own");
        }
    }

    /** The texts in alarm rules have reserved places in the dictionary */
    private void checkNamedTexts() {
        Set<String> named = new HashSet<>();
        for (Bound<AlarmRule> alarm : alarms) {
            boolean fitted = named.size() <= TextPlaces.reserved();
            named.addAll(alarm.value().namedTexts());
            if (fitted && named.size() > TextPlaces.reserved()) {
                problems.error(
                        alarm.keys().item(),
                        "the alarms name more than " + TextPlaces.reserved() + " different texts; name fewer");
            }
        }
    }

    /** Whether numbers can be texts: MQTT payloads and lines mark texts, and a CSV column may be one of texts. */
    private static boolean mayGiveNumbersAsTexts(SourceConfig source) {
        return source instanceof SourceConfig.Mqtt
                || (source instanceof SourceConfig.File file
                        && !(file.config().format() instanceof FileFormat.Csv csv
                                && csv.mapping().values().stream()
                                        .noneMatch(value -> value.rule().type() == ValueRule.Type.TEXT)));
    }

    private void warnOfSelectorsWithoutSensors(GroupWarnings groups) {
        List<String> sensors = new ArrayList<>();
        for (Bound<SourceConfig> source : sources) {
            sensors.addAll(sensorsOf(source.value()));
        }
        for (Bound<DerivedNode> stream : streams) {
            String givers = "the sources and the streams above have ";
            Item from = stream.keys().item(StreamKeys.FROM);
            Item groupBy = stream.keys().item(StreamKeys.GROUP_BY);
            warnUnlessSelecting(from, sensors, givers);
            if (groupBy != null) {
                groups.of(groupBy, from.scalar().text(), sensors);
            }
            if (stream.value() instanceof JoinNode) {
                Item join = stream.keys().item(JoinKeys.JOIN_KEY);
                Item with = join.child(JoinKeys.WITH.name());
                Item ownGroupBy = join.child(JoinKeys.RIGHT_GROUP_BY.name());
                warnUnlessSelecting(with, sensors, givers);
                groups.of(
                        ownGroupBy == null ? groupBy : ownGroupBy, with.scalar().text(), sensors);
            }
            sensors.addAll(TopicFilters.sensorsOf(stream.value()));
        }
        for (Bound<AlarmRule> alarm : alarms) {
            String givers = streams.isEmpty() ? "the sources have " : "the sources and streams have ";
            warnUnlessSelecting(alarm.keys().item(AlarmKeys.SENSOR), sensors, givers);
        }
    }

    private void warnUnlessSelecting(Item selector, List<String> sensors, String givers) {
        String filter = selector.scalar().text();
        if (sensors.stream().noneMatch(sensor -> TopicFilter.overlap(filter, sensor))) {
            problems.warn(selector, filter + " selects no sensor: " + givers + Suggestions.list(sensors));
        }
    }

    private static List<String> sensorsOf(SourceConfig source) {
        if (source instanceof SourceConfig.Mqtt mqtt) {
            List<String> sensors = new ArrayList<>();
            for (TopicConfig topic : mqtt.config().topics()) {
                sensors.addAll(TopicFilters.sensorsOf(topic));
            }
            if (mqtt.config().sparkplug() != null) {
                sensors.addAll(TopicFilters.sensorsOf(mqtt.config().sparkplug()));
            }
            return sensors;
        }
        if (source instanceof SourceConfig.Table table) {
            return List.of(table.name() + "/+/+");
        }
        if (source instanceof SourceConfig.Modbus modbus) {
            return ModbusBinder.sensorsOf(modbus.config());
        }
        return source instanceof SourceConfig.Rate ? List.of("rate/+") : List.of("#");
    }

    private void warnOfLoops() {
        for (Bound<SinkConfig> sink : sinks) {
            if (sink.value() instanceof SinkConfig.Mqtt mqttSink) {
                for (Bound<SourceConfig> source : sources) {
                    if (source.value() instanceof SourceConfig.Mqtt mqttSource) {
                        warnOfLoop(sink, mqttSink, mqttSource);
                    }
                }
            }
        }
    }

    private void warnOfLoop(Bound<SinkConfig> sink, SinkConfig.Mqtt mqttSink, SourceConfig.Mqtt mqttSource) {
        if (!mqttSource.config().connection().url().equals(mqttSink.url())) {
            return;
        }
        for (TopicConfig topic : mqttSource.config().topics()) {
            if (comesBack(mqttSink.topic(), topic)) {
                warnOfLoop(sink.keys().nearest(SinkKeys.TOPIC), "alarms", mqttSource, topic);
            } else if (comesBack(mqttSink.rowTopic(), topic)) {
                warnOfLoop(sink.keys().nearest(SinkKeys.ROWS), "rows", mqttSource, topic);
            }
        }
    }

    private static boolean comesBack(String template, TopicConfig topic) {
        return TopicFilter.overlap(TopicFilters.ofTemplate(template, "{sensor}"), topic.filter());
    }

    private void warnOfLoop(Item item, String what, SourceConfig.Mqtt source, TopicConfig topic) {
        problems.warn(
                item,
                what + " published here would be read again as readings: source " + source.name() + " subscribes to "
                        + topic.filter());
    }
}
