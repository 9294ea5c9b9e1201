package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.current.CurrentAlarmJson;
import io.tocsin.alerts.current.CurrentAlarms;
import io.tocsin.alerts.event.EventMembers;
import io.tocsin.alerts.log.LoggedEvents;
import io.tocsin.gateway.CommandLineRun;
import io.tocsin.gateway.api.ApiClient;
import io.tocsin.gateway.system.Eventually;
import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.TocsinProcess;
import io.tocsin.gateway.system.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * kill -9 of a gateway while operators act on its alarms, with shelves, reminders and re-alarms that end within
 * seconds, also while no gateway runs. Each kill comes behind an answer. At the end every answered action is in the
 * alarm log once, one without an answer at most once; log, list and state are what an uninterrupted run over the same
 * journal gives.
 */
final class ActionKills {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int MACHINES = 4;
    private static final int MOST_SHARDS = 3;
    private static final int MOST_ANSWERS = 120;
    private static final long READING_NS = TimeUnit.MILLISECONDS.toNanos(4);

    /** Without them a run has shown too little. */
    private static final String[] EVENTS = {
        "RAISED",
        "CLEARED",
        "ACKNOWLEDGED",
        "REFUSED",
        "RESET",
        "SHELVED",
        "UNSHELVED",
        "SUPPRESSED",
        "UNSUPPRESSED",
        "OUT_OF_SERVICE",
        "IN_SERVICE",
        "COMMENTED",
        "REMINDED",
        "REALARMED",
        "ANNUNCIATED"
    };

    private static final Pattern SAVED =
            Pattern.compile("at journal position ([0-9,]+):.*\\n  digest (\\w+)", Pattern.DOTALL);

    private final Path directory;
    private final String url;
    private final boolean isSuppressing;
    private final Random random;
    private volatile boolean isFinishing;
    private volatile Exception failure;

    private ActionKills(Path directory, String url, boolean isSuppressing, long seed) {
        this.directory = directory;
        this.url = url;
        this.isSuppressing = isSuppressing;
        this.random = new Random(seed);
    }

    /**
     * Runs and checks.
     *
     * @param isSuppressing whether alarms suppress others, so that readings are folded one by one
     */
    static void run(Path directory, Dose dose, boolean isSuppressing) throws Exception {
        try (Mosquitto broker = new Mosquitto(directory.resolve("broker"))) {
            broker.start();
            new ActionKills(directory, broker.url(), isSuppressing, dose.seed()).run(dose.cycles());
        }
    }

    private void run(int kills) throws Exception {
        write(1);
        TocsinProcess tocsin = start();
        List<RandomOperator> operators = List.of(operator("ann"), operator("bob"), operator("eve"), operator("joe"));
        Thread publisher = new Thread(this::publish, "publisher");
        publisher.setDaemon(true);
        Savepoint saved;
        Listed listed;
        try {
            awaitSession(tocsin);
            publisher.start();
            operators.forEach(Thread::start);
            for (int kill = 0; kill < kills; kill++) {
                awaitAnswers(tocsin, operators, 1 + random.nextInt(MOST_ANSWERS));
                tocsin.kill();
                write(1 + (kill + 1) % MOST_SHARDS);
                tocsin = start();
            }
            awaitAnswers(tocsin, operators, MOST_ANSWERS);
            isFinishing = true;
            publisher.join();
            assertThat(failure).as("the publisher").isNull();
            for (RandomOperator operator : operators) {
                operator.finish();
            }
            listed = listed();
            saved = savepoint();
            assertThat(tocsin.terminate()).as(tocsin.err()).isZero();
        } finally {
            tocsin.kill();
        }
        List<RandomOperator.Sent> sent = new ArrayList<>();
        for (RandomOperator operator : operators) {
            sent.addAll(operator.finish());
        }
        check(kills, sent, listed, saved);
    }

    private void check(int kills, List<RandomOperator.Sent> sent, Listed listed, Savepoint saved) throws Exception {
        List<String> log = log();
        Path file = directory.resolve("replay.jsonl");
        assertThat(tocsin("replay", "--to", saved.position, "--digest"))
                .as("the state at the savepoint")
                .contains("digest " + saved.digest);
        tocsin("replay", "--alarms", file.toString());
        List<String> replayed = withoutClock(Files.readAllLines(file));
        assertThat(withoutClock(log)).as("the alarm log is what a replay gives").isEqualTo(replayed);
        assertThat(withoutClock(Files.readAllLines(directory.resolve("alarms.jsonl"))))
                .as("the alarm file has what rings")
                .isEqualTo(replayed.stream()
                        .filter(line -> !line.contains("\"annunciate\":false"))
                        .toList());
        List<String> lists = listsOf(replayed);
        assertThat(lists.subList(listed.eventsBefore, listed.eventsAfter + 1))
                .as("the list of the API")
                .contains(listed.json);
        assertThat(tocsin("alarms", "list", "--json").strip())
                .as("the list of the command")
                .isEqualTo(lists.get(replayed.size()));
        Map<String, Integer> kinds = checkEvents(log);
        int taken = checkActions(log, sent);
        System.out.printf(
                Locale.ROOT,
                "kill -9: %d times; %d actions, %d without an answer, of which %d in the log; events %s%n",
                kills,
                sent.size(),
                sent.stream().filter(action -> action.answer() == null).count(),
                taken,
                kinds);
        assertThat(kinds).containsKeys(EVENTS);
    }

    private static Map<String, Integer> checkEvents(List<String> log) throws IOException {
        Map<String, Integer> kinds = new TreeMap<>();
        Set<String> eventIds = new HashSet<>();
        for (String line : log) {
            EventMembers event = EventMembers.parse(line);
            assertThat(eventIds.add(event.text("eventId"))).as("once: " + line).isTrue();
            kinds.merge(event.text("event"), 1, Integer::sum);
        }
        return kinds;
    }

    /** Checks each action; how many are in the log that were not answered. */
    private static int checkActions(List<String> log, List<RandomOperator.Sent> sent) throws IOException {
        Map<String, List<EventMembers>> answers = new TreeMap<>();
        for (String line : log) {
            EventMembers event = EventMembers.parse(line);
            if (event.has("actionId")) {
                answers.computeIfAbsent(event.text("actionId"), id -> new ArrayList<>())
                        .add(event);
            }
        }
        int taken = 0;
        for (RandomOperator.Sent action : sent) {
            List<EventMembers> events = answers.getOrDefault(action.actionId(), List.of());
            answers.remove(action.actionId());
            if (action.answer() == null) {
                assertThat(events).as(action.actionId()).hasSizeLessThanOrEqualTo(1);
                taken += events.size();
            } else {
                assertThat(events).as("%s", action).hasSize(1);
                checkAnswer(action.answer(), events.get(0));
            }
        }
        assertThat(answers.keySet()).as("actions that nobody sent").isEmpty();
        return taken;
    }

    private static void checkAnswer(ApiClient.Answer answer, EventMembers event) {
        if (answer.isOk()) {
            assertThat(event.text("event")).as(answer.body()).isNotEqualTo("REFUSED");
            if (!event.text("action").equals("decommission")) { // which is of a sensor, not of an alarm
                assertThat(answer.body()).contains("\"state\":\"" + event.text("state") + "\"");
            }
            if (event.text("event").equals("SHELVED")) {
                assertThat(answer.body()).contains("\"until\":\"" + event.text("until") + "\"");
            }
        } else {
            assertThat(event.text("event")).as(answer.body()).isEqualTo("REFUSED");
            assertThat(answer.body()).contains("\"code\":\"" + event.text("reason") + "\"");
        }
    }

    private record Savepoint(String position, String digest) {}

    /** Position and state of the running gateway, which has been killed before. */
    private Savepoint savepoint() {
        tocsin("savepoint", "create", "end");
        String shown = tocsin("savepoint", "show", "end");
        Matcher matcher = SAVED.matcher(shown);
        assertThat(matcher.find()).as(shown).isTrue();
        return new Savepoint(matcher.group(1).replace(",", ""), matcher.group(2));
    }

    /** List of the API, and how many events the log had before and after. */
    private record Listed(int eventsBefore, String json, int eventsAfter) {}

    private Listed listed() throws IOException, InterruptedException {
        int before = log().size();
        ApiClient.Answer answer = ApiClient.of(directory.resolve("data")).get("alarms");
        assertThat(answer.isOk()).as(answer.body()).isTrue();
        return new Listed(before, answer.body(), log().size());
    }

    /** The lists of current alarms before the first event, and after each one. */
    private static List<String> listsOf(List<String> events) throws IOException {
        CurrentAlarms current = new CurrentAlarms();
        List<String> lists = new ArrayList<>();
        lists.add(CurrentAlarmJson.of(current.list()));
        for (String event : events) {
            current.onEvent(event);
            lists.add(CurrentAlarmJson.of(current.list()));
        }
        return lists;
    }

    private List<String> log() {
        List<String> lines = new ArrayList<>();
        LoggedEvents.read(directory.resolve("data").resolve("alarms"), (ordinal, json) -> lines.add(json), note -> {
            throw new AssertionError(note);
        });
        return lines;
    }

    /** Output of a command that succeeds. */
    private String tocsin(String... arguments) {
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("-c", directory.resolve("gateway.yaml").toString()));
        CommandLineRun run = CommandLineRun.of(words.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.out();
    }

    private TocsinProcess start() throws IOException {
        return TocsinProcess.start(directory, "run", "-c", "gateway.yaml");
    }

    private static void awaitSession(TocsinProcess tocsin) throws Exception {
        Eventually.await("the source subscribes", SOON, () -> {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            return (tocsin.out() + tocsin.err()).contains("source plant: connected");
        });
    }

    private static void awaitAnswers(TocsinProcess tocsin, List<RandomOperator> operators, int count)
            throws IOException {
        int until = answeredCount(operators) + count;
        long deadlineNs = System.nanoTime() + SOON.toNanos();
        while (answeredCount(operators) < until) {
            assertThat(tocsin.isAlive()).as(tocsin.err()).isTrue();
            assertThat(System.nanoTime()).as("answers within " + SOON).isLessThan(deadlineNs);
            LockSupport.parkNanos(100_000);
        }
    }

    private static int answeredCount(List<RandomOperator> operators) {
        return operators.stream().mapToInt(RandomOperator::answeredCount).sum();
    }

    private RandomOperator operator(String name) {
        List<String> temperatures = new ArrayList<>();
        List<String> modes = new ArrayList<>();
        for (int machine = 0; machine < MACHINES; machine++) {
            temperatures.add("press-" + machine + "/temp");
            modes.add("press-" + machine + "/mode");
        }
        Map<String, List<String>> alarms =
                Map.of("stopped", modes, "high", temperatures, "latched", temperatures, "low", temperatures);
        return new RandomOperator(name, directory.resolve("data"), alarms, random.nextLong());
    }

    private void publish() {
        try (Wire wire = new Wire(url, "publisher")) {
            for (int n = 0; !isFinishing; n++) {
                int machine = n % MACHINES;
                long ms = System.currentTimeMillis();
                boolean isMode = n / MACHINES % 50 == 0;
                double value = isMode ? (n / MACHINES / 50 + machine) % 3 : 50 + 50 * Math.sin(n / 150.0 + machine);
                wire.publish(
                        "press-" + machine + (isMode ? "/mode" : "/temp"),
                        String.format(Locale.ROOT, "{\"ts\":%d,\"v\":%.2f}", ms, value));
                LockSupport.parkNanos(READING_NS);
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    private static List<String> withoutClock(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(",\"decided\":\"[^\"]*\"", ""))
                .toList();
    }

    private void write(int shards) throws IOException {
        Files.writeString(directory.resolve("gateway.yaml"), """
                name: hall
                dataDir: data
                sources:
                  - mqtt:
                      name: plant
                      url: %1$s
                      topics:
                        - {filter: "+/temp", payload: json, value: v, time: ts, timeUnit: ms}
                        - {filter: "+/mode", payload: json, value: v, time: ts, timeUnit: ms}
                time: {idleAfter: 300ms}
                engine: {shards: %2$d}
                snapshots: {every: 300ms}
                journal: {sync: 10ms}
                alarmGate: journalled
                alarms:
                  - {name: stopped, sensor: +/mode, type: state, in: [0], clear: [1, 2], ack: none, remind: 700ms}
                  - name: high
                    sensor: +/temp
                    type: limit
                    hi: 70
                    hihi: 90
                    deadband: 5
                    reAlarm: 150ms
                    remind: 200ms
                    maxShelve: 1s
                    group: "{1}"
                  - {name: latched, sensor: +/temp, type: limit, hi: 80, latch: true, remind: 1s, maxShelve: 2s%3$s}
                  - {name: low, sensor: +/temp, type: limit, lo: 20, onDelay: 30ms, ack: none, reAlarm: 300ms}
                sinks:
                  file: {file: {path: alarms.jsonl}}
                """.formatted(
                        url, shards, isSuppressing ? ", suppressWhen: {alarm: stopped, groupBy: \"{1}\"}" : ""));
    }
}
