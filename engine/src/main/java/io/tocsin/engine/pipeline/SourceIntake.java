package io.tocsin.engine.pipeline;

import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.Journal;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.reading.TextPlaces;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** The intake of one source. */
final class SourceIntake implements Intake {
    private static final long MICRO_NS = 1_000;

    private final InputRing ring;
    private final SensorRegistry registry;
    private final TextRegistry texts;
    private final NumeralSensors numerals;
    private final Journal journal;
    private final JournalFold shard;
    private final GatewayClock clock;
    private final int sourceIndex;

    SourceIntake(
            InputRing ring,
            SensorRegistry registry,
            TextRegistry texts,
            Journal journal,
            JournalFold shard,
            GatewayClock clock,
            int sourceIndex) {
        this.ring = ring;
        this.registry = registry;
        this.texts = texts;
        this.journal = journal;
        this.shard = shard;
        this.clock = clock;
        this.sourceIndex = sourceIndex;
        this.numerals = new NumeralSensors(shard.plan(), registry);
    }

    @Override
    public int sensorId(byte[] name, int offset, int length) {
        return registry.idOf(name, offset, length);
    }

    @Override
    public int defineSensor(byte[] name, int offset, int length) {
        return registry.define(name, offset, length, sourceIndex, null, clock.elapsedNs());
    }

    @Override
    public int defineSensor(byte[] name, int offset, int length, SensorQuota quota) {
        return registry.define(name, offset, length, sourceIndex, quota, clock.elapsedNs());
    }

    @Override
    public boolean mayBeEvicted(int sensorId) {
        return registry.mayBeEvicted(sensorId);
    }

    @Override
    public void heard(int sensorId, long receiveTimeNs) {
        registry.heard(sensorId, receiveTimeNs);
    }

    @Override
    public int evictionCount() {
        return registry.evictionCount();
    }

    @Override
    public boolean isEvicted(int sensorId) {
        return registry.isEvicted(sensorId);
    }

    @Override
    public boolean readsTexts(byte[] name, int offset, int length) {
        return shard.plan().readsTextsOf(new String(name, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public boolean keepsNumerals(byte[] name, int offset, int length) {
        return numerals.contains(name, offset, length);
    }

    @Override
    public boolean keepsNumerals(int sensorId) {
        return numerals.contains(sensorId);
    }

    @Override
    public List<String> numberReaders(int sensorId) {
        return shard.plan().numberReadersOf(registry.name(sensorId));
    }

    @Override
    public String sensorName(int sensorId) {
        return registry.name(sensorId);
    }

    @Override
    public int textId(byte[] text, int offset, int length) {
        return texts.idOf(text, offset, length, TextPlaces.SAID, clock.elapsedNs());
    }

    @Override
    public int cellTextId(byte[] text, int offset, int length) {
        return texts.idOf(text, offset, length, TextPlaces.LOOKED_UP, clock.elapsedNs());
    }

    @Override
    public String text(int textId) {
        return texts.text(textId);
    }

    @Override
    public List<String> ownSensors() {
        return registry.names(sensorId -> shard.sourceOfSensor(sensorId) == sourceIndex);
    }

    @Override
    public long tryClaim(int count) {
        return ring.tryClaim(count);
    }

    @Override
    public long claim(int count) {
        return ring.claim(count);
    }

    @Override
    public int maxClaim() {
        return Journal.MAX_BATCH_RECORDS;
    }

    @Override
    public InputSlot slot(long sequence) {
        return ring.slot(sequence);
    }

    @Override
    public void publish(long lowSequence, long highSequence) {
        ring.publish(lowSequence, highSequence);
    }

    @Override
    public long positionOf(long sequence) {
        return ring.positionOf(sequence);
    }

    @Override
    public long durablePosition() {
        return journal.durablePosition();
    }

    @Override
    public void onDurable(Runnable action) {
        journal.onDurable(action);
    }

    @Override
    public boolean publishProgress(SourceProgress progress, boolean end) {
        byte[] body = new byte[SourceProgress.LENGTH];
        progress.encode(new UnsafeBuffer(body), 0);
        ControlKind kind = end ? ControlKind.SOURCE_END : ControlKind.SOURCE_PROGRESS;
        return ring.publishControl(kind, body, clock.elapsedNs(), true);
    }

    @Override
    public boolean publishState(boolean isUp, String reason) {
        ControlKind kind = isUp ? ControlKind.SOURCE_UP : ControlKind.SOURCE_DOWN;
        long nowNs = clock.elapsedNs();
        return ring.publishControl(kind, new SourceState(sourceIndex, nowNs, reason).encode(), nowNs, true);
    }

    @Override
    public int sourceIndex() {
        return sourceIndex;
    }

    @Override
    public long clockNs() {
        return clock.elapsedNs() / MICRO_NS * MICRO_NS;
    }

    @Override
    public long latestEventNs(long receiveTimeNs, long futureLimitNs) {
        long wallNs = clock.wallNs(receiveTimeNs);
        return GatewayClock.isSet(wallNs) ? Intake.super.latestEventNs(wallNs, futureLimitNs) : Long.MAX_VALUE;
    }
}
