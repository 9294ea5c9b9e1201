package io.tocsin.engine.pipeline;

import static io.tocsin.engine.testkit.Rules.level;
import static io.tocsin.engine.testkit.Rules.limit;
import static io.tocsin.engine.testkit.Rules.missing;
import static io.tocsin.engine.testkit.Rules.plan;
import static io.tocsin.engine.testkit.Rules.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.ActionReply;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.engine.admission.Dictionaries;
import io.tocsin.engine.admission.SensorAdmission;
import io.tocsin.engine.admission.SensorCosts;
import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.admission.StateAdmission;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.journal.ResumePoint;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.metrics.LatencyStage;
import io.tocsin.engine.pipeline.thread.ThreadLayout;
import io.tocsin.engine.pipeline.thread.WaitStrategyKind;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LifeCycle;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.reading.NameDictionary;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmState;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.testkit.AdmissionLog;
import io.tocsin.engine.testkit.MemoryJournal;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.SeenEvent;
import io.tocsin.engine.testkit.ShardDriver;
import io.tocsin.engine.testkit.Waiting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipelineTest {
    private static final int RING_SIZE = 1024;
    private static final Plan PLAN = plan(
            1_000,
            limit("hi", "#", 0, 0, 0, level(Level.HI, 80, 5)),
            limit("slow", "#", 500, 0, 0, level(Level.HI, 80, 5)));

    final Counters counters = new Counters();
    private final Latencies latencies = new Latencies();
    private static final long EVICT_AFTER_NS = 60_000_000_000L;

    private final AtomicLong clockNs = new AtomicLong(10_000);
    final List<SeenEvent> left = Collections.synchronizedList(new ArrayList<>());
    final List<String> failures = Collections.synchronizedList(new ArrayList<>());
    private final List<String> tooEarly = Collections.synchronizedList(new ArrayList<>());
    ResultHandler behindTheGate = event -> {};
    private MemoryJournal journal = new MemoryJournal();
    private AlarmGate gate = AlarmGate.JOURNALLED;
    private Recovery recovery;
    private RecoveredShard recovered;
    private final AdmissionLog notices = new AdmissionLog();
    private SensorAdmission admission = SensorAdmission.ALL;
    private Dictionaries dictionaries;
    Pipeline pipeline;

    int shards() {
        return 1;
    }

    ThreadLayout layout() {
        return ThreadLayout.APART;
    }

    /** Several shards have no state in the order of one. */
    private String digestOf(JournalFold shard) {
        return shards() == 1 ? shard.digest() : shard.outputDigest();
    }

    Intake start() {
        if (journal.records().size() == 0) {
            journal.records().plan(PLAN);
            journal = new MemoryJournal(journal.records());
        }
        return startRecovered();
    }

    private Intake startRecovered() {
        recovered = new RecoveredShard(event -> {});
        dictionaries = Dictionaries.of(100);
        recovery = Recovery.into(recovered.shard(), dictionaries);
        recovery.replay(journal.reader(), 0);
        pipeline = new Pipeline(
                new PipelineConfig(
                        RING_SIZE,
                        WaitStrategyKind.BLOCKING,
                        gate,
                        shards(),
                        gate == AlarmGate.DURABLE ? ThreadLayout.APART : layout()),
                journal,
                recovered,
                dictionaries,
                admission,
                EVICT_AFTER_NS,
                this::onAlarm,
                counters,
                latencies,
                GatewayClock.believing(
                        clockNs::get, recovered.shard().clockSteps().sumNs()),
                step -> {},
                (where, cause) -> failures.add(where + ": " + cause.getMessage()));
        Intake intake = pipeline.intake("s0");
        pipeline.start();
        return intake;
    }

    private void onAlarm(AlarmEventFlyweight event) {
        long reached = gate == AlarmGate.DURABLE ? journal.durablePosition() : journal.journalledPosition();
        if (reached <= event.position()) {
            tooEarly.add("position=" + event.position() + ", reached=" + reached);
        }
        behindTheGate.onAlarm(event);
        left.add(SeenEvent.of(event));
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (pipeline != null) {
            journal.holdCommits(new CountDownLatch(0));
            journal.makeDurable(Long.MAX_VALUE);
            pipeline.stop();
        }
        assertThat(tooEarly).isEmpty();
    }

    static int define(Intake intake, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return intake.defineSensor(bytes, 0, bytes.length);
    }

    private static int define(Intake intake, String name, SensorQuota quota) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return intake.defineSensor(bytes, 0, bytes.length, quota);
    }

    boolean publish(Intake intake, int sensorId, long timeNs, double value) {
        return publish(intake, sensorId, timeNs, value, ReadingFlags.NONE);
    }

    private boolean publish(Intake intake, int sensorId, long timeNs, double value, int flags) {
        long sequence = intake.claim(1);
        if (sequence < 0) {
            return false;
        }
        intake.slot(sequence).setReading(sensorId, timeNs, timeNs, value, 0, flags);
        intake.publish(sequence, sequence);
        return true;
    }

    /** An answer comes once its event has passed the gate; the list of alarms shows the state then. */
    @Test
    void shouldAnswerOperatorActionsBehindTheGate() throws Exception {
        journal.records().plan(PLAN.withLifeCycle(LifeCycle.REQUIRED));
        journal = new MemoryJournal(journal.records());
        Intake intake = startRecovered();
        publish(intake, define(intake, "s"), 10_000, 95);
        OperatorAction action = OperatorAction.on(ActionKind.ACKNOWLEDGE, "hi", "s", "anna");

        ActionReply accepted = pipeline.actions().submit(action).get();
        ActionReply refused = pipeline.actions().submit(action.named("again")).get();
        ActionReply unknown = pipeline.actions()
                .submit(OperatorAction.on(ActionKind.SHELVE, "no", "s", "anna"))
                .get();

        assertThat(accepted.refusal()).isNull();
        assertThat(accepted.state()).isEqualTo(AlarmState.ACKNOWLEDGED_ACTIVE);
        assertThat(accepted.actionId()).isEqualTo("10000");
        assertThat(refused.refusal()).isEqualTo(Refusal.ALREADY_ACKNOWLEDGED);
        assertThat(refused.actionId()).isEqualTo("again");
        assertThat(unknown.refusal()).isEqualTo(Refusal.UNKNOWN_ALARM);
        assertThat(unknown.state()).isNull();
        assertThat(pipeline.alarms().rows())
                .singleElement()
                .satisfies(row -> assertThat(row.alarm() + " " + row.sensor() + " " + row.id() + " " + row.state())
                        .isEqualTo("hi s hi/1/s/10000 ACKNOWLEDGED_ACTIVE"));
        assertThat(left.stream().filter(event -> !event.kind().isOfRule()).map(SeenEvent::kind))
                .containsExactly(AlarmEventKind.ACKNOWLEDGED, AlarmEventKind.REFUSED, AlarmEventKind.REFUSED);
        pipeline.stop();
        assertThat(pipeline.actions().submit(action)).isCompletedExceptionally();
    }

    @Test
    void shouldJournalEverySlotInOrderBeforeItsEventsLeave() throws InterruptedException {
        Intake intake = start();
        int sensorId = define(intake, "s");
        long lastSequence = -1;
        for (int i = 0; i < 5_000; ) {
            int count = 1 + i % 7;
            long high = intake.claim(count);
            for (long sequence = high - count + 1; sequence <= high; sequence++) {
                intake.slot(sequence).setReading(sensorId, 10_000 + i, 10_000 + i, i % 2 == 0 ? 90 : 10, 0, 0);
                i++;
            }
            intake.publish(high - count + 1, high);
            lastSequence = high;
        }
        pipeline.stop();

        assertThat(intake.positionOf(lastSequence)).isEqualTo(journal.records().size() - 1);
        assertThat(intake.durablePosition()).isEqualTo(journal.records().size());
        long next = 10_000;
        for (RecordList.Entry entry : journal.records().entries()) {
            if (entry instanceof RecordList.Reading reading) {
                assertThat(reading.eventTimeNs()).isEqualTo(next++);
            }
        }
        assertThat(journal.largestBatch()).isBetween(1, Journal.MAX_BATCH_RECORDS);
        ShardDriver replay = ShardDriver.replay(journal.records());
        assertThat(left).isEqualTo(replay.events()).hasSizeGreaterThan(4_990);
        assertThat(digestOf(recovered.shard())).isEqualTo(digestOf(replay.shard()));
        assertThat(counters.get(Counter.ALARM_EVENTS)).isEqualTo(left.size());
        latencies.logInterval(1);
        assertThat(latencies.total(LatencyStage.RECEIVE_TO_DECIDED).getTotalCount())
                .isEqualTo(journal.records().size() - 1L);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldHoldEventAndRequestSyncWhenGateIsDurable() {
        gate = AlarmGate.DURABLE;
        journal = new MemoryJournal(new RecordList());
        journal.records().plan(PLAN);
        journal = new MemoryJournal(journal.records()).durableOnlyWhenTold();
        Intake intake = startRecovered();
        int sensorId = define(intake, "s");
        publish(intake, sensorId, 10_000, 90);
        Waiting.until("a sync is asked for", () -> journal.syncRequests() > 0);
        assertThat(left).isEmpty();
        journal.makeDurable(2);
        long before = journal.syncRequests();
        Waiting.until("it is asked for again", () -> journal.syncRequests() > before + 2);
        assertThat(left)
                .as("position 2 is not durable when 2 is the durable position")
                .isEmpty();
        journal.makeDurable(3);
        Waiting.until("the event leaves", () -> !left.isEmpty());
    }

    @Test
    void shouldRefuseWithoutLossWhenRingIsFull() throws InterruptedException {
        Intake intake = start();
        int sensorId = define(intake, "s");
        CountDownLatch latch = new CountDownLatch(1);
        Waiting.until("the definition is journalled", pipeline::isDrained);
        journal.holdCommits(latch);
        int published = 0;
        for (long sequence = intake.tryClaim(1); sequence != Intake.NO_ROOM; sequence = intake.tryClaim(1)) {
            intake.slot(sequence).setReading(sensorId, 10_000, 10_000, 1, 0, 0);
            intake.publish(sequence, sequence);
            published++;
        }
        assertThat(published).isEqualTo(RING_SIZE);
        assertThat(intake.tryClaim(256)).isEqualTo(Intake.NO_ROOM);
        assertThat(define(intake, "t")).isEqualTo(Intake.NO_ROOM_FOR_DEFINITION);
        assertThat(dictionaries.sensors().idOf("t")).isEqualTo(NameDictionary.UNKNOWN);
        latch.countDown();
        assertThat(intake.claim(1)).isEqualTo(published + 1L);
        intake.slot(published + 1L).setReading(sensorId, 10_000, 10_000, 1, 0, 0);
        intake.publish(published + 1L, published + 1L);
        pipeline.stop();
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(published + 1L);
        assertThat(journal.largestBatch()).isLessThanOrEqualTo(Journal.MAX_BATCH_RECORDS);
    }

    /** Nothing else wakes the engine for it. */
    @Test
    void shouldJournalAQuietGroupWhenItHasWaited() {
        Intake intake = start();
        int sensorId = define(intake, "s");
        Waiting.until("the definition is journalled", pipeline::isDrained);
        long before = journal.journalledPosition();
        journal.groupingFor(50_000_000);
        publish(intake, sensorId, 10_000, 10);
        Waiting.until("the reading is folded", () -> pipeline.progress() > 0 && !pipeline.isDrained());
        assertThat(journal.journalledPosition()).isEqualTo(before);
        journal.groupingFor(0);
        Waiting.until("the group is journalled", pipeline::isDrained);
        assertThat(journal.journalledPosition()).isEqualTo(before + 1);
    }

    @Test
    void shouldRefuseEverythingWhenStopped() throws InterruptedException {
        Intake intake = start();
        pipeline.stop();
        assertThat(intake.tryClaim(1)).isEqualTo(Intake.CLOSED);
        assertThat(intake.claim(5)).isEqualTo(Intake.CLOSED);
        assertThat(define(intake, "new")).isEqualTo(Intake.NO_ROOM_FOR_DEFINITION);
        assertThat(intake.publishProgress(new SourceProgress(0, 1, 1), true)).isFalse();
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldRefuseBadNamesAndTooManySensors() {
        Intake intake = start();
        assertThat(define(intake, "a/+/b")).isEqualTo(Intake.BAD_NAME);
        assertThat(define(intake, "")).isEqualTo(Intake.BAD_NAME);
        for (int i = 0; i < 100; i++) {
            assertThat(define(intake, "sensor/" + i)).isEqualTo(i);
        }
        assertThat(define(intake, "one/more")).isEqualTo(Intake.SENSOR_LIMIT);
        assertThat(define(intake, "sensor/7")).isEqualTo(7);
        byte[] name = "x/sensor/8".getBytes(StandardCharsets.UTF_8);
        assertThat(intake.sensorId(name, 2, name.length - 2)).isEqualTo(8);
        assertThat(intake.sensorId(name, 0, name.length)).isEqualTo(Intake.UNKNOWN);
    }

    /**
     * The verdict is the definition in the journal, or none; a restart takes what the journal has, whatever the budget
     * is then.
     */
    @Test
    void shouldRefuseSensorsWhoseStateDoesNotFit() throws InterruptedException {
        SensorCosts costs = new SensorCosts(PLAN, node -> 1_000);
        admission = new StateAdmission(costs, 100, 5_000, notices);
        Intake intake = start();
        int admitted = 0;
        while (define(intake, "sensor/" + admitted) >= 0) {
            admitted++;
        }
        assertThat(admitted).isBetween(1, 5);
        assertThat(define(intake, "sensor/" + admitted)).isEqualTo(Intake.STATE_LIMIT);
        assertThat(define(intake, "sensor/0")).as("known ones go on").isZero();
        pipeline.stop();

        admission = new StateAdmission(costs, 1, 1, notices);
        Intake restarted = startRecovered();
        assertThat(recovered.shard().sensorCount()).isEqualTo(admitted);
        assertThat(define(restarted, "sensor/0")).isZero();
        assertThat(define(restarted, "one/more")).isEqualTo(Intake.SENSOR_LIMIT);
    }

    /** A flood of topics fills the place; later sensors find room, for nobody watches those that have gone silent. */
    @Test
    void shouldEvictIdleSensorsThatNobodyWatches() throws InterruptedException {
        SensorQuota flood = new SensorQuota("flood/#", 100);
        Plan plan = plan(1_000, limit("hi", "sensor/#", 0, 0, 0, level(Level.HI, 80, 5)));
        admission = new StateAdmission(new SensorCosts(plan, node -> 100), 5, 1_000_000, notices);
        journal.records().plan(plan);
        Intake intake = start();
        int watched = define(intake, "sensor/0", new SensorQuota("#", 100));
        int stays = define(intake, "flood/stays");
        int idle = define(intake, "flood/idle", flood);
        int busy = define(intake, "flood/busy", flood);
        define(intake, "flood/never", flood);
        assertThat(List.of(watched, stays, idle, busy)).isEqualTo(List.of(0, 1, 2, 3));
        assertThat(intake.mayBeEvicted(watched)).as("a rule watches it").isFalse();
        assertThat(intake.mayBeEvicted(stays)).as("it came by no filter").isFalse();
        assertThat(intake.mayBeEvicted(idle)).isTrue();
        assertThat(define(intake, "new/0", flood)).isEqualTo(Intake.SENSOR_LIMIT);

        clockNs.addAndGet(EVICT_AFTER_NS);
        intake.heard(busy, clockNs.get());
        clockNs.addAndGet(2_000_000_000L);
        assertThat(define(intake, "new/0", flood))
                .as("ids are never used again")
                .isEqualTo(5);
        assertThat(notices.evicted()).containsExactly("flood/idle", "flood/never");
        assertThat(intake.isEvicted(idle)).isTrue();
        assertThat(intake.isEvicted(busy)).isFalse();
        assertThat(intake.evictionCount()).isEqualTo(1);
        assertThat(define(intake, "flood/idle", flood)).isEqualTo(6);
        assertThat(publish(intake, idle, 10, 90))
                .as("a reading that was on its way")
                .isTrue();
        pipeline.stop();
        assertThat(counters.get(Counter.DROPPED_EVICTED)).isEqualTo(1);
        String digest = digestOf(recovered.shard());

        admission = new StateAdmission(new SensorCosts(plan, node -> 100), 5, 1_000_000, notices);
        Intake restarted = startRecovered();
        assertThat(digestOf(recovered.shard())).isEqualTo(digest);
        assertThat(define(restarted, "flood/idle")).isEqualTo(6);
        assertThat(restarted.isEvicted(idle)).isTrue();
        assertThat(define(restarted, "new/1", flood)).as("5 are there").isEqualTo(Intake.SENSOR_LIMIT);
        clockNs.addAndGet(2 * EVICT_AFTER_NS);
        assertThat(define(restarted, "new/1", flood)).isEqualTo(7);
        assertThat(notices.evicted()).contains("flood/busy", "new/0");
    }

    /** A filter at its quota leaves the rest of the places to others, also after a restart. */
    @Test
    void shouldBoundTheSensorsOfAFilter() throws InterruptedException {
        SensorQuota flood = new SensorQuota("flood/#", 2);
        admission = new StateAdmission(new SensorCosts(PLAN, node -> 100), 5, 1_000_000, notices);
        Intake intake = start();
        assertThat(define(intake, "flood/0", flood)).isZero();
        assertThat(define(intake, "flood/1", flood)).isEqualTo(1);
        assertThat(define(intake, "flood/2", flood)).isEqualTo(Intake.FILTER_LIMIT);
        assertThat(define(intake, "calm/0", new SensorQuota("calm/#", 2))).isEqualTo(2);
        assertThat(notices.refused()).hasSize(1).first().asString().startsWith("flood/2 FILTER_FULL");
        pipeline.stop();

        admission = new StateAdmission(new SensorCosts(PLAN, node -> 100), 5, 1_000_000, notices);
        Intake restarted = startRecovered();
        assertThat(define(restarted, "flood/2", flood)).isEqualTo(Intake.FILTER_LIMIT);
        assertThat(define(restarted, "flood/2", new SensorQuota("flood/#", 3))).isEqualTo(3);
    }

    /**
     * Any valid text has an id, of whatever sensor; some rule's naming numbers in quotes makes those texts of its
     * sensors.
     */
    @Test
    void shouldGiveTextsIds() throws InterruptedException {
        journal.records()
                .plan(plan(
                        1_000,
                        state("cond", "m/+", StateSet.of("RUN", "1"), StateSet.NONE, -1),
                        limit("hot", "#", 0, 0, 0, level(Level.HI, 80, 5))));
        Intake intake = start();
        int m = define(intake, "m/1");
        int other = define(intake, "n/1");
        assertThat(intake.keepsNumerals(m)).isTrue();
        assertThat(intake.keepsNumerals(other)).isFalse();
        assertThat(intake.keepsNumerals(bytes("m/2"), 0, 3)).isTrue();
        assertThat(intake.keepsNumerals(bytes("m/1"), 0, 3)).isTrue();
        assertThat(intake.keepsNumerals(bytes("n/2"), 0, 3)).isFalse();
        assertThat(intake.numberReaders(m)).containsExactly("alarm hot");
        byte[] text = bytes("xRUN");
        int run = intake.textId(text, 1, 3);
        assertThat(intake.textId(text, 1, 3)).isEqualTo(run);
        assertThat(intake.text(run)).isEqualTo("RUN");
        assertThat(intake.textId(text, 0, 0)).isEqualTo(Intake.BAD_TEXT);
        assertThat(intake.textId(bytes("a\tb"), 0, 3)).isEqualTo(Intake.BAD_TEXT);
        assertThat(intake.textId(new byte[] {(byte) 0xC3}, 0, 1)).isEqualTo(Intake.BAD_TEXT);
        assertThat(intake.textId(new byte[TextValue.MAX_LENGTH + 1], 0, TextValue.MAX_LENGTH + 1))
                .isEqualTo(Intake.BAD_TEXT);
        publish(intake, m, 10_000, TextValue.of(run));
        pipeline.stop();
        assertThat(left).extracting(SeenEvent::brief).containsExactly("RAISED@10000 of 10000#1");
        assertThat(recovered.shard().names().text(TextValue.id(left.get(0).value())))
                .isEqualTo("RUN");

        intake = startRecovered();
        assertThat(intake.textId(text, 1, 3)).as("known from the journal").isEqualTo(run);
        assertThat(failures).isEmpty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldJournalDefinitionBeforeUseWhenManyThreadsDefine() throws InterruptedException {
        Intake first = start();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Intake intake = t % 2 == 0 ? first : pipeline.intake("s1");
            threads.add(new Thread(() -> {
                for (int i = 0; i < 2_000; i++) {
                    byte[] name = ("s/" + i % 100).getBytes(StandardCharsets.UTF_8);
                    int sensorId = intake.sensorId(name, 0, name.length);
                    while (sensorId < 0) {
                        sensorId = intake.defineSensor(name, 0, name.length);
                    }
                    publish(intake, sensorId, 10_000, sensorId);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        pipeline.stop();
        int defined = 0;
        for (RecordList.Entry entry : journal.records().entries()) {
            if (entry instanceof RecordList.Control control && control.kind() == ControlKind.SENSOR) {
                SensorDefinition definition = SensorDefinition.decode(
                        control.buffer(), 0, control.body().size());
                assertThat(definition.sensorId()).isEqualTo(defined++);
                assertThat(dictionaries.sensors().name(definition.sensorId())).isEqualTo(definition.name());
            } else if (entry instanceof RecordList.Reading reading) {
                assertThat(reading.sensorId()).isLessThan(defined);
            }
        }
        assertThat(defined).isEqualTo(100);
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(8_000);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldStopWithNothingOutWhenCommitFails() throws InterruptedException {
        journal.records().plan(PLAN);
        journal = new MemoryJournal(journal.records()).failingFrom(100);
        Intake intake = startRecovered();
        int sensorId = define(intake, "s");
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            producers.add(new Thread(() -> {
                int i = 0;
                while (publish(intake, sensorId, 10_000, i++ % 2 == 0 ? 90 : 10)) {
                    // until the door closes
                }
            }));
        }
        producers.forEach(Thread::start);
        for (Thread producer : producers) {
            producer.join();
        }
        Waiting.until("the failure is told", () -> !failures.isEmpty());
        assertThat(failures).containsExactly("engine: disk full");
        assertThat(intake.tryClaim(1)).isEqualTo(Intake.CLOSED);
        pipeline.stop();
        assertThat(left).allMatch(event -> event.position() < journal.journalledPosition());
        assertThat(journal.journalledPosition()).isLessThanOrEqualTo(100);
    }

    @Test
    void shouldStopInOrderWhenJournalHasNoRoom() throws InterruptedException {
        journal.records().plan(PLAN);
        journal = new MemoryJournal(journal.records()).fullFrom(100);
        Intake intake = startRecovered();
        int sensorId = define(intake, "s");
        Thread producer = new Thread(() -> {
            int i = 0;
            while (publish(intake, sensorId, 10_000, i++ % 2 == 0 ? 90 : 10)) {
                // until the door closes
            }
        });
        producer.start();
        Waiting.until(
                "the ring is full for the journal waits",
                () -> journal.isWaitingForRoom() && producer.getState() == Thread.State.TIMED_WAITING);
        pipeline.stop();
        producer.join();
        assertThat(failures).isEmpty();
        assertThat(journal.journalledPosition()).isLessThanOrEqualTo(100);
        assertThat(left).hasSize(Math.toIntExact(counters.get(Counter.PROCESSED)));
        assertThat(left).allMatch(event -> event.position() < journal.journalledPosition());
        assertThat(intake.durablePosition()).isEqualTo(journal.journalledPosition());
    }

    @Test
    void shouldReceiveAtWholeMicroseconds() throws InterruptedException {
        Intake intake = start();
        clockNs.set(1_795_195_860_123_456_789L);
        assertThat(intake.clockNs()).isEqualTo(1_795_195_860_123_456_000L);
        pipeline.stop();
    }

    /** Longer than any limit that a stop had. */
    @Test
    void shouldWaitForASlowOutputAsLongAsItMoves() throws InterruptedException {
        AtomicLong pauseNs = new AtomicLong(30_000_000);
        behindTheGate = event -> LockSupport.parkNanos(pauseNs.get());
        Intake intake = start();
        int sensorId = define(intake, "s");
        for (int i = 0; i < 400; i++) {
            publish(intake, sensorId, 10_000 + i, i % 2 == 0 ? 90 : 10);
        }
        Waiting.until("all is decided", pipeline::isDrained);
        long before = pipeline.progress();
        Waiting.until("the output moves", () -> pipeline.progress() > before);
        assertThat(pipeline.unfinished()).contains("alarm output");
        pipeline.stop();
        assertThat(left).as("nothing is left when the stop returns").hasSize(400);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldStopWhenOutputFails() throws InterruptedException {
        behindTheGate = event -> {
            throw new IllegalStateException("alarm log is full");
        };
        Intake intake = start();
        int sensorId = define(intake, "s");
        int i = 0;
        while (publish(intake, sensorId, 10_000, i++ % 2 == 0 ? 90 : 10)) {
            // until the door closes
        }
        Waiting.until("the failure is told", () -> !failures.isEmpty());
        assertThat(failures).first().isEqualTo("alarm output: alarm log is full");
        pipeline.stop();
        assertThat(left).isEmpty();
    }

    @Test
    void shouldStopWhenOutputFailsAndTheResultRingIsFull() throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        behindTheGate = event -> {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new JournalException("interrupted", e);
            }
            throw new IllegalStateException("alarm log is full");
        };
        Intake intake = start();
        int sensorId = define(intake, "s");
        Thread producer = new Thread(() -> {
            int i = 0;
            while (publish(intake, sensorId, 10_000, i++ % 2 == 0 ? 90 : 10)) {
                // until the door closes
            }
        });
        producer.start();
        Waiting.until(
                "the input ring is full for the result ring is",
                () -> counters.get(Counter.PROCESSED) > 8_000 && producer.getState() == Thread.State.TIMED_WAITING);
        latch.countDown();
        producer.join();
        pipeline.stop();
        assertThat(failures).first().isEqualTo("alarm output: alarm log is full");
    }

    @Test
    void shouldLetEverythingOutWhenStopped() throws InterruptedException {
        Intake intake = start();
        int sensorId = define(intake, "s");
        CountDownLatch latch = new CountDownLatch(1);
        Waiting.until("the definition is journalled", pipeline::isDrained);
        journal.holdCommits(latch);
        for (int i = 0; i < 1_000; i++) {
            publish(intake, sensorId, 10_000 + i, i % 2 == 0 ? 90 : 10);
        }
        Thread stopper = new Thread(() -> {
            try {
                pipeline.stop();
            } catch (InterruptedException e) {
                failures.add("interrupted");
            }
        });
        stopper.start();
        Waiting.until("the door closes", () -> intake.tryClaim(2_000_000) == Intake.CLOSED);
        latch.countDown();
        stopper.join();
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(1_000);
        assertThat(left).hasSize(1_000);
        assertThat(failures).isEmpty();
    }

    /** "received = processed + sum over reasons of dropped". */
    @Test
    void shouldAccountForEveryPublishedReading() throws InterruptedException {
        Intake intake = start();
        int deduped = define(intake, "d");
        int plain = define(intake, "p");
        for (int i = 0; i < 3_000; i++) {
            boolean isPlain = i % 3 == 0;
            publish(
                    intake,
                    isPlain ? plain : deduped,
                    10_000 + i / 4,
                    1,
                    isPlain ? ReadingFlags.NONE : ReadingFlags.REDELIVERABLE);
        }
        pipeline.stop();
        long processed = counters.get(Counter.PROCESSED);
        assertThat(counters.get(Counter.DROPPED_DUPLICATE)).isEqualTo(1_250);
        assertThat(processed + counters.dropped()).isEqualTo(3_000);
    }

    @Test
    void shouldTickWhenOnDelayElapsesWithoutTraffic() throws InterruptedException {
        Intake intake = start();
        int sensorId = define(intake, "s");
        publish(intake, sensorId, 10_000, 90);
        Waiting.until("the first rule has decided", () -> left.size() == 1);
        assertThat(counters.get(Counter.TICKS)).isZero();
        clockNs.set(20_000);
        Waiting.until("the on-delay is over", () -> left.size() == 2);
        assertThat(left.get(1).timeNs()).isEqualTo(10_500);
        assertThat(left.get(1).receivedNs()).isEqualTo(20_000);
        clockNs.set(900_000);
        pipeline.stop();
        assertThat(counters.get(Counter.TICKS))
                .as("a quiet gateway journals nothing")
                .isEqualTo(1);
        assertThat(ShardDriver.replay(journal.records()).events()).isEqualTo(left);
    }

    @Test
    void shouldResumeWhereTheJournalEnds() throws InterruptedException {
        Intake intake = start();
        int a = define(intake, "a");
        assertThat(intake.publishProgress(new SourceProgress(0, 77, 0), false)).isTrue();
        publish(intake, a, 10_000, 90);
        assertThat(intake.publishProgress(new SourceProgress(0, 77, 4_096), false))
                .isTrue();
        publish(intake, a, 10_001, 91);
        Intake other = pipeline.intake("s1");
        int b = define(other, "b");
        publish(other, b, 10_001, 1);
        publish(intake, a, 10_002, 91);
        pipeline.stop();
        String digest = digestOf(recovered.shard());
        assertThat(left).hasSize(1);

        intake = startRecovered();
        assertThat(digestOf(recovered.shard())).isEqualTo(digest);
        assertThat(recovery.recordCount()).isEqualTo(journal.records().size());
        assertThat(dictionaries.sensors().idOf("b")).isEqualTo(b);
        assertThat(define(intake, "a")).isEqualTo(a);
        assertThat(recovery.resumePoint(0)).isEqualTo(new ResumePoint(77, 4_096, 2, false));
        assertThat(recovery.resumePoint(1)).isEqualTo(new ResumePoint(0, 0, 1, false));
        assertThat(define(intake, "c")).isEqualTo(2);
        publish(intake, a, 10_003, 10);
        assertThat(intake.publishProgress(new SourceProgress(0, 77, 9_999), true))
                .isTrue();
        pipeline.stop();
        assertThat(left).hasSize(2);
        assertThat(left.get(1).brief()).isEqualTo("CLEARED HI@10003 of 10000#1");
        assertThat(counters.get(Counter.PROCESSED)).as("live readings only").isEqualTo(5);

        startRecovered();
        assertThat(recovery.resumePoint(0)).isEqualTo(new ResumePoint(77, 9_999, 0, true));
    }

    @Test
    void shouldRefuseJournalWhenItKnowsMoreSensorsThanAllowed() {
        RecordList records = new RecordList();
        records.plan(plan(10, missing("m", "#", 10, false, 0)));
        records.sensor(new SensorDefinition(0, 0, 0, "a"));
        records.sensor(new SensorDefinition(1, 0, 0, "b"));
        RecoveredShard shard = new RecoveredShard(event -> {});
        Recovery tooSmall = Recovery.into(shard.shard(), Dictionaries.of(1));
        assertThatThrownBy(() -> tooSmall.replay(new MemoryJournal(records).reader(), 0))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("maxSensors=1");
    }
}
