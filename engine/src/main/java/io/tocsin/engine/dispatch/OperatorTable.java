package io.tocsin.engine.dispatch;

import io.tocsin.engine.operator.ExpectedKeys;
import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorFactory;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The operators of the current plan, in its order, and the counts of the operators of earlier plans. */
public final class OperatorTable {
    private KeyedOperator[] operators = new KeyedOperator[0];
    /** Whether any operator may have processing-time timers. */
    private boolean hasClockTimers;
    /** Whether keys of any operator may have partners. */
    private boolean hasPartners;
    /** The keys that operators expect. */
    private final List<ExpectedKeys> expected = new ArrayList<>();

    private OperatorFactory factory;
    /** Count of the operators closed by a change of plan. */
    private long retiredSkippedCount;
    /** Count of the operators closed by a change of plan; not stored, so a restart counts from 0. */
    private long retiredRefusedCount;

    public OperatorTable() {}

    /** Sets the factory for the operators of later plans. */
    public void createBy(OperatorFactory newFactory) {
        factory = newFactory;
    }

    public OperatorFactory factory() {
        return factory;
    }

    public KeyedOperator get(int operator) {
        return operators[operator];
    }

    public int count() {
        return operators.length;
    }

    /** Whether any operator may have processing-time timers. */
    public boolean hasClockTimers() {
        return hasClockTimers;
    }

    /** Whether keys of any operator may have partners, the other side of a join. */
    public boolean hasPartners() {
        return hasPartners;
    }

    /** The elapsed time of the next tick that expected keys need, or {@link KeyedOperator#NO_TIMER}. */
    public long expectedDueNs() {
        long dueNs = KeyedOperator.NO_TIMER;
        for (int i = 0; i < expected.size(); i++) {
            dueNs = Math.min(dueNs, expected.get(i).dueNs());
        }
        return dueNs;
    }

    /** Passes a tick to the expected keys. */
    public void onTick() {
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).onTick();
        }
    }

    /** Tells the expected keys that a source is down. */
    public void onOutage() {
        for (int i = 0; i < expected.size(); i++) {
            expected.get(i).onOutage();
        }
    }

    /** Whether any operator notices silence. */
    public boolean noticeSilence() {
        for (KeyedOperator operator : operators) {
            if (operator.noticesSilence()) {
                return true;
            }
        }
        return false;
    }

    /** All operators, for iteration. The array must not be changed. */
    public KeyedOperator[] all() {
        return operators;
    }

    /** Replaces all operators by others with the same state. */
    public void replaceAll(KeyedOperator[] others) {
        operators = others;
        hasClockTimers = false;
        for (KeyedOperator operator : operators) {
            hasClockTimers |= operator.hasClockTimers();
        }
        hasPartners = false;
        for (KeyedOperator operator : operators) {
            hasPartners |= operator.hasPartners();
        }
        expected.clear();
        for (KeyedOperator operator : operators) {
            if (operator.expected() != null) {
                expected.add(operator.expected());
            }
        }
    }

    /** Adopts the operators of another plan, and keeps the counts of those that it closes. */
    public void change(Supplier<KeyedOperator[]> next) {
        long skippedBefore = skippedCount();
        long refusedBefore = refusedCount();
        replaceAll(next.get());
        retiredSkippedCount += skippedBefore - skippedCount();
        retiredRefusedCount += refusedBefore - refusedCount();
    }

    /** Readings that operators skipped. */
    public long skippedCount() {
        long sum = retiredSkippedCount;
        for (KeyedOperator operator : operators) {
            sum += operator.skippedCount();
        }
        return sum;
    }

    /** Entries and timers refused because a limit was reached. */
    public long refusedCount() {
        long sum = retiredRefusedCount;
        for (KeyedOperator operator : operators) {
            sum += operator.refusedCount();
        }
        return sum;
    }

    /** Readings whose lookup found no partner, in the joins of the current plan. */
    public long unmatchedCount() {
        long sum = 0;
        for (KeyedOperator operator : operators) {
            sum += operator.unmatchedCount();
        }
        return sum;
    }

    public List<UnmatchedKeys.Key> unmatchedKeys() {
        List<UnmatchedKeys.Key> keys = new ArrayList<>();
        for (KeyedOperator operator : operators) {
            operator.addUnmatchedKeys(keys);
        }
        return keys;
    }

    /** Number of active alarms. */
    public long activeCount() {
        long sum = 0;
        for (KeyedOperator operator : operators) {
            sum += operator.activeCount();
        }
        return sum;
    }

    public long stateBytes() {
        long sum = 0;
        for (KeyedOperator operator : operators) {
            sum += operator.stateBytes();
        }
        return sum;
    }

    public void digest(MessageDigest digest) {
        for (KeyedOperator operator : operators) {
            operator.digest(digest);
        }
    }

    public void writeCounts(StateOutput out) {
        out.putLong(retiredSkippedCount);
    }

    public void readCounts(StateInput in) {
        retiredSkippedCount = in.getLong();
    }

    public void writeTo(StateOutput out) {
        for (KeyedOperator operator : operators) {
            out.section("operator");
            operator.writeTo(out);
        }
    }

    /** Reads the state of the existing operators. */
    public void readFrom(StateInput in) {
        for (KeyedOperator operator : operators) {
            in.section("operator");
            operator.readFrom(in);
        }
    }
}
