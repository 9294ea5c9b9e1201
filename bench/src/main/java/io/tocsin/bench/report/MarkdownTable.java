package io.tocsin.bench.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** A table in Markdown: a column of names, then right-aligned figures. */
final class MarkdownTable {
    private final List<String> lines = new ArrayList<>();

    /** The header is empty above the names. */
    MarkdownTable(List<String> columns) {
        row("", columns);
        lines.add("|---|" + String.join("|", Collections.nCopies(columns.size(), "---:")) + "|");
    }

    /** One figure for each column. */
    void row(String name, List<String> figures) {
        lines.add(figures.stream().collect(Collectors.joining(" | ", "| " + name + " | ", " |")));
    }

    @Override
    public String toString() {
        return String.join("\n", lines) + "\n";
    }
}
