package io.tocsin.engine.shard;

import static io.tocsin.engine.scope.SensorLayout.MAX_EVENT_OFFSET;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.board.Board;
import io.tocsin.engine.fold.FoldState;
import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.fold.RecordFold;
import io.tocsin.engine.journal.ClockStep;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SourceState;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * The fold in several shards, with the results of one, byte for byte: readings that follow each other in a batch are
 * folded by all shards at once, each its own keys; everything else (definitions, ticks, ends of sources, short batches)
 * by the engine thread alone while they stand still, exactly as in one shard.
 *
 * <p>Within a run a shard needs nothing from another but the readings that are exchanged, and those go level by level
 * of the plan: first all shards fold what comes from sources, then what was exchanged to them, sorted into the order of
 * one shard, and so on. The results are brought into that order at the end. So no thread's timing changes anything.
 *
 * <p>Engine thread, but for what the shards' threads do in their turns.
 */
public final class ShardGroup implements RecordFold {
    /** Fewer readings are folded sooner by one thread than others are woken. */
    static final int MIN_TOGETHER = 24;

    private final JournalFold whole;
    private final FoldState state;
    private final int minTogether;
    private final Board board;
    private final KeyOwners owners;
    private final ReadingRun run = new ReadingRun();
    private final List<ShardWorker> workers = new ArrayList<>();
    private final LogMerge results;
    private final ShardTurns turns;
    private final AlarmEventFlyweight event = new AlarmEventFlyweight();
    private final StreamRowFlyweight row = new StreamRowFlyweight();

    private ShardGroup(JournalFold whole, int shards, ShardTurns.Start threads, int minTogether) {
        this.whole = whole;
        this.state = whole.state();
        this.board = state.board();
        this.minTogether = minTogether;
        this.owners = new KeyOwners(state, shards);
        List<OrderedLog> logs = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            ShardWorker worker = new ShardWorker(shard, shards, whole, owners, run);
            workers.add(worker);
            for (int level = 0; level <= OrderKey.MAX_LEVEL; level++) {
                logs.add(worker.results(level));
            }
        }
        this.results = new LogMerge(logs);
        workers.forEach(worker -> worker.receiveFrom(workers));
        new ShardOperators(state, owners, workers, whole.origin()).takeOver();
        List<ShardWorker> inTurns = workers;
        this.turns = threads.start(shards, (shard, level) -> inTurns.get(shard).turn(level));
    }

    /**
     * Shares the work of a shard out, and starts the threads that do it. The shard's state can be folded on by this
     * group only, and neither be digested nor written any more.
     *
     * @param shards from 2 to 64
     * @param threads of the shards
     */
    public static ShardGroup of(JournalFold whole, int shards, ShardTurns.Start threads) {
        return new ShardGroup(whole, shards, threads, MIN_TOGETHER);
    }

    /** As {@link #of(JournalFold, int, ShardTurns.Start)}, for tests: together from so many readings on. */
    public static ShardGroup of(JournalFold whole, int shards, ShardTurns.Start threads, int minTogether) {
        return new ShardGroup(whole, shards, threads, minTogether);
    }

    @Override
    public void stop() throws InterruptedException {
        turns.stop();
    }

    @Override
    public String whyInTurn() {
        return owners.whyInTurn();
    }

    /** How many turns the shards take for one run of readings: one, and one for every exchange behind each other. */
    public int levelCount() {
        return owners.levelCount();
    }

    @Override
    public void onReading(
            long position, int sensorId, long eventTimeNs, long receiveTimeNs, double value, int quality, int flags) {
        if (board.isDue(receiveTimeNs)) {
            endBatch();
            begin(position, receiveTimeNs);
            board.onClock(position, receiveTimeNs, sensorId, eventTimeNs);
        }
        long sensor = state.scopes().sensors().address(sensorId);
        boolean isNewest = eventTimeNs > UnsafeApi.getLong(sensor + MAX_EVENT_OFFSET);
        if (whole.take(sensorId, sensor, isNewest, eventTimeNs, value, quality, flags)) {
            if (!isNewest && whole.isClockRestart(sensorId, eventTimeNs, receiveTimeNs, flags)) {
                endBatch();
                begin(position, receiveTimeNs);
                whole.restartClock(sensorId, eventTimeNs, value, quality, flags);
            }
            whole.moveTime(sensor, eventTimeNs, receiveTimeNs, flags);
            int seen = JournalFold.forOperators(flags);
            run.add(position, sensorId, eventTimeNs, receiveTimeNs, value, quality, seen);
            if (run.isFull()) {
                endBatch();
            }
        }
    }

    @Override
    public void onTick(long position, long clockNs) {
        endBatch();
        begin(position, clockNs);
        whole.onTick(position, clockNs);
    }

    /** The engine thread alone folds the current record. */
    private void begin(long position, long receivedNs) {
        whole.emitter().begin(position, receivedNs);
        for (int shard = 0; shard < workers.size(); shard++) {
            workers.get(shard).context().emitter().begin(position, receivedNs);
        }
    }

    @Override
    public void onControl(long position, int kind, DirectBuffer buffer, int offset, int length) {
        endBatch();
        begin(position, receivedNs(kind, buffer, offset, length));
        whole.onControl(position, kind, buffer, offset, length);
        boolean isPlan = kind == ControlKind.PLAN.code();
        if (isPlan) {
            workers.forEach(ShardWorker::useOperators);
        }
        if (isPlan || kind == ControlKind.SENSOR.code()) {
            owners.refresh(isPlan);
        }
    }

    /** The receive time of a control record: its own, if it has one, or else that of the previous record. */
    private long receivedNs(int kind, DirectBuffer buffer, int offset, int length) {
        if (kind == ControlKind.CLOCK_STEP.code()) {
            return ClockStep.decode(buffer, offset, length).toNs();
        }
        if (kind == ControlKind.ACTION.code()) {
            return OperatorAction.atNs(buffer, offset, length);
        }
        return kind == ControlKind.SOURCE_UP.code()
                ? SourceState.decode(buffer, offset, length).atNs()
                : whole.emitter().receivedNs();
    }

    @Override
    public void endBatch() {
        if (run.count >= minTogether && owners.whyInTurn().isEmpty()) {
            foldTogether();
        } else {
            foldAlone();
        }
        run.count = 0;
    }

    private void foldAlone() {
        for (int i = 0; i < run.count; i++) {
            begin(run.positions[i], run.receiveTimesNs[i]);
            advanceBoard(i, i + 1);
            whole.fold(
                    run.positions[i],
                    run.sensorIds[i],
                    run.eventTimesNs[i],
                    run.receiveTimesNs[i],
                    run.values[i],
                    run.qualities[i],
                    run.flags[i]);
        }
    }

    private void foldTogether() {
        int levelCount = owners.levelCount();
        for (int shard = 0; shard < workers.size(); shard++) {
            workers.get(shard).clear(levelCount);
        }
        for (int level = 0; level < levelCount; level++) {
            turns.perform(level);
        }
        for (int shard = 0; shard < workers.size(); shard++) {
            workers.get(shard).giveRequests();
        }
        whole.emitter().begin(run.positions[run.count - 1], run.receiveTimesNs[run.count - 1]);
        giveResults();
    }

    private void giveResults() {
        int record = 0;
        OrderedLog log = results.first();
        while (log != null) {
            int behind = OrderKey.record(log.high()) + 1;
            advanceBoard(record, behind);
            record = behind;
            if (log.kind() == ShardResults.ALARM) {
                whole.emitter().relay(event.wrap(log.buffer(), log.body()));
            } else {
                whole.emitter().relay(row.wrap(log.buffer(), log.body()));
            }
            log.skip();
            log = results.first();
        }
        advanceBoard(record, run.count);
    }

    /**
     * Advances the board's clock to some records of the run, one after the other: results of the run may have set
     * deadlines. No alarm settles here, because a silence ends between runs only.
     */
    private void advanceBoard(int from, int to) {
        if (!board.hasDeadline()) {
            return;
        }
        for (int i = from; i < to; i++) {
            if (board.isDue(run.receiveTimesNs[i])) {
                board.onClock(run.positions[i], run.receiveTimesNs[i]);
            }
        }
    }
}
