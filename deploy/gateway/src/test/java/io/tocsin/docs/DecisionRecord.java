package io.tocsin.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One decision record of docs/adr, read from its Markdown. */
record DecisionRecord(
        String file,
        String number,
        String title,
        String status,
        LocalDate date,
        List<Relation> relations,
        List<String> sections) {
    private static final Pattern FORM = Pattern.compile("# (\\d{4}): (\\S.*)\\n\\n- Status: (.+)\\n- Date: (.+)\\n"
            + "((?:- (?:Amends|Amended by|Supersedes|Superseded by): .+\\n(?: {2}.+\\n)*)*)\\n(## [\\s\\S]+)");
    private static final Pattern RELATION = Pattern.compile("(?m)^- ([A-Z][a-z ]+): \\[(\\d{4})]\\(([^)]+)\\)");
    private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)\\n\\n(?=[^#\\n])");
    private static final Map<String, String> OTHER_SIDE = Map.of(
            "Amends", "Amended by",
            "Amended by", "Amends",
            "Supersedes", "Superseded by",
            "Superseded by", "Supersedes");

    /** A link to another record, such as {@code Amends: [0007](0007-dedupe-in-the-fold.md)}. */
    record Relation(String kind, String from, String to) {
        Relation fromTheOtherSide() {
            return new Relation(OTHER_SIDE.get(kind), to, from);
        }
    }

    /** All records, in the order of their file names. */
    static List<DecisionRecord> readAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> !file.endsWith("README.md"))
                    .sorted()
                    .map(DecisionRecord::read)
                    .toList();
        }
    }

    private static DecisionRecord read(Path path) {
        String file = path.getFileName().toString();
        Matcher form = FORM.matcher(readString(path));
        if (!form.matches()) {
            throw new AssertionError("docs/adr/" + file + " is not in the form that docs/adr/README.md shows");
        }
        List<Relation> relations = RELATION.matcher(form.group(5))
                .results()
                .map(relation -> new Relation(relation.group(1), file, relation.group(3)))
                .toList();
        List<String> sections = SECTION.matcher(form.group(6))
                .results()
                .map(section -> section.group(1))
                .toList();
        return new DecisionRecord(
                file, form.group(1), form.group(2), form.group(3), LocalDate.parse(form.group(4)), relations, sections);
    }

    /** The row of this record in the index. */
    String row() {
        String links = relations.stream()
                .map(relation -> "%s [%s](%s)"
                        .formatted(
                                relation.kind().toLowerCase(Locale.ROOT),
                                relation.to().substring(0, 4),
                                relation.to()))
                .collect(Collectors.joining("; "));
        return "| [%s](%s) | %s | %s | %s | %s |".formatted(number, file, title, status, date, links);
    }

    private static String readString(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new AssertionError("cannot read file=" + path, e);
        }
    }
}
