package io.tocsin.gateway.config.bind;

import io.tocsin.alerts.log.LogRetention;
import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SinkNode;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.gateway.config.ApiConfig;
import io.tocsin.gateway.config.CommandsConfig;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.IdleAfter;
import io.tocsin.gateway.config.SnapshotConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.alarm.AlarmBinder;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.Bound;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.GatewayKeys;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.OnDamage;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.NamedItem;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.gateway.datadir.DefaultDataDirectory;
import io.tocsin.ingest.file.FileSourceConfig;
import io.tocsin.persistence.journal.JournalConfig;
import io.tocsin.persistence.journal.RetentionPolicy;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the whole file, section by section, then checks the sections against each other. */
final class GatewayBinder {
    private final BindContext context;
    private final Problems problems;

    GatewayBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @param file the file, for the result
     * @param root the file's tree
     * @return the configuration, or null when it has errors
     */
    GatewayConfig bind(Path file, Item root) {
        SectionReader keys = new SectionReader(root, GatewayKeys.GATEWAY, problems);
        if (!root.isMapping()) {
            return null;
        }
        String name = keys.get(GatewayKeys.NAME);
        List<String> notes = new ArrayList<>();
        Path dataDir = dataDir(keys, name, notes);
        SectionReader time = sectionOrDefaults(keys, GatewayKeys.TIME_KEY, GatewayKeys.TIME);
        Long idleAfterNs = time.get(GatewayKeys.IDLE_AFTER);
        long resetAfterNs = time.get(GatewayKeys.RESET_AFTER);
        TimeScope scope = time.get(GatewayKeys.SCOPE);
        SectionReader journalKeys = sectionOrDefaults(keys, GatewayKeys.JOURNAL_KEY, GatewayKeys.JOURNAL);
        JournalConfig journal = journal(journalKeys, dataDir);
        RetentionPolicy retention = retention(journalKeys);
        OnDamage onDamage = journalKeys.get(GatewayKeys.ON_DAMAGE);
        LogRetention alarmLogRetention = alarmLogRetention(keys);
        SnapshotConfig snapshots = snapshots(keys);
        SectionReader engine = sectionOrDefaults(keys, GatewayKeys.ENGINE_KEY, GatewayKeys.ENGINE);
        int maxSensors = engine.get(GatewayKeys.MAX_SENSORS).intValue();
        long evictAfterNs = engine.get(GatewayKeys.EVICT_AFTER);
        Long stateMemoryBytes = engine.get(GatewayKeys.STATE_MEMORY);
        int maxDerived = engine.get(GatewayKeys.MAX_DERIVED_SENSORS).intValue();
        PipelineConfig pipeline = new PipelineConfig(
                engine.get(GatewayKeys.RING_SIZE).intValue(),
                engine.get(GatewayKeys.WAIT_STRATEGY),
                keys.get(GatewayKeys.ALARM_GATE),
                engine.get(GatewayKeys.SHARDS).intValue());
        SectionReader http = sectionOrDefaults(keys, GatewayKeys.HTTP_KEY, GatewayKeys.HTTP);
        List<Bound<SourceConfig>> sources =
                sources(keys, name, time.get(GatewayKeys.FUTURE_LIMIT), pipeline.ringSize());
        List<Bound<DerivedNode>> streams = streams(keys, time.get(GatewayKeys.OUT_OF_ORDERNESS));
        AlarmBinder alarmBinder = new AlarmBinder(
                context, streams.stream().map(stream -> stream.value().name()).collect(Collectors.toSet()));
        List<Bound<AlarmRule>> alarms = alarms(keys, alarmBinder);
        List<Bound<SinkConfig>> sinks = new ArrayList<>();
        Set<String> sinkNames = new LinkedHashSet<>();
        SinkBinder sinkBinder = new SinkBinder(context, name);
        for (NamedItem entry : keys.entries(GatewayKeys.SINKS)) {
            sinkNames.add(entry.name());
            addIfSound(sinks, sinkBinder.bind(entry));
        }

        ApiConfig api = new ApiConfig(
                http.get(GatewayKeys.HTTP_ENABLED),
                http.get(GatewayKeys.HTTP_PORT).intValue(),
                http.get(GatewayKeys.HTTP_METRICS));
        CommandsConfig commands = new CommandsBinder(context).bind(keys, name);
        CrossChecks checks = new CrossChecks(problems, sources, streams, alarms, sinks);
        checks.errors(sinkNames, dataDir, scope);
        if (problems.errorCount() > 0) {
            return null;
        }
        List<AlarmRule> rules = alarms.stream().map(Bound::value).toList();
        IdleAfter idleAfter = idleAfterNs == null ? IdleAfter.of(rules) : IdleAfter.given(idleAfterNs);
        checks.warnings(idleAfter.ns());
        warnOfNothingToDo(keys, streams, alarms, sinks);
        List<SourceConfig> sourceConfigs =
                DefaultQuotas.give(sources.stream().map(Bound::value).toList(), maxSensors);
        List<SinkConfig> sinkConfigs = sinks.stream().map(Bound::value).toList();
        Plan plan = new Plan(
                        name,
                        sourceConfigs.stream().map(GatewayBinder::node).toList(),
                        idleAfter.ns(),
                        scope,
                        streams.stream().<DerivedNode>map(Bound::value).toList(),
                        rules,
                        sinkConfigs.stream().map(GatewayBinder::node).toList())
                .withResetAfter(resetAfterNs)
                .withMaxDerived(maxDerived)
                .withLifeCycles(alarmBinder.lifeCycles());
        return new GatewayConfig(
                file,
                dataDir,
                sourceConfigs,
                plan,
                idleAfter,
                sinkConfigs,
                journal,
                retention,
                onDamage,
                alarmLogRetention,
                snapshots,
                maxSensors,
                evictAfterNs == 0 ? Long.MAX_VALUE : evictAfterNs,
                stateMemoryBytes,
                pipeline,
                api,
                commands,
                Functions.NONE,
                problems.warningLines(),
                notes);
    }

    private Path dataDir(SectionReader keys, String name, List<String> notes) {
        if (name == null) {
            return context.baseDir(); // without effect, because the missing name is an error
        }
        if (keys.has(GatewayKeys.DATA_DIR)) {
            return context.resolve(DefaultDataDirectory.withName(keys.get(GatewayKeys.DATA_DIR), name));
        }
        DefaultDataDirectory found = DefaultDataDirectory.of(context.baseDir(), name);
        if (found.isOld()) {
            notes.add("data directory: using " + found.path() + ", made by an earlier version; the default is now "
                    + DefaultDataDirectory.TEXT + "; to keep the directory without this line, add dataDir: data to"
                    + " the configuration");
        }
        return found.path();
    }

    private List<Bound<SourceConfig>> sources(
            SectionReader keys, String gatewayName, long futureLimitNs, int ringSize) {
        SourceBinder binder = new SourceBinder(context, gatewayName, futureLimitNs, ringSize);
        List<Bound<SourceConfig>> sources = new ArrayList<>();
        for (Item item : keys.elements(GatewayKeys.SOURCES)) {
            addIfSound(sources, binder.bind(item));
        }
        return sources;
    }

    private List<Bound<DerivedNode>> streams(SectionReader keys, long outOfOrdernessNs) {
        StreamBinder binder = new StreamBinder(context, outOfOrdernessNs);
        JoinBinder joins = new JoinBinder(context, outOfOrdernessNs);
        List<Bound<DerivedNode>> streams = new ArrayList<>();
        for (Item item : keys.elements(GatewayKeys.STREAMS)) {
            addIfSound(streams, JoinBinder.isJoin(item) ? joins.bind(item) : binder.bind(item));
        }
        return streams;
    }

    private static List<Bound<AlarmRule>> alarms(SectionReader keys, AlarmBinder binder) {
        List<Bound<AlarmRule>> alarms = new ArrayList<>();
        for (Item item : keys.elements(GatewayKeys.ALARMS)) {
            addIfSound(alarms, binder.bind(item));
        }
        return alarms;
    }

    private static JournalConfig journal(SectionReader journal, Path dataDir) {
        SyncPolicy sync = journal.get(GatewayKeys.SYNC);
        return new JournalConfig(DataDirectory.journal(dataDir), sync, journal.get(GatewayKeys.SEGMENT_SIZE));
    }

    private RetentionPolicy retention(SectionReader journal) {
        SectionReader retention = sectionOrDefaults(journal, GatewayKeys.RETENTION_KEY, GatewayKeys.RETENTION);
        return new RetentionPolicy(retention.get(GatewayKeys.MAX_AGE), retention.get(GatewayKeys.MAX_SIZE));
    }

    private LogRetention alarmLogRetention(SectionReader keys) {
        SectionReader alarmLog = sectionOrDefaults(keys, GatewayKeys.ALARM_LOG_KEY, GatewayKeys.ALARM_LOG);
        SectionReader retention = sectionOrDefaults(alarmLog, GatewayKeys.LOG_RETENTION_KEY, GatewayKeys.LOG_RETENTION);
        return new LogRetention(retention.get(GatewayKeys.LOG_MAX_AGE), retention.get(GatewayKeys.LOG_MAX_SIZE));
    }

    private SnapshotConfig snapshots(SectionReader keys) {
        SectionReader snapshots = sectionOrDefaults(keys, GatewayKeys.SNAPSHOTS_KEY, GatewayKeys.SNAPSHOTS);
        return new SnapshotConfig(
                snapshots.get(GatewayKeys.EVERY),
                snapshots.get(GatewayKeys.KEEP).intValue());
    }

    private void warnOfNothingToDo(SectionReader keys, List<?> streams, List<?> alarms, List<?> sinks) {
        if (alarms.isEmpty() && streams.isEmpty()) {
            problems.warn(keys.nearest(GatewayKeys.ALARMS).place(), "alarms: none; readings are journalled only");
        }
        if (sinks.isEmpty()) {
            problems.warn(keys.nearest(GatewayKeys.SINKS).place(), "sinks: none; alarms go to the alarm log only");
        }
    }

    private SectionReader sectionOrDefaults(SectionReader keys, Key<Void> key, Section section) {
        return Objects.requireNonNullElseGet(
                keys.section(key, section),
                () -> SectionReader.empty(keys.item().pathOf(key.name()), section, problems));
    }

    private static <T> void addIfSound(List<Bound<T>> list, Bound<T> bound) {
        if (bound != null) {
            list.add(bound);
        }
    }

    private static SourceNode node(SourceConfig source) {
        if (source instanceof SourceConfig.Mqtt mqtt) {
            String detail = mqtt.isEmbedded()
                    ? "broker in this process, port " + mqtt.embeddedPort()
                    : mqtt.config().connection().url();
            return new SourceNode(
                    source.name(), SourceNode.MQTT, detail, false, mqtt.config().rememberedCount());
        }
        if (source instanceof SourceConfig.File file) {
            FileSourceConfig config = file.config();
            return new SourceNode(source.name(), "file", config.path().toString(), !config.follow());
        }
        if (source instanceof SourceConfig.Table table) {
            return new SourceNode(
                    source.name(), SourceNode.TABLE, table.config().path().toString(), false);
        }
        if (source instanceof SourceConfig.Modbus modbus) {
            return new SourceNode(source.name(), "modbus", modbus.config().address(), false);
        }
        SourceConfig.Rate rate = (SourceConfig.Rate) source;
        String detail = rate.config().sensors() + " sensors, " + rate.config().perSecond() + " readings/s";
        return new SourceNode(source.name(), "rate", detail, rate.config().limit() > 0);
    }

    private static SinkNode node(SinkConfig sink) {
        if (sink instanceof SinkConfig.Mqtt mqtt) {
            return new SinkNode(sink.name(), "mqtt", mqtt.url() + " " + mqtt.topic());
        }
        if (sink instanceof SinkConfig.File file) {
            return new SinkNode(sink.name(), "file", file.path().toString());
        }
        return new SinkNode(sink.name(), "console", "standard output");
    }
}
