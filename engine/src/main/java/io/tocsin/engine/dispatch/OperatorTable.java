package io.tocsin.engine.dispatch;

import io.tocsin.engine.operator.KeyedOperator;
import io.tocsin.engine.operator.OperatorFactory;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The operators of the plan in force, in its order, with the counts of those that earlier plans had. */
public final class OperatorTable {
    private KeyedOperator[] operators = new KeyedOperator[0];
    /** Whether any of them may have timers of processing time. */
    private boolean hasClockTimers;

    private OperatorFactory factory;
    /** Of operators that a change of plan has closed. */
    private long retiredSkippedCount;
    /** Of operators that a change of plan has closed; not stored, a restart counts from there. */
    private long retiredRefusedCount;

    public OperatorTable() {}

    /** Has the operators of later plans made by another factory. */
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

    /** Whether any operator may have timers of processing time. */
    public boolean hasClockTimers() {
        return hasClockTimers;
    }

    /** For a walk over all. Nobody changes the array. */
    public KeyedOperator[] all() {
        return operators;
    }

    /** Puts others in the place of all operators, with the same state. */
    public void replaceAll(KeyedOperator[] others) {
        operators = others;
        hasClockTimers = false;
        for (KeyedOperator operator : operators) {
            hasClockTimers |= operator.hasClockTimers();
        }
    }

    /** Takes over the operators of another plan, and keeps the counts of those that it closes. */
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

    /** Entries and timers that bounds have refused. */
    public long refusedCount() {
        long sum = retiredRefusedCount;
        for (KeyedOperator operator : operators) {
            sum += operator.refusedCount();
        }
        return sum;
    }

    /** Readings that found nothing to look up, in joins that the plan has now. */
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

    /** Alarms that are active now. */
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

    /** Reads into the operators that are there. */
    public void readFrom(StateInput in) {
        for (KeyedOperator operator : operators) {
            in.section("operator");
            operator.readFrom(in);
        }
    }
}
