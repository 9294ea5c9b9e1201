package io.tocsin.ingest.table;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells an operator what is wrong with the cells of a table: each fault once until it is another one or mended, its end
 * too, and which limits are empty. Counts the faults that there are now. The source's thread.
 */
final class TableNews {
    private static final int MAX_LINES = 20;
    private static final int MAX_EMPTY = 10;

    private final TableSourceConfig config;
    private final Counters counters;
    private final Consumer<String> log;
    private SortedMap<String, String> told = new TreeMap<>();
    private List<String> toldEmpty = List.of();

    TableNews(TableSourceConfig config, Counters counters, Consumer<String> log) {
        this.config = config;
        this.counters = counters;
        this.log = log;
    }

    /**
     * The table was read.
     *
     * @param faults by cell: what is wrong, a line that begins with the file's name
     * @param held what holds in place of a faulty cell; a cell without anything is not among them
     */
    void onFaults(SortedMap<String, String> faults, Map<String, TableCell> held) {
        int lines = 0;
        int others = 0;
        for (Map.Entry<String, String> fault : faults.entrySet()) {
            if (fault.getValue().equals(told.get(fault.getKey()))) {
                continue;
            }
            if (lines++ < MAX_LINES) {
                log.accept(prefix() + fault.getValue() + "; " + meanwhile(held.get(fault.getKey())));
            } else {
                others++;
            }
        }
        if (others > 0) {
            log.accept(prefix() + config.path() + ": " + others + " further cells like these");
        }
        List<String> mended = told.keySet().stream()
                .filter(cell -> !faults.containsKey(cell))
                .map(TableFaults::place)
                .toList();
        if (!mended.isEmpty()) {
            log.accept(prefix() + config.path() + ": mended: " + list(mended, MAX_LINES));
        }
        counters.add(Counter.BAD_TABLE_CELLS, (long) faults.size() - told.size());
        told = faults;
    }

    /** Cells without a limit, at most {@link #maxEmpty}. */
    void onEmpty(List<String> places) {
        if (!places.isEmpty() && !places.equals(toldEmpty)) {
            log.accept(prefix() + config.path() + ": empty, so no limit: " + list(places, MAX_EMPTY));
        }
        toldEmpty = places;
    }

    /** How many cells to give to {@link #onEmpty} at most: one more than are told. */
    static int maxEmpty() {
        return MAX_EMPTY + 1;
    }

    private String prefix() {
        return "source " + config.name() + ": ";
    }

    private static String meanwhile(TableCell held) {
        if (held == null) {
            return "until then there is none";
        }
        String value = held.text() == null ? Double.toString(held.number()) : '"' + held.text() + '"';
        return "until then " + value + " from before holds";
    }

    private static String list(List<String> places, int atMost) {
        String first = String.join("; ", places.subList(0, Math.min(atMost, places.size())));
        return places.size() > atMost ? first + "; and more" : first;
    }
}
