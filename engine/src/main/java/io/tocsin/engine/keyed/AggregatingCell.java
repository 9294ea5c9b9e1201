package io.tocsin.engine.keyed;

import io.tocsin.engine.function.AggregatingState;
import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.window.Panes;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.UnsafeApi;

/**
 * A pane of aggregates per key, as in windows.
 *
 * <pre>
 *   deadline 8 | pane … |
 * </pre>
 */
final class AggregatingCell extends StateCell implements AggregatingState {
    private static final int PANE_OFFSET = 8;

    private final Panes panes;
    private final Set<Aggregate> aggregates;
    private final StateTtl ttl;
    private final EventTime eventTime;

    AggregatingCell(
            CurrentKey key,
            String declaration,
            List<Aggregate> aggregates,
            Panes panes,
            StateTtl ttl,
            EventTime eventTime) {
        super(key, declaration, PANE_OFFSET + panes.length());
        this.panes = panes;
        this.aggregates = EnumSet.copyOf(aggregates);
        this.ttl = ttl;
        this.eventTime = eventTime;
    }

    @Override
    void init(long cellAddress) {
        UnsafeApi.putLong(cellAddress, Long.MAX_VALUE);
        Panes.clear(cellAddress + PANE_OFFSET);
    }

    @Override
    public void add(double value) {
        long at = current();
        UnsafeApi.putLong(at, key.deadlineNs(ttl));
        panes.add(at + PANE_OFFSET, eventTime.timeNs(), value);
    }

    @Override
    public long count() {
        return Panes.count(current() + PANE_OFFSET);
    }

    @Override
    public double get(Aggregate aggregate) {
        if (!aggregates.contains(aggregate)) {
            throw new IllegalArgumentException(
                    "the aggregate was not declared, aggregate=" + aggregate + ", state=" + declaration());
        }
        long pane = current() + PANE_OFFSET;
        if (Panes.count(pane) == 0) {
            return Double.NaN;
        }
        return panes.result(pane, aggregate, eventTime.timeNs());
    }

    @Override
    public void clear() {
        init(address());
    }

    /** The cell, cleared if its content has expired. */
    private long current() {
        long at = address();
        if (key.isExpired(ttl, UnsafeApi.getLong(at))) {
            init(at);
        }
        return at;
    }
}
