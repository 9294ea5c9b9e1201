package io.tocsin.ingest.table;

import io.tocsin.engine.reading.SensorNames;
import io.tocsin.engine.reading.TextValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds the cells of a table that would switch a rule off without a word: a text where a rule computes with a number, a
 * row whose cells no sensor can be. Says of each where it is, what it holds and what to write.
 */
public final class TableFaults {
    private static final int LONGEST_SHOWN = 60;

    private final TableSourceConfig config;
    private final Predicate<String> readsNumbersOf;

    /**
     * @param readsNumbersOf says of a sensor's name whether a rule computes or compares with its numbers
     */
    public TableFaults(TableSourceConfig config, Predicate<String> readsNumbersOf) {
        this.config = config;
        this.readsNumbersOf = readsNumbersOf;
    }

    /** By cell, {@code row/column}: one line that says what is wrong. */
    public SortedMap<String, String> of(TableContent content) {
        SortedMap<String, String> faults = new TreeMap<>();
        for (Map.Entry<String, TableCell> cell : content.cells().entrySet()) {
            String fault = fault(cell.getKey(), cell.getValue());
            if (fault != null) {
                faults.put(cell.getKey(), config.path() + ": " + place(cell.getKey()) + ": " + fault);
            }
        }
        return faults;
    }

    /** One line that says why a table cannot be read. */
    public static String line(TableSourceConfig config, IOException e) {
        String path = config.path().toString();
        if (e instanceof NoSuchFileException) {
            return path + ": there is no such file";
        }
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        return reason.startsWith(path) ? reason : path + ": " + reason;
    }

    /** Texts in columns that have numbers too, where no rule computes: a line each, at most so many. */
    public List<String> amongNumbers(TableContent content, int atMost) {
        Set<String> numberColumns = new HashSet<>();
        content.cells().forEach((cell, value) -> {
            if (value.text() == null) {
                numberColumns.add(column(cell));
            }
        });
        return content.cells().entrySet().stream()
                .filter(cell -> cell.getValue().text() != null && numberColumns.contains(column(cell.getKey())))
                .filter(cell -> fault(cell.getKey(), cell.getValue()) == null)
                .limit(atMost)
                .map(cell -> config.path() + ": " + place(cell.getKey()) + ": "
                        + shown(cell.getValue().text()) + " is a text in a column with numbers")
                .toList();
    }

    /** Empty cells in which a rule looks for a number, at most so many; as {@link #place}. */
    public List<String> limitless(TableContent content, int atMost) {
        return content.empty().stream()
                .filter(cell -> readsNumbersOf.test(config.name() + '/' + cell))
                .limit(atMost)
                .map(TableFaults::place)
                .toList();
    }

    private String fault(String cell, TableCell content) {
        String sensor = config.name() + '/' + cell;
        byte[] name = sensor.getBytes(StandardCharsets.UTF_8);
        if (!SensorNames.isValid(name, 0, name.length)) {
            return "no sensor can be named " + shown(sensor) + "; write a key without + # and control characters";
        }
        if (content.text() == null) {
            return null;
        }
        if (readsNumbersOf.test(sensor)) {
            return shown(content.text()) + " is no number, and a rule computes with it; "
                    + NumberHint.of(content.text());
        }
        byte[] text = content.text().getBytes(StandardCharsets.UTF_8);
        return TextValue.isValid(text, 0, text.length)
                ? null
                : shown(content.text()) + " can be no value; write 1 to " + TextValue.MAX_LENGTH
                        + " bytes without control characters";
    }

    private static String column(String cell) {
        return cell.substring(cell.lastIndexOf('/') + 1);
    }

    /** Where a cell is, for people. */
    static String place(String cell) {
        int slash = cell.lastIndexOf('/');
        return "row " + cell.substring(0, slash) + ", column " + cell.substring(slash + 1);
    }

    private static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", "?");
        return '"' + (line.length() > LONGEST_SHOWN ? line.substring(0, LONGEST_SHOWN) + '…' : line) + '"';
    }
}
