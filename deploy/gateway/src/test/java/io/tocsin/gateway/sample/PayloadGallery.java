package io.tocsin.gateway.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sections of docs/payload-gallery.md. */
public final class PayloadGallery {
    /** The page. */
    public static final Path PAGE = Path.of(System.getProperty("tocsin.root"), "docs", "payload-gallery.md");

    private static final Pattern CASE = Pattern.compile(
            "<!-- case (?<id>\\S+) -->\n.*?Topic `(?<topic>[^`]+)`:\n\n```(?:json|text)\n(?<payload>.*?)\n```\n\n"
                    + "```yaml\n(?<yaml>.*?)\n```\n\n(?<result>[^#]*)",
            Pattern.DOTALL);
    private static final Pattern NONE = Pattern.compile("No reading: `(.*)`\\.");

    private PayloadGallery() {}

    /**
     * A section.
     *
     * @param topicYaml the configuration of the topic, an element of a list
     * @param readings lines of {@link SampleLines}
     * @param noReading why there is none, or null
     */
    public record Case(
            String id, String topic, String payload, String topicYaml, List<String> readings, String noReading) {
        /** A source that reads the message. */
        public String source(String url) {
            return "  - mqtt:\n      name: s" + id + "\n      url: " + url + "\n      clientId: gallery-" + id
                    + "\n      topics:\n" + topicYaml.indent(8);
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /** All sections, in the order of the page. */
    public static List<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        Matcher matcher = CASE.matcher(Files.readString(PAGE));
        while (matcher.find()) {
            String result = matcher.group("result");
            Matcher none = NONE.matcher(result);
            cases.add(new Case(
                    matcher.group("id"),
                    matcher.group("topic"),
                    matcher.group("payload"),
                    matcher.group("yaml"),
                    rows(result),
                    none.find() ? none.group(1) : null));
        }
        return cases;
    }

    /** Rows of the table behind its two lines of header. */
    private static List<String> rows(String result) {
        return result.lines()
                .filter(line -> line.startsWith("| "))
                .skip(1)
                .map(line -> line.substring(2, line.length() - 1).strip().split(" \\| | \\|$", -1))
                .map(cells ->
                        SampleLines.line(cells[0], cells[1], cells[2], cells[3], cells.length > 4 ? cells[4] : ""))
                .toList();
    }
}
