package io.tocsin.gateway.config.yaml;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Advice on texts that YAML misreads, from the line at which the parser stopped: the end of a message. */
final class YamlHints {
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{[A-Za-z0-9]{1,20}}");
    /** From the beginning of a line, so that a line with thousands of braces is looked through once. */
    private static final Pattern COMMENT_IN_BRACES = Pattern.compile("[^{]*\\{.*[:,]\\s+#", Pattern.DOTALL);

    private static final Pattern CANNOT_BEGIN = Pattern.compile("character '(.)' that cannot start any token");

    private YamlHints() {}

    static String of(String text, MarkedYamlEngineException e) {
        List<String> lines = text.lines().toList();
        int index = e.getProblemMark().map(Mark::getLine).orElse(0);
        String line = index < lines.size() ? withoutQuoted(lines.get(index)) : "";
        String problem = String.valueOf(e.getProblem());
        if (problem.contains("mapping values are not allowed here")) {
            return "; quote a text that has a colon and a blank";
        }
        Matcher placeholder = PLACEHOLDER.matcher(line);
        if (placeholder.find()) {
            return "; quote the text that has " + placeholder.group();
        }
        Matcher character = CANNOT_BEGIN.matcher(problem);
        if (character.find() && !problem.contains("(TAB)")) {
            return "; quote a text that begins with " + character.group(1);
        }
        if (String.valueOf(e.getContext()).contains("scanning an alias")) {
            return "; quote a text that begins with *";
        }
        return comment(lines);
    }

    /**
     * In braces, {@code sensor: #} comments the rest of the line out, and YAML reports the missing brace much later.
     */
    private static String comment(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.indexOf('#') >= 0
                    && COMMENT_IN_BRACES.matcher(withoutQuoted(line)).lookingAt()) {
                return "; the # in line " + (i + 1) + " begins a comment: quote it, \"#\"";
            }
        }
        return "";
    }

    private static String withoutQuoted(String line) {
        return QUOTED.matcher(line).replaceAll("\"\"");
    }
}
