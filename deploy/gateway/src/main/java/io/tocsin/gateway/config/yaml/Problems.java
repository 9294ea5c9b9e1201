package io.tocsin.gateway.config.yaml;

import io.tocsin.alerts.event.PlainText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects errors and warnings of a configuration, each as one line {@code file:line:column: message}. */
public final class Problems {
    private static final Comparator<Problem> BY_PLACE =
            Comparator.<Problem>comparingInt(p -> p.place.line()).thenComparingInt(p -> p.place.column());

    private final String file;
    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /**
     * @param file the file's name as the user gave it
     */
    public Problems(String file) {
        this.file = file;
    }

    /** Reports a setting that cannot be run. */
    public void error(Place place, String message) {
        errors.add(new Problem(place, message));
    }

    /** As {@link #error(Place, String)}; the message begins with the item's path. */
    public void error(Item item, String message) {
        error(item.place(), item.path() + ": " + message);
    }

    /** Reports a setting that can be run but is probably a mistake. */
    public void warn(Place place, String message) {
        warnings.add(new Problem(place, "warning: " + message));
    }

    /** As {@link #warn(Place, String)}; the message begins with the item's path. */
    public void warn(Item item, String message) {
        warn(item.place(), item.path() + ": " + message);
    }

    public int errorCount() {
        return errors.size();
    }

    /** The errors, in the order of the file. */
    public List<String> errorLines() {
        return lines(errors);
    }

    /** The warnings, in the order of the file. */
    public List<String> warningLines() {
        return lines(warnings);
    }

    private List<String> lines(List<Problem> problems) {
        return problems.stream().sorted(BY_PLACE).map(this::line).distinct().toList();
    }

    private String line(Problem problem) {
        // A message may quote a text of several lines; an error stays one line.
        return file + ":" + problem.place.line() + ":" + problem.place.column() + ": "
                + PlainText.escape(problem.message);
    }

    private record Problem(Place place, String message) {}
}
