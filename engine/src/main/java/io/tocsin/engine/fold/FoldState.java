package io.tocsin.engine.fold;

import io.tocsin.engine.board.Board;
import io.tocsin.engine.board.ScopeNames;
import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.Dispatch;
import io.tocsin.engine.dispatch.EntryWriter;
import io.tocsin.engine.dispatch.GroupValues;
import io.tocsin.engine.dispatch.OperatorBook;
import io.tocsin.engine.dispatch.OperatorTable;
import io.tocsin.engine.dispatch.PlanChange;
import io.tocsin.engine.dispatch.PlanInForce;
import io.tocsin.engine.dispatch.ScopeOperators;
import io.tocsin.engine.dispatch.ScopeTables;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.function.Functions;
import io.tocsin.engine.memory.SourceBook;
import io.tocsin.engine.operator.ClockSteps;
import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.JournalClock;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.OperatorContext;
import io.tocsin.engine.operator.ReadingOrigin;
import io.tocsin.engine.operator.SourceLinks;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Creates all parts of a fold and connects them. Digests, writes and reads the fold's whole state. Engine thread,
 * except for parts that allow any thread.
 */
public final class FoldState {
    private final OperatorBook book = new OperatorBook();
    private final SourceBook sources = new SourceBook();
    /** Texts that sensors have reported as values. */
    private final NameTable texts = new NameTable();

    private final JournalGaps gaps = new JournalGaps();
    private final SourceLinks links = new SourceLinks();
    private final JournalClock journalClock = new JournalClock();
    private final PlanInForce plan = new PlanInForce();
    private final UnmatchedKeys unmatched = new UnmatchedKeys();
    private final FoldCounts counts = new FoldCounts();

    private final DerivedSensors derived = new DerivedSensors(book);
    private final ScopeTables scopes = new ScopeTables(derived);
    private final Dispatch dispatch = new Dispatch();
    private final Selection selection = new Selection();
    private final PlanChange planChange = new PlanChange(dispatch, selection);
    private final EntryWriter entryWriter = new EntryWriter(dispatch, selection, planChange, derived);
    private final ShardNames names = new ShardNames(book, selection, derived, texts, gaps);

    private final OperatorTable operators = new OperatorTable();
    private final ScopeOperators scopeOperators = new ScopeOperators(scopes, dispatch, operators, journalClock);
    private final Redeliveries redeliveries = new Redeliveries(scopes.sensors());
    private final GroupValues values = new GroupValues(derived, dispatch, plan.edition());

    private final CurrentTimes times = new CurrentTimes(scopes, dispatch, selection, operators, scopeOperators, plan);
    private final RunningClock clock = new RunningClock(scopes, selection, operators, scopeOperators, plan, times);
    private final SensorClocks sensorClocks =
            new SensorClocks(scopes, dispatch, operators, sources, redeliveries, plan, times, clock);

    private final Board board = new Board(journalClock, new ScopeNames(scopes, operators, names, journalClock));

    FoldState() {}

    /** The alarm board. Engine thread. */
    public Board board() {
        return board;
    }

    public ScopeTables scopes() {
        return scopes;
    }

    public Dispatch dispatch() {
        return dispatch;
    }

    public Selection selection() {
        return selection;
    }

    public OperatorTable operators() {
        return operators;
    }

    public PlanInForce plan() {
        return plan;
    }

    public CurrentTimes times() {
        return times;
    }

    public RunningClock clock() {
        return clock;
    }

    public GroupValues values() {
        return values;
    }

    public JournalClock journalClock() {
        return journalClock;
    }

    OperatorBook book() {
        return book;
    }

    SourceBook sources() {
        return sources;
    }

    NameTable texts() {
        return texts;
    }

    JournalGaps gaps() {
        return gaps;
    }

    SourceLinks links() {
        return links;
    }

    UnmatchedKeys unmatched() {
        return unmatched;
    }

    FoldCounts counts() {
        return counts;
    }

    ShardNames names() {
        return names;
    }

    PlanChange planChange() {
        return planChange;
    }

    EntryWriter entryWriter() {
        return entryWriter;
    }

    ScopeOperators scopeOperators() {
        return scopeOperators;
    }

    Redeliveries redeliveries() {
        return redeliveries;
    }

    SensorClocks sensorClocks() {
        return sensorClocks;
    }

    /**
     * Creates the context that operators work with.
     *
     * @param derivedReadings receives the operators' derived readings
     * @param timers receives timers that a reading of one key sets for another key
     * @param origin names the sensor whose reading the operators receive
     */
    OperatorContext context(
            EventEmitter emitter,
            OperatorContext.DerivedReadings derivedReadings,
            OperatorContext.PartnerTimers timers,
            Functions functions,
            ReadingOrigin origin) {
        return new OperatorContext(
                emitter, derivedReadings, timers, functions, names, texts, origin, plan.edition(), unmatched, links);
    }

    /** Makes a plan current. The caller replaces the operators. */
    void usePlan(Plan newPlan) {
        plan.use(newPlan);
        derived.usePlan(newPlan);
    }

    long stateBytes() {
        return scopes.stateBytes()
                + redeliveries.stateBytes()
                + sensorClocks.stateBytes()
                + operators.stateBytes()
                + times.get().stateBytes();
    }

    /** Adds all state to a digest. */
    void digest(MessageDigest digest) {
        scopes.sensors().digest(digest);
        derived.scopes().digest(digest);
        scopes.groups().digest(digest);
        redeliveries.digestSensors(digest);
        operators.digest(digest);
        values.digest(digest);
        times.get().digest(digest);
        if (!sensorClocks.isUnused()) {
            sensorClocks.digest(digest);
        }
        redeliveries.digestSources(digest);
        if (!links.isUnused()) {
            links.digest(digest);
        }
        if (!board.isUnused()) {
            board.digest(digest);
        }
    }

    /** Writes all state; there must be a plan. */
    void writeTo(StateOutput out, EventEmitter emitter, OutputDigest outputs) {
        out.section("plan");
        out.putBytes(PlanCodec.encode(plan.get()));
        out.section("rules");
        book.writeTo(out);
        out.section("sources");
        sources.writeTo(out);
        out.section("counts");
        counts.writeTo(out);
        operators.writeCounts(out);
        emitter.writeTo(out);
        outputs.writeTo(out);
        out.section("sensors");
        scopes.sensors().writeTo(out);
        scopes.groups().writeTo(out);
        redeliveries.writeSensors(out);
        out.section("dispatch");
        selection.writeTo(out);
        dispatch.writeTo(out);
        operators.writeTo(out);
        out.section("derived");
        derived.writeTo(out);
        times.get().writeTo(out);
        writeOptional(out);
        out.section("end");
    }

    /** Writes the optional sections, each only if it has content. */
    private void writeOptional(StateOutput out) {
        if (texts.count() > 0) {
            out.section("texts");
            texts.writeTo(out);
        }
        if (!sensorClocks.isUnused() || journalClock.steps().count() > 0) {
            out.section("clocks");
            journalClock.steps().writeTo(out);
            sensorClocks.writeTo(out);
        }
        redeliveries.writeSources(out);
        counts.writeEvictionsTo(out);
        if (!gaps.list().isEmpty()) {
            out.section("gaps");
            gaps.writeTo(out);
        }
        if (!links.isUnused()) {
            out.section("links");
            links.writeTo(out);
        }
        if (!board.isUnused()) {
            out.section("board");
            board.writeTo(out);
        }
    }

    /** Reads the plan, which {@link #writeTo} wrote first. */
    static Plan readPlan(StateInput in) {
        in.section("plan");
        return PlanCodec.decode(new UnsafeBuffer(in.getBytes()), 0);
    }

    /**
     * Reads the state that {@link #writeTo} wrote. This fold must not have seen a record.
     *
     * @throws IllegalStateException when the state has another layout
     */
    void readFrom(StateInput in, OutputDigest outputs, EventEmitter emitter) {
        readHead(in, outputs, emitter);
        in.section("sensors");
        scopes.sensors().readFrom(in);
        scopes.groups().readFrom(in);
        redeliveries.readSensors(in);
        in.section("dispatch");
        operators.replaceAll(planChange.readFrom(in, plan.get(), book.currentIds(plan.get()), operators.factory()));
        operators.readFrom(in);
        if (in.isSection("derived")) { // versions without streams wrote no such section
            derived.readFrom(in);
            values.recount();
            times.readFrom(in, clock);
            readOptional(in);
        }
        sensorClocks.usePlan(plan.get());
    }

    private void readOptional(StateInput in) {
        for (String section = in.nextSection(); !section.equals("end"); section = in.nextSection()) {
            switch (section) {
                case "texts" -> texts.readFrom(in);
                case "memories" -> redeliveries.readSources(in);
                case "evictions" -> counts.readEvictions(in);
                case "gaps" -> gaps.readFrom(in);
                case "links" -> links.readFrom(in);
                case "board" -> board.readFrom(in);
                case "clocks" -> {
                    journalClock.use(ClockSteps.read(in));
                    sensorClocks.readFrom(in);
                }
                default -> throw new IllegalStateException("unknown section=" + section);
            }
        }
    }

    /** Reads the first sections: the plan, the books and the counts. */
    void readHead(StateInput in, OutputDigest outputs, EventEmitter emitter) {
        usePlan(readPlan(in));
        in.section("rules");
        book.readFrom(in);
        in.section("sources");
        sources.readFrom(in);
        redeliveries.usePlan(plan.get(), sources);
        board.beginPlan(plan.get(), book.currentIds(plan.get()));
        board.endPlan(0, 0);
        in.section("counts");
        counts.readFrom(in);
        operators.readCounts(in);
        emitter.readFrom(in);
        outputs.readFrom(in);
    }
}
