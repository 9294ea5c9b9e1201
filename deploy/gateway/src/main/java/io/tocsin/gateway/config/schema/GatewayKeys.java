package io.tocsin.gateway.config.schema;

import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.WaitStrategyKind;
import io.tocsin.engine.plan.TimeScope;
import io.tocsin.gateway.datadir.DefaultDataDirectory;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.file.Path;
import java.util.List;

/** The keys of the whole file and of its small sections. */
public final class GatewayKeys {
    // time
    public static final Key<TimeScope> SCOPE = Key.withDefault(
            "scope",
            ValueTypes.choice(Suggestions.ordered(List.of("sensor", "source"), TimeScope.values())),
            "sensor",
            "Whose time a reading moves: its sensor's, or that of all sensors of its source. With `source`, windows of a silent"
                    + " sensor close and its delays run out by the readings of the others, readings behind them are late,"
                    + " and only a source that is silent as a whole goes on by the gateway's clock. `time: receive` and"
                    + " `source` exclude each other.");
    public static final Key<Long> OUT_OF_ORDERNESS = Key.withDefault(
            "outOfOrderness",
            ValueTypes.DURATION,
            "0s",
            "How late a reading may come and still count in its windows, if the stream says nothing else.");
    public static final Key<Long> IDLE_AFTER = Key.optional(
            "idleAfter",
            ValueTypes.POSITIVE_DURATION,
            "`30s`, or the shortest `onDelay`, `offDelay`, `timeout` or `reorder` of an alarm if that is less",
            "After this long without a reading the time of a sensor, or of a source, goes on by the gateway's clock: delays run out and"
                    + " silence is noticed without traffic. Windows then close by the clock too: give streams an `outOfOrderness` if"
                    + " their readings come that irregularly. `check` shows the value and where it comes from.");
    public static final Key<Long> RESET_AFTER = Key.withDefault(
            "resetAfter",
            ValueTypes.DURATION,
            "1m",
            "When all readings of a sensor have been older than its newest one for this long, at least three of them, and"
                    + " go on as fast as the clock, the device's clock has gone back: the sensor's time begins anew from there."
                    + " Of sources that end, and of retained readings, nothing begins anew. `0s`: never.");
    public static final Key<Long> FUTURE_LIMIT = Key.withDefault(
            "futureLimit",
            ValueTypes.POSITIVE_DURATION,
            "5m",
            "A reading whose event time is further than this beyond its receive time gets the receive time; counted. Not while the"
                    + " gateway's own clock says a time before 2025: it was never set then.");
    public static final Section TIME = Section.of(
            "Time",
            "time",
            "Every sensor has its own time, moved by the event times of its readings, or every source has.",
            IDLE_AFTER,
            RESET_AFTER,
            FUTURE_LIMIT,
            OUT_OF_ORDERNESS,
            SCOPE);

    // journal
    public static final Key<SyncPolicy> SYNC = Key.withDefault(
            "sync",
            ValueTypes.SYNC,
            "10ms",
            "When a reading counts as durable, and so is acknowledged to the broker. `os`: once the operating system"
                    + " has it (survives a kill of the process, not a power cut); a duration: forced to the device at"
                    + " this interval; `always`: forced without delay.");
    public static final Key<Long> SEGMENT_SIZE = Key.withDefault(
            "segmentSize",
            ValueTypes.size(1 << 20, 1 << 30),
            "32MiB",
            "Size of one journal file, 1MiB to 1GiB; reserved on disk before it is used.");
    public static final Key<Long> MAX_AGE = Key.withDefault(
            "maxAge",
            ValueTypes.POSITIVE_DURATION,
            "7d",
            "A journal file goes when all of its readings are older. A clock that is put forward makes none older, and for an hour"
                    + " behind a start none is too old.");
    public static final Key<Long> MAX_SIZE = Key.withDefault(
            "maxSize",
            ValueTypes.size(4 << 20, 1L << 60),
            "8GiB",
            "The oldest journal files go until the journal takes no more than this.");
    public static final Section RETENTION = Section.of(
            "Retention",
            "journal.retention",
            "What a restart needs is always kept: everything after the oldest kept snapshot.",
            MAX_AGE,
            MAX_SIZE);
    public static final Key<Void> RETENTION_KEY = Key.section("retention", RETENTION, "How long readings are kept.");
    public static final Key<OnDamage> ON_DAMAGE = Key.withDefault(
            "onDamage",
            ValueTypes.choice(Suggestions.ordered(List.of("refuse", "setAside"), OnDamage.values())),
            "refuse",
            "What a start does with a damaged journal. `refuse`: ends with exit code 1, for somebody must look. `setAside`, for"
                    + " gateways that nobody attends: moves journal and snapshots to `dataDir/damaged-TIME`, goes on from the newest"
                    + " whole snapshot and raises the alarm `journal-damaged`, see"
                    + " [a damaged journal](reliability.md#a-damaged-journal).");
    public static final Section JOURNAL = Section.of(
            "Journal",
            "journal",
            "Readings are kept in `dataDir/journal`.",
            SYNC,
            SEGMENT_SIZE,
            RETENTION_KEY,
            ON_DAMAGE);

    // alarm log
    public static final Key<Long> LOG_MAX_AGE = Key.withDefault(
            "maxAge",
            ValueTypes.POSITIVE_DURATION,
            "30d",
            "A file of the log goes when all its events are older than this.");
    public static final Key<Long> LOG_MAX_SIZE = Key.withDefault(
            "maxSize",
            ValueTypes.size(16 << 20, 1L << 60),
            "128MiB",
            "The log takes no more than this, also while a sink is down: the oldest files, of 8 MiB each, go; when sinks have still to"
                    + " get what is in them, rows go first, then events, and each sink gets a"
                    + " [GAP event](sinks.md#when-the-alarm-log-is-full) that says how many.");
    public static final Section LOG_RETENTION = Section.of(
            "Alarm log retention",
            "alarmLog.retention",
            "What a sink has not delivered yet, and what a restart needs, is kept up to `maxSize`.",
            LOG_MAX_AGE,
            LOG_MAX_SIZE);
    public static final Key<Void> LOG_RETENTION_KEY =
            Key.section("retention", LOG_RETENTION, "How long alarm events and rows are kept.");
    public static final Section ALARM_LOG = Section.of(
            "Alarm log",
            "alarmLog",
            "Every alarm event and row is kept in `dataDir/alarms` until every sink has it, and longer, as long as there is room.",
            LOG_RETENTION_KEY);

    // snapshots
    public static final Key<Long> EVERY = Key.withDefault(
            "every",
            ValueTypes.POSITIVE_DURATION,
            "60s",
            "How often the state may be saved. A snapshot is only taken when the journal has grown by at least the size"
                    + " of the last one.");
    public static final Key<Long> KEEP =
            Key.withDefault("keep", ValueTypes.integer(1, 1000), "3", "How many snapshots are kept.");
    public static final Section SNAPSHOTS = Section.of(
            "Snapshots",
            "snapshots",
            "The state is saved in `dataDir/snapshots`, so that a start replays only the journal after the newest one.",
            EVERY,
            KEEP);

    // engine
    public static final Key<Long> MAX_SENSORS = Key.withDefault(
            "maxSensors",
            ValueTypes.integer(1, 10_000_000),
            "100000",
            "The most sensors. Readings of further ones are dropped and counted; those that are known go on.");
    public static final Key<Long> STATE_MEMORY = Key.optional(
            "stateMemory",
            ValueTypes.size(1 << 20, 1L << 60),
            "three quarters of what the process may take outside its heap",
            "Memory for the state of all sensors. Each new sensor costs what the alarms and streams that select it keep of it, in the"
                    + " engine and once more for snapshots; one that does not fit is refused, its readings are dropped and counted,"
                    + " and those that are known go on. `check` shows the bytes of a sensor and how many fit.");
    public static final Key<Long> MAX_DERIVED_SENSORS = Key.withDefault(
            "maxDerivedSensors",
            ValueTypes.integer(1, 100_000_000),
            "1000000",
            "The most derived sensors and keys of groups that streams make. Part of the rules, so a replay has the same; what would"
                    + " make further ones is not seen by that stream, and counted (`stateRefused`).");
    public static final Key<Long> EVICT_AFTER = Key.withDefault(
            "evictAfter",
            ValueTypes.DURATION,
            "24h",
            "When a new sensor finds no room, sensors of MQTT topics that no alarm or stream watches make room if they have been"
                    + " silent for so long: told, and journalled. `0s`: never.");
    public static final Key<WaitStrategyKind> WAIT_STRATEGY = Key.withDefault(
            "waitStrategy",
            ValueTypes.choice(Suggestions.ordered(
                    List.of("auto", "busySpin", "yielding", "phased", "blocking"), WaitStrategyKind.values())),
            "auto",
            "How the engine's thread waits for readings. `busySpin` takes a whole core and has the least delay,"
                    + " `blocking` takes none when idle; `auto` is `busySpin` from four cores on, `phased` below.");
    public static final Key<Long> RING_SIZE = Key.withDefault(
            "ringSize",
            ValueTypes.integer(1024, 1 << 24)
                    .where("power of two", v -> Long.bitCount(v) != 1 ? "must be a power of two" : null),
            Integer.toString(PipelineConfig.DEFAULT_RING_SIZE),
            "Readings that may wait between the sources and the engine, 1024 to 16777216.");
    public static final Key<Long> SHARDS = Key.withDefault(
            "shards",
            ValueTypes.integer(1, PipelineConfig.MAX_SHARDS),
            "1",
            "Threads that share the keys of all operators; the results are those of one, in the same order. Worth it from"
                    + " four cores on, when one thread is busy; state takes more memory, see"
                    + " [several shards](semantics.md#several-shards).");
    public static final Section ENGINE = Section.of(
            "Engine",
            "engine",
            "How the engine is laid out.",
            MAX_SENSORS,
            STATE_MEMORY,
            MAX_DERIVED_SENSORS,
            EVICT_AFTER,
            WAIT_STRATEGY,
            RING_SIZE,
            SHARDS);

    // the file
    public static final Key<String> NAME =
            Key.required("name", ValueTypes.NAME, "This gateway, in alarms, metrics and MQTT client ids.");
    public static final Key<Path> DATA_DIR = Key.withDefault(
            "dataDir",
            ValueTypes.PATH,
            DefaultDataDirectory.TEXT,
            "Where journal and alarm log are kept; `{name}` is the gateway's name, made safe as the name of a directory. A"
                    + " directory that belongs to a gateway of another name is refused.");
    public static final Key<Void> SOURCES =
            Key.requiredList("sources", "list of " + SourceKeys.SOURCE.link(), "Where readings come from.");
    public static final Key<Void> TIME_KEY = Key.section("time", TIME, "How the time of sensors goes on.");
    public static final Key<Void> STREAMS = Key.list(
            "streams",
            "list of " + StreamKeys.STREAM.link() + " and " + JoinKeys.JOINED_STREAM.link(),
            "none",
            "What to compute over windows of time, and what to join.");
    public static final Key<Void> ALARMS =
            Key.list("alarms", "list of [Alarms](#alarms)", "none", "What to watch for.");
    public static final Key<Void> SINKS = Key.map(
            "sinks",
            "map from names to " + SinkKeys.SINK.link(),
            "alarms go to the alarm log only",
            "Where alarm events and rows go. The names are yours; alarms and streams refer to them.");
    public static final Key<Void> JOURNAL_KEY = Key.section("journal", JOURNAL, "How readings are kept.");
    public static final Key<Void> ALARM_LOG_KEY =
            Key.section("alarmLog", ALARM_LOG, "How alarm events and rows are kept.");
    public static final Key<Void> SNAPSHOTS_KEY =
            Key.section("snapshots", SNAPSHOTS, "How the state is saved, for a fast restart.");
    public static final Key<Void> ENGINE_KEY = Key.section("engine", ENGINE, "How the engine is laid out.");
    public static final Key<AlarmGate> ALARM_GATE = Key.withDefault(
            "alarmGate",
            ValueTypes.choice(Suggestions.ordered(List.of("journalled", "durable"), AlarmGate.values())),
            "journalled",
            "What an alarm waits for before it leaves. `journalled`: the reading that caused it survives a kill of"
                    + " the process; `durable`: it is as durable as `journal.sync` promises.");
    public static final Section GATEWAY = Section.of(
            "The file",
            "",
            "The keys at the top of the file.",
            NAME,
            DATA_DIR,
            SOURCES,
            TIME_KEY,
            STREAMS,
            ALARMS,
            SINKS,
            JOURNAL_KEY,
            ALARM_LOG_KEY,
            SNAPSHOTS_KEY,
            ENGINE_KEY,
            ALARM_GATE,
            Key.later("http", "section", "Metrics, alarms and administration over HTTP."));

    private GatewayKeys() {}
}
