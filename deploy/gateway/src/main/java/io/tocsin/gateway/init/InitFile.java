package io.tocsin.gateway.init;

import io.tocsin.engine.reading.Quality;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.gateway.sample.SampleReading;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Text of a first configuration: mappings that work, and rules in comments with the evidence for their numbers. */
final class InitFile {
    private static final int MAX_SHOWN = 3;
    private static final int MAX_PAYLOAD_SHOWN = 160;
    private static final int SILENCE_FACTOR = 5;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final double MARGIN = 0.2;

    private final List<String> lines = new ArrayList<>();

    private InitFile() {}

    /**
     * The file.
     *
     * @param name of the gateway
     * @param url of the broker
     * @param username as it stands in the file: a name or a reference; or null
     * @param password a reference to the secret; or null
     * @param listenedS how long was listened, seconds
     */
    static String text(String name, String url, String username, String password, long listenedS, Discovery discovery) {
        InitFile file = new InitFile();
        file.begin(name, url, username, password, listenedS, discovery);
        discovery.filters().forEach(file::addFilter);
        file.addUnmapped(discovery);
        file.addRules(discovery);
        file.add("sinks:");
        file.add("  out: {console: {}}");
        return String.join("\n", file.lines) + "\n";
    }

    private void begin(String name, String url, String username, String password, long listenedS, Discovery discovery) {
        long total = discovery.mappedCount()
                + discovery.unmapped().values().stream().mapToLong(List::size).sum();
        add("# Written by tocsin init, which listened to " + comment(url) + " for " + listenedS + " s: "
                + Numbers.grouped(total) + " topics, " + Numbers.grouped(discovery.mappedCount()) + " of them mapped.");
        add("# tocsin check -c FILE shows the plan, tocsin try -c FILE the alarms it would raise, tocsin run -c FILE"
                + " runs it.");
        add("name: " + quoted(name));
        add("sources:");
        add("  - mqtt:");
        add("      url: " + quoted(url));
        if (username != null) {
            add("      username: " + quoted(username));
        }
        if (password != null) {
            add("      password: " + quoted(password));
        }
        add("      topics:");
    }

    private void addFilter(FoundFilter found) {
        add("        # " + Numbers.grouped(found.topics().size())
                + (found.topics().size() == 1 ? " topic: " : " topics: ")
                + comment(found.shape().title()));
        add("        # " + comment(found.sample().topic() + "  " + payload(found.sample())));
        for (SampleReading line : first(found.lines())) {
            add("        #   " + comment(line.sensor() + " = " + shown(line)));
        }
        if (found.lines().size() > MAX_SHOWN) {
            add("        #   and " + (found.lines().size() - MAX_SHOWN) + " more");
        }
        if (found.topics().stream().allMatch(HeardTopic::isOnlyRetained)) {
            add("        # Only retained messages were heard: skipRetained: true leaves out what the broker repeats.");
        }
        found.shape().remarks().forEach(remark -> add("        # " + comment(remark)));
        add("        - filter: " + quoted(found.filter()));
        found.shape().keys().forEach(key -> add("          " + key));
    }

    private void addUnmapped(Discovery discovery) {
        for (Map.Entry<String, List<String>> entry : discovery.unmapped().entrySet()) {
            List<String> topics = entry.getValue();
            add("        # not mapped, " + comment(entry.getKey()) + ": "
                    + comment(String.join(", ", topics.subList(0, Math.min(MAX_SHOWN, topics.size()))))
                    + (topics.size() > MAX_SHOWN ? " and " + (topics.size() - MAX_SHOWN) + " more" : ""));
        }
    }

    private void addRules(Discovery discovery) {
        add("# Rules to begin with. Take the # away from those you want, and set the numbers.");
        add("# alarms:");
        int number = 0;
        for (FoundFilter found : discovery.filters()) {
            number++;
            addSilence(found, number);
            addLimit(found, number);
        }
    }

    private void addSilence(FoundFilter found, int number) {
        long pauseNs = found.meanPauseNs();
        if (pauseNs > 0) {
            long afterS = Math.max(1, (SILENCE_FACTOR * pauseNs + SECOND_NS - 1) / SECOND_NS);
            add("#   # " + Numbers.grouped(found.messageCount()) + " messages, one every "
                    + String.format(Locale.ROOT, "%.1f", (double) pauseNs / SECOND_NS) + " s and topic; "
                    + SILENCE_FACTOR + " times that:");
            add("#   - {name: silent-" + number + ", type: missing, sensor: " + quoted(comment(sensors(found)))
                    + ", timeout: " + Durations.format(afterS * SECOND_NS) + "}");
        }
    }

    private void addLimit(FoundFilter found, int number) {
        found.lines().stream()
                .filter(line -> line.text() == null && Double.isFinite(line.number()) && !isBad(line))
                .findFirst()
                .ifPresent(line -> {
                    double highest = highest(found, line.sensor());
                    double margin = Math.max(Math.abs(highest) * MARGIN, 1);
                    add("#   # the highest value heard of " + comment(line.sensor()) + " was " + Numbers.plain(highest)
                            + ":");
                    add("#   - {name: high-" + number + ", type: limit, sensor: "
                            + quoted(comment(line.sensor())) + ", hi: "
                            + Numbers.plain(Math.ceil(highest + margin)) + "}");
                });
    }

    private static double highest(FoundFilter found, String sensor) {
        double highest = Double.NEGATIVE_INFINITY;
        ReadMessage reader =
                ReadMessage.by(found.filter(), found.shape().keys()).orElseThrow();
        for (byte[] payload : found.sample().payloads()) {
            for (SampleReading line :
                    reader.readings(found.sample().topic(), payload).orElse(List.of())) {
                boolean counts = line.sensor().equals(sensor) && line.text() == null && !isBad(line);
                highest = counts ? Math.max(highest, line.number()) : highest;
            }
        }
        return highest;
    }

    /** The first sensor of the sample: a filter over all of them would need their names. */
    private static String sensors(FoundFilter found) {
        return found.lines().isEmpty() ? found.filter() : found.lines().get(0).sensor();
    }

    /** {@code 21.5}, {@code "RUN"} or {@code bad}. */
    private static String shown(SampleReading reading) {
        if (reading.text() != null) {
            return '"' + reading.text() + '"';
        }
        if (!reading.hasValue()) {
            return "bad";
        }
        return Numbers.plain(reading.number()) + (isBad(reading) ? " bad" : "");
    }

    private static boolean isBad(SampleReading reading) {
        return reading.quality() == Quality.BAD;
    }

    private static List<SampleReading> first(List<SampleReading> lines) {
        return lines.subList(0, Math.min(MAX_SHOWN, lines.size()));
    }

    private static String payload(HeardTopic topic) {
        String text = new String(topic.payloads().get(0), StandardCharsets.UTF_8);
        return text.length() <= MAX_PAYLOAD_SHOWN ? text : text.substring(0, MAX_PAYLOAD_SHOWN) + "…";
    }

    private void add(String line) {
        lines.add(line);
    }

    /** A text that cannot end its comment. */
    private static String comment(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ? ' ' : c)
                .forEach(safe::appendCodePoint);
        return safe.toString();
    }

    /** A text in double quotes, as YAML reads it. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || (c >= 0x80 && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
