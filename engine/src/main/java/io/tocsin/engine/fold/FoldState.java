package io.tocsin.engine.fold;

import static io.tocsin.engine.scope.SensorLayout.DISPATCH_OFFSET;
import static io.tocsin.engine.scope.SensorLayout.EVICTED;

import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.EntryWriter;
import io.tocsin.engine.dispatch.OperatorBook;
import io.tocsin.engine.dispatch.PlanChange;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.memory.DedupeStore;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.memory.SourceMemories;
import io.tocsin.engine.operator.ClockSteps;
import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.OperatorFactory;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.scope.Scopes;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * All that a fold knows, for those who work on it: the fold itself, what links sensors to operators, what ends a source.
 * Can be digested, written and read as a whole. Engine thread, but for the books and names that say so.
 */
public final class FoldState {
    public final Scopes sensors = new Scopes();
    /** Re-deliveries to sensors that have memories of their own. */
    DedupeStore dedupe = new DedupeStore();
    /** Re-deliveries to all others. */
    final SourceMemories memories = new SourceMemories();

    final OperatorBook book = new OperatorBook();
    final SourceBook sources = new SourceBook();
    public final DerivedSensors derived = new DerivedSensors(book);
    public final Dispatch dispatch = new Dispatch();
    public final Selection selection = new Selection();
    final PlanChange planChange = new PlanChange(dispatch, selection);
    final EntryWriter entryWriter = new EntryWriter(dispatch, selection, planChange, derived);
    /** The texts that sensors have had for values. */
    public final NameTable texts = new NameTable();

    /** What the journal says it has lost. */
    final JournalGaps gaps = new JournalGaps();

    public final ShardNames names = new ShardNames(book, selection, derived, texts, gaps);
    public final CurrentEdition edition = new CurrentEdition();
    public final JournalClock journalClock = new JournalClock();
    final SensorClocks sensorClocks = new SensorClocks(this);
    public final GroupValues values = new GroupValues(this);
    public final UnmatchedKeys unmatched = new UnmatchedKeys();

    /** Clocks of the alarms over groups, by index of the operator. */
    public Scopes groups = new Scopes();

    /** Makes what a new plan asks for. */
    public OperatorFactory factory;

    RunningClock clock;

    public KeyedOperator[] operators = new KeyedOperator[0];
    /** Whether any of them may have timers of processing time. */
    public boolean hasClockTimers;

    /** How time advances. */
    public final CurrentTimes times = new CurrentTimes(this);

    public Plan plan;
    long processedCount;
    long duplicateCount;
    long tickCount;
    /** Sensors that were evicted. */
    long evictedCount;
    /** Readings of sensors that had been evicted. */
    long evictedReadingCount;
    /** Of operators that a change of plan has closed. */
    long retiredSkippedCount;
    /** Of operators that a change of plan has closed; not stored, a restart counts from there. */
    long retiredRefusedCount;

    /** A plan comes into force; the caller sees to its operators. */
    void usePlan(Plan newPlan) {
        plan = newPlan;
        edition.set(newPlan.edition());
        derived.usePlan(newPlan);
    }

    /** Whether a sensor of a source is no more. */
    boolean isEvicted(int sensorId) {
        return sensors.getInt(sensorId, DISPATCH_OFFSET) == EVICTED;
    }

    /** The lines that a sensor's line is one of. */
    Scopes scopesOf(int sensorId) {
        return SensorIds.isDerived(sensorId) ? derived.scopes() : sensors;
    }

    long skippedCount() {
        long sum = retiredSkippedCount;
        for (KeyedOperator operator : operators) {
            sum += operator.skippedCount();
        }
        return sum;
    }

    /** Entries and timers that bounds have refused, and derived sensors. */
    long refusedCount() {
        long sum = retiredRefusedCount + derived.refusedCount();
        for (KeyedOperator operator : operators) {
            sum += operator.refusedCount();
        }
        return sum;
    }

    /** Readings that found nothing to look up, in joins that the plan has now. */
    long unmatchedCount() {
        long sum = 0;
        for (KeyedOperator operator : operators) {
            sum += operator.unmatchedCount();
        }
        return sum;
    }

    /** Notes what depends on which operators there are. */
    void noteOperators() {
        hasClockTimers = false;
        for (KeyedOperator operator : operators) {
            hasClockTimers |= operator.hasClockTimers();
        }
    }

    long stateBytes() {
        long sum = sensors.stateBytes() + derived.scopes().stateBytes() + groups.stateBytes() + dedupe.stateBytes();
        sum += sensorClocks.stateBytes();
        sum += memories.stateBytes();
        for (KeyedOperator operator : operators) {
            sum += operator.stateBytes();
        }
        return sum + times.get().stateBytes();
    }

    /** Adds all state to a digest. */
    void digest(MessageDigest digest) {
        sensors.digest(digest);
        derived.scopes().digest(digest);
        groups.digest(digest);
        dedupe.digest(digest);
        for (KeyedOperator operator : operators) {
            operator.digest(digest);
        }
        values.digest(digest);
        times.get().digest(digest);
        if (!sensorClocks.isUnused()) {
            sensorClocks.digest(digest);
        }
        memories.digest(digest);
    }

    /** Writes all; there must be a plan. */
    void writeTo(StateOutput out, EventEmitter emitter, OutputDigest outputs) {
        out.section("plan");
        out.putBytes(PlanCodec.encode(plan));
        out.section("rules");
        book.writeTo(out);
        out.section("sources");
        sources.writeTo(out);
        out.section("counts");
        out.putLong(processedCount);
        out.putLong(duplicateCount);
        out.putLong(tickCount);
        out.putLong(retiredSkippedCount);
        emitter.writeTo(out);
        outputs.writeTo(out);
        out.section("sensors");
        sensors.writeTo(out);
        groups.writeTo(out);
        dedupe.writeTo(out);
        out.section("dispatch");
        selection.writeTo(out);
        dispatch.writeTo(out);
        for (KeyedOperator operator : operators) {
            out.section("operator");
            operator.writeTo(out);
        }
        out.section("derived");
        derived.writeTo(out);
        times.get().writeTo(out);
        if (texts.count() > 0) {
            out.section("texts");
            texts.writeTo(out);
        }
        if (!sensorClocks.isUnused() || journalClock.steps().count() > 0) {
            out.section("clocks");
            journalClock.steps().writeTo(out);
            sensorClocks.writeTo(out);
        }
        if (!memories.isEmpty()) {
            out.section("memories");
            memories.writeTo(out);
        }
        if (evictedCount > 0) {
            out.section("evictions");
            out.putLong(evictedCount);
            out.putLong(evictedReadingCount);
        }
        if (!gaps.list().isEmpty()) {
            out.section("gaps");
            gaps.writeTo(out);
        }
        out.section("end");
    }

    /** Reads what {@link #writeTo} wrote first. */
    static Plan readPlan(StateInput in) {
        in.section("plan");
        return PlanCodec.decode(new UnsafeBuffer(in.getBytes()), 0);
    }

    /**
     * Takes over what {@link #writeTo} wrote, into a state that has seen nothing.
     *
     * @throws IllegalStateException when it has another layout
     */
    void readFrom(StateInput in, OutputDigest outputs, EventEmitter emitter) {
        readHead(in, outputs, emitter);
        in.section("sensors");
        sensors.readFrom(in);
        groups.readFrom(in);
        dedupe.readFrom(in);
        in.section("dispatch");
        operators = planChange.readFrom(in, plan, book.currentIds(plan), factory);
        noteOperators();
        for (KeyedOperator operator : operators) {
            in.section("operator");
            operator.readFrom(in);
        }
        if (in.isSection("derived")) { // what knew no streams wrote none
            derived.readFrom(in);
            values.recount();
            times.readFrom(in, plan);
            // What had nothing to say in one of these left it out.
            for (String section = in.nextSection(); !section.equals("end"); section = in.nextSection()) {
                switch (section) {
                    case "texts" -> texts.readFrom(in);
                    case "memories" -> memories.readFrom(in);
                    case "evictions" -> {
                        evictedCount = in.getLong();
                        evictedReadingCount = in.getLong();
                    }
                    case "gaps" -> gaps.readFrom(in);
                    case "clocks" -> {
                        journalClock.use(ClockSteps.read(in));
                        sensorClocks.readFrom(in);
                    }
                    default -> throw new IllegalStateException("unknown section=" + section);
                }
            }
        }
        sensorClocks.usePlan(plan);
    }

    /** Takes over the first sections: the plan, the books and the counts. */
    void readHead(StateInput in, OutputDigest outputs, EventEmitter emitter) {
        usePlan(readPlan(in));
        in.section("rules");
        book.readFrom(in);
        in.section("sources");
        sources.readFrom(in);
        memories.apply(plan, sources);
        in.section("counts");
        processedCount = in.getLong();
        duplicateCount = in.getLong();
        tickCount = in.getLong();
        retiredSkippedCount = in.getLong();
        emitter.readFrom(in);
        outputs.readFrom(in);
    }
}
