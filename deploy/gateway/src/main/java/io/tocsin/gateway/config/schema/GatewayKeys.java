package io.tocsin.gateway.config.schema;

import io.tocsin.engine.pipeline.AlarmGate;
import io.tocsin.engine.pipeline.PipelineConfig;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
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
            "Scope of the time that a reading advances: the time of its sensor, or of all sensors of its source. With"
                    + " `source`, readings of other sensors close the windows of a silent sensor and end its delays;"
                    + " older readings are late. Only the time of a source without any readings advances with the"
                    + " gateway's clock. `time: receive` and `source` exclude each other.");
    public static final Key<Long> OUT_OF_ORDERNESS = Key.withDefault(
            "outOfOrderness",
            ValueTypes.DURATION,
            "0s",
            "Default of a stream's `outOfOrderness`: how late a reading may arrive and still count in its windows.");
    public static final Key<Long> IDLE_AFTER = Key.optional(
            "idleAfter",
            ValueTypes.POSITIVE_DURATION,
            "`30s`, or the shortest `onDelay`, `offDelay`, `timeout` or `reorder` of an alarm if that is less",
            "After this long without a reading the time of a sensor, or of a source, advances with the gateway's"
                    + " clock: delays elapse and silence is noticed without traffic. Windows then close by the clock"
                    + " too: set the streams' `outOfOrderness` if readings arrive at longer intervals. `check` shows"
                    + " the value and its origin.");
    public static final Key<Long> RESET_AFTER = Key.withDefault(
            "resetAfter",
            ValueTypes.DURATION,
            "1m",
            "Detects that a device's clock has gone back: for this long all readings of a sensor, at least three,"
                    + " have been older than its newest one and have advanced as fast as the clock. The sensor's time"
                    + " then restarts at these readings. Retained readings and sources that end never restart it."
                    + " `0s`: never.");
    public static final Key<Long> FUTURE_LIMIT = Key.withDefault(
            "futureLimit",
            ValueTypes.POSITIVE_DURATION,
            "5m",
            "Greatest distance of an event time after the receive time. Beyond it the receive time replaces the event"
                    + " time, which is counted. The limit does not apply while the gateway's clock is before 2025,"
                    + " because it was never set.");
    public static final Section TIME = Section.of(
            "Time",
            "time",
            "Every sensor, or every source, has its own time, which the event times of readings advance.",
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
            "Condition for a reading to be durable, and so acknowledged to the broker. `os`: the operating system has"
                    + " the reading (survives a kill of the process, not a power cut); a duration: forced to the disk"
                    + " at this interval; `always`: forced without delay.");
    public static final Key<Long> SEGMENT_SIZE = Key.withDefault(
            "segmentSize",
            ValueTypes.size(1 << 20, 1 << 30),
            "32MiB",
            "Size of one journal file, 1MiB to 1GiB; the space is reserved on the disk before use.");
    public static final Key<Long> MAX_AGE = Key.withDefault(
            "maxAge",
            ValueTypes.POSITIVE_DURATION,
            "7d",
            "A journal file is deleted when all of its readings are older. Setting the clock forward does not age"
                    + " readings, and no file expires in the first hour after a start.");
    public static final Key<Long> MAX_SIZE = Key.withDefault(
            "maxSize",
            ValueTypes.size(4 << 20, 1L << 60),
            "8GiB",
            "The oldest journal files are deleted until the journal is at most this large.");
    public static final Section RETENTION = Section.of(
            "Retention",
            "journal.retention",
            "The journal after the oldest kept snapshot is always kept, because a restart needs it.",
            MAX_AGE,
            MAX_SIZE);
    public static final Key<Void> RETENTION_KEY = Key.section("retention", RETENTION, "Deletion of old readings.");
    public static final Key<OnDamage> ON_DAMAGE = Key.withDefault(
            "onDamage",
            ValueTypes.choice(Suggestions.ordered(List.of("refuse", "setAside"), OnDamage.values())),
            "refuse",
            "Action of a start on a damaged journal. `refuse` ends with exit code 1, so that a person looks."
                    + " `setAside`, for unattended gateways, moves journal and snapshots to `dataDir/damaged-TIME`,"
                    + " continues from the newest whole snapshot and raises the alarm `journal-damaged`, see"
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
            "A file of the log is deleted when all its events are older than this.");
    public static final Key<Long> LOG_MAX_SIZE = Key.withDefault(
            "maxSize",
            ValueTypes.size(16 << 20, 1L << 60),
            "128MiB",
            "Greatest size of the log, also while a sink is down: the oldest files, of 8 MiB each, are deleted. If"
                    + " sinks still need their entries, rows are deleted first, then events, and each sink gets a"
                    + " [GAP event](sinks.md#when-the-alarm-log-is-full) with their number.");
    public static final Section LOG_RETENTION = Section.of(
            "Alarm log retention",
            "alarmLog.retention",
            "Entries that a sink has not delivered, or that a restart needs, are kept up to `maxSize`.",
            LOG_MAX_AGE,
            LOG_MAX_SIZE);
    public static final Key<Void> LOG_RETENTION_KEY =
            Key.section("retention", LOG_RETENTION, "Deletion of old alarm events and rows.");
    public static final Section ALARM_LOG = Section.of(
            "Alarm log",
            "alarmLog",
            "Every alarm event and row is kept in `dataDir/alarms` until every sink has received it, and longer while"
                    + " there is room.",
            LOG_RETENTION_KEY);

    // snapshots
    public static final Key<Long> EVERY = Key.withDefault(
            "every",
            ValueTypes.POSITIVE_DURATION,
            "60s",
            "Shortest time between two snapshots. A snapshot is only taken when the journal has grown by at least the"
                    + " size of the last snapshot.");
    public static final Key<Long> KEEP =
            Key.withDefault("keep", ValueTypes.integer(1, 1000), "3", "Number of snapshots that are kept.");
    public static final Section SNAPSHOTS = Section.of(
            "Snapshots",
            "snapshots",
            "The state is saved in `dataDir/snapshots`, so that a start replays only the journal after the newest"
                    + " snapshot.",
            EVERY,
            KEEP);

    // engine
    public static final Key<Long> MAX_SENSORS = Key.withDefault(
            "maxSensors",
            ValueTypes.integer(1, 10_000_000),
            "100000",
            "Greatest number of sensors. Readings of further sensors are dropped and counted; known sensors keep"
                    + " working.");
    public static final Key<Long> STATE_MEMORY = Key.optional(
            "stateMemory",
            ValueTypes.size(1 << 20, 1L << 60),
            "three quarters of the memory that the process may take outside its heap",
            "Memory for the state of all sensors. Each new sensor needs the state of all alarms and streams that"
                    + " select it, in the engine and once more for snapshots. A sensor that does not fit is refused:"
                    + " its readings are dropped and counted. Known sensors keep working. `check` shows the bytes of"
                    + " a sensor and the number that fits.");
    public static final Key<Long> MAX_DERIVED_SENSORS = Key.withDefault(
            "maxDerivedSensors",
            ValueTypes.integer(1, 100_000_000),
            "1000000",
            "Greatest number of derived sensors and keys of groups. This bound is part of the rules, so a replay has"
                    + " the same. A reading that would create a further one is skipped by that stream and counted"
                    + " (`stateRefused`).");
    public static final Key<Long> EVICT_AFTER = Key.withDefault(
            "evictAfter",
            ValueTypes.DURATION,
            "24h",
            "When a new sensor finds no room, idle sensors are evicted: sensors of MQTT topics that no alarm or"
                    + " stream selects and that have been silent for this long. The eviction is logged and"
                    + " journalled. `0s`: never.");
    public static final Key<WaitStrategyKind> WAIT_STRATEGY = Key.withDefault(
            "waitStrategy",
            ValueTypes.choice(Suggestions.ordered(
                    List.of("auto", "busySpin", "yielding", "phased", "blocking"), WaitStrategyKind.values())),
            "auto",
            "Waiting of the engine's thread for readings. `busySpin` takes a whole core and has the least delay,"
                    + " `blocking` takes none when idle; `auto` is `busySpin` from four cores on, `phased` below.");
    public static final Key<Long> RING_SIZE = Key.withDefault(
            "ringSize",
            ValueTypes.integer(1024, 1 << 24)
                    .where("power of two", v -> Long.bitCount(v) != 1 ? "must be a power of two" : null),
            Integer.toString(PipelineConfig.DEFAULT_RING_SIZE),
            "Number of readings that may wait between the sources and the engine, 1024 to 16777216.");
    public static final Key<Long> SHARDS = Key.withDefault(
            "shards",
            ValueTypes.integer(1, PipelineConfig.MAX_SHARDS),
            "1",
            "Number of threads that share the keys of all operators; the results and their order are those of a"
                    + " single thread. Useful from four cores on, when one thread is busy; state takes more memory, see"
                    + " [several shards](semantics.md#several-shards).");
    public static final Section ENGINE = Section.of(
            "Engine",
            "engine",
            "Bounds, memory and threads of the engine.",
            MAX_SENSORS,
            STATE_MEMORY,
            MAX_DERIVED_SENSORS,
            EVICT_AFTER,
            WAIT_STRATEGY,
            RING_SIZE,
            SHARDS);

    // http
    public static final Key<Boolean> HTTP_ENABLED = Key.withDefault(
            "enabled",
            ValueTypes.BOOLEAN,
            "true",
            "Whether `tocsin alarms` on this machine may acknowledge and shelve. Listing and reporting work without.");
    public static final Key<Long> HTTP_PORT = Key.withDefault(
            "port",
            ValueTypes.integer(0, 65_535),
            "0",
            "Port on 127.0.0.1; 0: any that is free. The gateway writes port and token into `api.json` of its data"
                    + " directory, readable by its user only.");
    public static final Key<Boolean> HTTP_METRICS = Key.withDefault(
            "metrics",
            ValueTypes.BOOLEAN,
            "true",
            "Whether `GET /metrics` shows counters and latencies to Prometheus on this machine, without the token.");
    public static final Section HTTP = Section.of(
            "Local API",
            "http",
            "HTTP on the loopback address, for commands on this machine. The server starts with its first client.",
            HTTP_ENABLED,
            HTTP_PORT,
            HTTP_METRICS);

    // the file
    public static final Key<String> NAME =
            Key.required("name", ValueTypes.NAME, "Name of the gateway in alarms, metrics and MQTT client ids.");
    public static final Key<Path> DATA_DIR = Key.withDefault(
            "dataDir",
            ValueTypes.PATH,
            DefaultDataDirectory.TEXT,
            "Directory of journal, snapshots and alarm log; `{name}` is the gateway's name in a form that is safe for"
                    + " file names. A directory that belongs to a gateway of another name is refused.");
    public static final Key<Void> SOURCES =
            Key.requiredList("sources", "list of " + SourceKeys.SOURCE.link(), "Origins of readings.");
    public static final Key<Void> TIME_KEY = Key.section("time", TIME, "Rules for the time of sensors.");
    public static final Key<Void> STREAMS = Key.list(
            "streams",
            "list of " + StreamKeys.STREAM.link() + " and " + JoinKeys.JOINED_STREAM.link(),
            "none",
            "Computations over windows, and joins.");
    public static final Key<Void> ALARMS = Key.list("alarms", "list of [Alarms](#alarms)", "none", "The alarm rules.");
    public static final Key<Void> SINKS = Key.map(
            "sinks",
            "map from names to " + SinkKeys.SINK.link(),
            "alarms go to the alarm log only",
            "Destinations of alarm events and rows. You choose the names; alarms and streams refer to them.");
    public static final Key<Void> JOURNAL_KEY =
            Key.section("journal", JOURNAL, "Durability and retention of" + " readings.");
    public static final Key<Void> ALARM_LOG_KEY =
            Key.section("alarmLog", ALARM_LOG, "Storage of alarm events and rows.");
    public static final Key<Void> SNAPSHOTS_KEY =
            Key.section("snapshots", SNAPSHOTS, "Saving of the state, for a fast restart.");
    public static final Key<Void> ENGINE_KEY =
            Key.section("engine", ENGINE, "Bounds, memory and threads of the" + " engine.");
    public static final Key<AlarmGate> ALARM_GATE = Key.withDefault(
            "alarmGate",
            ValueTypes.choice(Suggestions.ordered(List.of("journalled", "durable"), AlarmGate.values())),
            "journalled",
            "Condition for an alarm to leave the gateway. `journalled`: the reading that caused the alarm survives a"
                    + " kill of the process; `durable`: that reading is as durable as `journal.sync` promises.");
    public static final Key<Void> HTTP_KEY =
            Key.section("http", HTTP, "Access of commands on this machine to the running gateway.");
    public static final Key<Void> COMMANDS_KEY = new Key<>(
            "commands",
            null,
            Key.Shape.SECTION,
            CommandKeys.COMMANDS.link(),
            Key.Presence.OPTIONAL,
            "no commands over MQTT",
            "Actions of operators over MQTT.");
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
            HTTP_KEY,
            COMMANDS_KEY);

    private GatewayKeys() {}
}
