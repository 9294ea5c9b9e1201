package io.tocsin.gateway.run;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.operator.UnmatchedKeys;
import io.tocsin.engine.plan.JoinNode;
import io.tocsin.engine.plan.join.JoinType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Logs the keys of {@code latest} joins without a value to look up, such as a machine without a row in the table of
 * limits: one line for each key until a value exists, at most {@value #MAX_LINES} lines, and a list at the end. A key
 * that gets a value between two checks is not logged, because set-points may arrive a moment after the first reading.
 *
 * <p>The folding threads note keys, another thread logs them. At most {@value #MAX_WAITING} keys wait.
 */
final class UnmatchedLookups implements UnmatchedKeys.Listener {
    private static final int MAX_LINES = 20;
    private static final int MAX_NAMES = 20;
    private static final int MAX_WAITING = 1_000;

    private final JournalFold shard;
    private final Consumer<String> log;
    /** Waiting keys, and whether each was already waiting at the last check; guarded by itself */
    private final Map<UnmatchedKeys.Key, Boolean> waiting = new LinkedHashMap<>();

    private int told;

    UnmatchedLookups(JournalFold shard, Consumer<String> log) {
        this.shard = shard;
        this.log = log;
    }

    /** Starts the logging of keys. */
    void open() {
        shard.unmatchedKeys().tellTo(this);
    }

    @Override
    public void onUnmatched(UnmatchedKeys.Key key) {
        synchronized (waiting) {
            if (waiting.size() < MAX_WAITING) {
                waiting.putIfAbsent(key, false);
            }
        }
    }

    @Override
    public void onMatched(UnmatchedKeys.Key key) {
        synchronized (waiting) {
            waiting.remove(key);
        }
    }

    private List<UnmatchedKeys.Key> take(boolean all) {
        synchronized (waiting) {
            List<UnmatchedKeys.Key> taken = new ArrayList<>();
            waiting.forEach((key, wasThere) -> {
                if (all || wasThere) {
                    taken.add(key);
                }
            });
            taken.forEach(waiting::remove);
            waiting.replaceAll((key, wasThere) -> true);
            return taken;
        }
    }

    /**
     * Logs the waiting keys.
     *
     * @param all whether to include keys that may get a value in a moment
     */
    void tell(boolean all) {
        for (UnmatchedKeys.Key key : take(all)) {
            if (told < MAX_LINES) {
                log.accept(line(key));
            } else if (told == MAX_LINES) {
                log.accept("further keys have no value to look up; unmatchedLookups counts their readings, and the"
                        + " summary names the keys");
            }
            told++;
        }
    }

    private String line(UnmatchedKeys.Key key) {
        JoinNode join = join(key);
        return "stream " + join.name() + ": no value to look up for " + name(key) + " in "
                + join.right().selector().filter() + ", so "
                + (join.type() == JoinType.INNER
                        ? "this key has no results and raises no alarms"
                        : "its results have no right side")
                + "; add a row or a set-point for " + name(key);
    }

    /** Current unmatched look-ups, one line for each join; only while no record is folded. */
    List<String> summary() {
        Map<JoinNode, List<String>> names = new LinkedHashMap<>();
        for (UnmatchedKeys.Key key : shard.view().findUnmatchedKeys()) {
            names.computeIfAbsent(join(key), join -> new ArrayList<>()).add(name(key));
        }
        List<String> lines = new ArrayList<>();
        names.forEach((join, keys) -> lines.add("no value to look up in "
                + join.right().selector().filter() + " for " + String.join(", ", first(keys))
                + (keys.size() > MAX_NAMES ? " and " + (keys.size() - MAX_NAMES) + " more" : "") + " (stream "
                + join.name() + ")"));
        return lines;
    }

    private static List<String> first(List<String> keys) {
        return keys.stream().sorted().limit(MAX_NAMES).toList();
    }

    private JoinNode join(UnmatchedKeys.Key key) {
        return (JoinNode) shard.names().stream(key.nodeId());
    }

    private String name(UnmatchedKeys.Key key) {
        return shard.names().sensorName(key.keyId());
    }
}
