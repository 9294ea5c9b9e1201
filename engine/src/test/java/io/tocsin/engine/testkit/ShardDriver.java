package io.tocsin.engine.testkit;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.SourceProgress;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;

/** Feeds a shard record by record, as a journal would, and keeps records and events. */
public final class ShardDriver implements ResultHandler {
    private final JournalFold shard = new JournalFold(this);
    private final RecordList records = new RecordList();
    private final List<SeenEvent> events = new ArrayList<>();
    private final List<SeenRow> rows = new ArrayList<>();
    private final List<Object> results = new ArrayList<>();

    /** A shard that has seen all these records. */
    public static ShardDriver replay(RecordList records) {
        ShardDriver driver = new ShardDriver();
        records.entries().forEach(driver::feed);
        return driver;
    }

    public JournalFold shard() {
        return shard;
    }

    public RecordList records() {
        return records;
    }

    public List<SeenEvent> events() {
        return events;
    }

    public List<SeenRow> rows() {
        return rows;
    }

    /** Events and rows so far, in their order. */
    public List<Object> results() {
        return results;
    }

    /** Keeps events and rows in a list. */
    public static ResultHandler into(List<Object> results) {
        return new ResultHandler() {
            @Override
            public void onAlarm(AlarmEventFlyweight event) {
                results.add(SeenEvent.of(event));
            }

            @Override
            public void onRow(StreamRowFlyweight row) {
                results.add(SeenRow.of(row));
            }
        };
    }

    /** The rows so far in the words of {@link SeenRow#brief()}, each behind the name of its key. */
    public List<String> rowBriefs() {
        return rows.stream()
                .map(row -> shard.names().sensorName(row.sensorId()) + " " + row.brief())
                .toList();
    }

    /** The events so far in the words of {@link SeenEvent#brief()}. */
    public List<String> briefs() {
        return events.stream().map(SeenEvent::brief).toList();
    }

    public ShardDriver feed(RecordList.Entry entry) {
        records.entries().add(entry);
        forwardLast();
        return this;
    }

    public ShardDriver plan(Plan plan) {
        records.plan(plan);
        return forwardLast();
    }

    /** Defines the next sensor, of source 0, without dedupe. */
    public int sensor(String name) {
        return sensor(name, 0, 0);
    }

    public int sensor(String name, int sourceIndex, int dedupeCount) {
        int sensorId = shard.sensorCount();
        records.sensor(new SensorDefinition(sensorId, sourceIndex, dedupeCount, name));
        forwardLast();
        return sensorId;
    }

    /** Defines the next text; the value that stands for it. */
    public double text(String text) {
        int textId = shard.textCount();
        records.text(new TextDefinition(textId, text));
        forwardLast();
        return TextValue.of(textId);
    }

    /** A good reading received when it was measured. */
    public ShardDriver good(int sensorId, long timeNs, double value) {
        return reading(sensorId, timeNs, timeNs, value, Quality.GOOD, ReadingFlags.NONE);
    }

    /** A bad reading received when it was measured. */
    public ShardDriver bad(int sensorId, long timeNs) {
        return reading(sensorId, timeNs, timeNs, Double.NaN, Quality.BAD, ReadingFlags.NONE);
    }

    public ShardDriver reading(
            int sensorId, long eventTimeNs, long receiveTimeNs, double value, Quality quality, int flags) {
        return feed(new RecordList.Reading(sensorId, eventTimeNs, receiveTimeNs, value, quality.code(), flags));
    }

    public ShardDriver tick(long clockNs) {
        return feed(new RecordList.Tick(clockNs));
    }

    public ShardDriver evict(Integer... sensorIds) {
        records.evict(sensorIds);
        return forwardLast();
    }

    public ShardDriver down(int sourceIndex, long atNs) {
        records.state(false, new SourceState(sourceIndex, atNs, "lost"));
        return forwardLast();
    }

    public ShardDriver up(int sourceIndex, long atNs) {
        records.state(true, new SourceState(sourceIndex, atNs, ""));
        return forwardLast();
    }

    /** An operator's action at a time. */
    public ShardDriver action(OperatorAction action, long atNs) {
        records.action(action.at(atNs));
        return forwardLast();
    }

    public ShardDriver sourceEnd(int sourceIndex) {
        records.progress(new SourceProgress(sourceIndex, 0, 0), true);
        return forwardLast();
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        requireNext(event.ordinal());
        events.add(SeenEvent.of(event));
        results.add(events.get(events.size() - 1));
    }

    @Override
    public void onRow(StreamRowFlyweight row) {
        requireNext(row.ordinal());
        rows.add(SeenRow.of(row));
        results.add(rows.get(rows.size() - 1));
    }

    private void requireNext(long ordinal) {
        if (ordinal != results.size()) {
            throw new AssertionError("ordinals must be dense, ordinal=" + ordinal);
        }
    }

    private ShardDriver forwardLast() {
        int position = records.size() - 1;
        records.entries().get(position).forward(position, shard);
        return this;
    }
}
