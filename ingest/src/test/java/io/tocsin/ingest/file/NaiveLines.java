package io.tocsin.ingest.file;

import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Slow reader of files of line protocol with whole numbers, by regular expressions: the oracle. */
final class NaiveLines {
    private static final String KEY = "(?:\\\\[,= ]|[^,= \\n\\r])++";
    private static final String WORD = "(?:\\\\[,= ]|[^, \\n\\r])++";
    private static final String TEXT = "\"(?:\\\\[^\\n]|[^\"])*+\"";
    private static final Pattern TAG = Pattern.compile("," + KEY + "=(" + WORD + ")");
    private static final Pattern FIELD = Pattern.compile(",?+(" + KEY + ")=(" + TEXT + "|" + WORD + ")");
    private static final Pattern LINE = Pattern.compile("[ \\r]*+(" + WORD + ")((?:" + TAG + ")*+) ++((?:(?<= )" + KEY
            + "=(?:" + TEXT + "|(?!\")" + WORD + "))(?:," + KEY + "=(?:" + TEXT + "|(?!\")" + WORD
            + "))*+)(?: ++([^ \\n\\r]++))?[ \\r]*+(?=\\n|\\z)");

    private final String text;
    private final List<String> readings = new ArrayList<>();
    private int lost;

    NaiveLines(String text) {
        this.text = text;
    }

    /** The readings, {@code name=number@time} or {@code name=text@time}. */
    List<String> read() {
        int at = 0;
        while (at < text.length()) {
            int newline = text.indexOf('\n', at);
            int end = newline < 0 ? text.length() : newline;
            String line = text.substring(at, end).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher matcher = LINE.matcher(text).region(at, text.length());
                boolean isLine = matcher.lookingAt();
                end = isLine ? matcher.end() : end;
                if (!isLine || !takes(matcher)) {
                    lost++;
                }
            }
            at = end + 1;
        }
        return readings;
    }

    int lost() {
        return lost;
    }

    private boolean takes(Matcher line) {
        StringBuilder prefix = new StringBuilder(plain(line.group(1)));
        Matcher tags = TAG.matcher(line.group(2));
        while (tags.find()) {
            prefix.append('/').append(plain(tags.group(1)));
        }
        String time = line.group(5) == null ? "" : line.group(5);
        if (!time.matches("-?\\d+|")) {
            return false;
        }
        time = time.isEmpty() ? "" : Long.toString(Long.parseLong(time));
        List<String> found = new ArrayList<>();
        int refused = 0;
        Matcher fields = FIELD.matcher(line.group(4));
        while (fields.find()) {
            String value = fields.group(2);
            String name = prefix + "/" + plain(fields.group(1));
            if (value.startsWith("\"")) {
                String content = value.substring(1, value.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
                int length = content.getBytes(StandardCharsets.UTF_8).length;
                if (length == 0 || length > TextValue.MAX_LENGTH || content.contains("\n")) {
                    refused++;
                } else {
                    found.add(name + "=text@" + time);
                }
            } else if (value.matches("[-+]?\\d+i?")) {
                found.add(name + "=" + (Double.parseDouble(value.replace("i", "")) + 0.0) + "@" + time);
            } else if (value.matches("(?i)t|true|f|false")) {
                found.add(name + "=" + (value.toLowerCase(Locale.ROOT).startsWith("t") ? 1.0 : 0.0) + "@" + time);
            } else {
                return false;
            }
        }
        readings.addAll(found);
        lost += refused;
        return true;
    }

    private static String plain(String escaped) {
        return escaped.replaceAll("\\\\([,= ])", "$1");
    }
}
