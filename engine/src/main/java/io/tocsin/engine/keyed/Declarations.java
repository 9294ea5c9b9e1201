package io.tocsin.engine.keyed;

import io.tocsin.engine.function.AggregatingState;
import io.tocsin.engine.function.BroadcastState;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.ListState;
import io.tocsin.engine.function.LongState;
import io.tocsin.engine.function.MapState;
import io.tocsin.engine.function.OutputTag;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.StateTtl;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.window.Panes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The state and timers that a function declares while it is opened. */
final class Declarations implements StateContext {
    /** The most timers of a key: timers are sorted, so more would make setting one slow. */
    private static final int MAX_TIMERS = 1_024;

    private static final int MAX_ENTRIES = 1 << 28;

    private final CurrentKey key;
    private final EventTime eventTime;
    private final List<StateCell> cells = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> tagNames = new ArrayList<>();
    private TimerCell eventTimers;
    private TimerCell processingTimers;
    private BroadcastEntries broadcast;
    private boolean ended;

    Declarations(CurrentKey key, EventTime eventTime) {
        this.key = key;
        this.eventTime = eventTime;
    }

    /** Ends the declarations. */
    void end() {
        ended = true;
        if (eventTimers == null) {
            eventTimers = new TimerCell(key, "eventTimeTimers 0", 0);
        }
        if (processingTimers == null) {
            processingTimers = new TimerCell(key, "processingTimeTimers 0", 0);
        }
        if (broadcast == null) {
            broadcast = new BroadcastEntries(0);
        }
        cells.add(0, eventTimers);
        cells.add(1, processingTimers);
    }

    List<StateCell> cells() {
        return List.copyOf(cells);
    }

    TimerCell eventTimers() {
        return eventTimers;
    }

    TimerCell processingTimers() {
        return processingTimers;
    }

    List<String> tagNames() {
        return List.copyOf(tagNames);
    }

    BroadcastEntries broadcast() {
        return broadcast;
    }

    @Override
    public LongState longState(String name, StateTtl ttl) {
        return add(name, new ValueCell(key, "long " + name + ttl(ttl), ttl));
    }

    @Override
    public DoubleState doubleState(String name, StateTtl ttl) {
        return add(name, new ValueCell(key, "double " + name + ttl(ttl), ttl)).asDouble();
    }

    @Override
    public ListState listState(String name, int maxPerKey, int maxInAll, StateTtl ttl) {
        String declaration = "list " + name + bounds(name, maxPerKey, maxInAll) + ttl(ttl);
        return add(name, new ListCell(key, declaration, maxPerKey, maxInAll, ttl));
    }

    @Override
    public MapState mapState(String name, int maxPerKey, int maxInAll, StateTtl ttl) {
        String declaration = "map " + name + bounds(name, maxPerKey, maxInAll) + ttl(ttl);
        return add(name, new MapCell(key, declaration, maxPerKey, maxInAll, ttl));
    }

    @Override
    public AggregatingState aggregatingState(String name, List<Aggregate> aggregates, StateTtl ttl) {
        boolean needsWindows = aggregates.isEmpty();
        for (Aggregate aggregate : aggregates) {
            needsWindows |= aggregate.needsOrder();
        }
        if (needsWindows) {
            throw new IllegalArgumentException(
                    "an aggregating state needs aggregates, none of which need windows, state=" + name);
        }
        String declaration = "aggregating " + name + " " + aggregates + ttl(ttl);
        Panes panes = new Panes(aggregates, List.of(), false);
        return add(name, new AggregatingCell(key, declaration, aggregates, panes, ttl, eventTime));
    }

    @Override
    public void eventTimeTimers(int maxPerKey) {
        requireOnce(eventTimers == null, "event-time timers");
        eventTimers = new TimerCell(key, "eventTimeTimers " + timers(maxPerKey), maxPerKey);
    }

    @Override
    public void processingTimeTimers(int maxPerKey) {
        requireOnce(processingTimers == null, "processing-time timers");
        processingTimers = new TimerCell(key, "processingTimeTimers " + timers(maxPerKey), maxPerKey);
    }

    @Override
    public OutputTag sideOutput(String tag) {
        requireOnce(!tagNames.contains(tag), "the side output " + tag);
        tagNames.add(tag);
        return new OutputTag(tag, tagNames.size() - 1);
    }

    @Override
    public BroadcastState broadcastState(int maxEntries) {
        requireOnce(broadcast == null, "broadcast state");
        if (maxEntries < 1 || maxEntries > MAX_ENTRIES) {
            throw new IllegalArgumentException("a limit must be 1 to " + MAX_ENTRIES + ", maxEntries=" + maxEntries);
        }
        broadcast = new BroadcastEntries(maxEntries);
        return broadcast;
    }

    private <T extends StateCell> T add(String name, T cell) {
        requireOnce(names.add(name), "the state " + name);
        cells.add(cell);
        return cell;
    }

    private void requireOnce(boolean isFirst, String what) {
        if (ended) {
            throw new IllegalStateException("state must be declared in open(), declared=" + what);
        }
        if (!isFirst) {
            throw new IllegalArgumentException("declared twice: " + what);
        }
    }

    private static int timers(int maxPerKey) {
        if (maxPerKey < 1 || maxPerKey > MAX_TIMERS) {
            throw new IllegalArgumentException("a key may have 1 to " + MAX_TIMERS + " timers, maxPerKey=" + maxPerKey);
        }
        return maxPerKey;
    }

    private static String bounds(String name, int maxPerKey, int maxInAll) {
        if (maxPerKey < 1 || maxInAll < maxPerKey || maxInAll > MAX_ENTRIES) {
            throw new IllegalArgumentException("limits must be 1 <= maxPerKey <= maxInAll <= " + MAX_ENTRIES
                    + ", state=" + name + ", maxPerKey=" + maxPerKey + ", maxInAll=" + maxInAll);
        }
        return " of " + maxPerKey + " and " + maxInAll;
    }

    private static String ttl(StateTtl ttl) {
        return ttl.ttlNs() == StateTtl.FOREVER ? "" : " for " + ttl.ttlNs() + " ns of " + ttl.domain();
    }
}
