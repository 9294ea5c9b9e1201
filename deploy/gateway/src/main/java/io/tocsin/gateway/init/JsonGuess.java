package io.tocsin.gateway.init;

import io.tocsin.gateway.init.JsonShape.Numeral;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A mapping for JSON that no preset knows: finds the part that repeats, the members that are numbers, true or false,
 * and the event time. A member is the time when it has a usual name and a time near now; the quality is left to the
 * user.
 */
final class JsonGuess {
    private static final Set<String> TIME_NAMES = Set.of(
            "ts",
            "t",
            "time",
            "timestamp",
            "timestamp_ms",
            "datetime",
            "date_time",
            "sourcetimestamp",
            "source_timestamp",
            "utc",
            "sent",
            "sentat",
            "measured_at",
            "created_at",
            "event_time",
            "eventtime",
            "last_seen");
    private static final Set<String> ID_NAMES = Set.of(
            "id", "name", "tag", "tagname", "tag_name", "key", "sensor", "signal", "point", "variable", "n", "metric");
    private static final Set<String> VALUE_NAMES = Set.of("v", "value", "val");
    private static final Set<String> NO_VALUES = Set.of(
            "id",
            "seq",
            "seqno",
            "sequence",
            "version",
            "uptime",
            "counter_id",
            "msgid",
            "messageid",
            "fcnt",
            "port",
            "lat",
            "lon",
            "latitude",
            "longitude");
    private static final Pattern TIME_LIKE = Pattern.compile("time|(^|_)ts$|stamp|date");
    private static final int MAX_DEPTH = 3;
    private static final long DAY_S = 86_400;
    private static final long YEAR_2000_S = 946_684_800;

    private JsonGuess() {}

    /** A mapping for messages of one topic; empty when no member of theirs is a value. */
    static Optional<Shape> of(List<Object> documents) {
        Object first = documents.get(0);
        Optional<Shape> repeated = repeated(first);
        return repeated.isPresent() ? repeated : flat(documents);
    }

    /** An array of elements that say their name and value. */
    private static Optional<Shape> repeated(Object root) {
        if (root instanceof List<?> elements) {
            return element("[]", elements, null);
        }
        if (!(root instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        List<Shape> shapes = new ArrayList<>();
        members.forEach((name, member) -> {
            if (member instanceof List<?> elements) {
                element(part((String) name) + "[]", elements, members).ifPresent(shapes::add);
            }
        });
        // Two arrays are two kinds of elements, or devices by name: which to read is not shown by the message.
        return shapes.size() == 1 ? Optional.of(shapes.get(0)) : Optional.empty();
    }

    private static Optional<Shape> element(String each, List<?> elements, Map<?, ?> around) {
        if (elements.isEmpty() || !elements.stream().allMatch(Map.class::isInstance)) {
            return Optional.empty();
        }
        Map<?, ?> element = (Map<?, ?>) elements.get(0);
        String id = named(element, ID_NAMES, String.class);
        String value = named(element, VALUE_NAMES, Object.class);
        List<String> keys = new ArrayList<>();
        keys.add("payload: json");
        keys.add("each: " + InitFile.quoted(each));
        String time = time(element, keysOf(around));
        if (id != null && value != null) {
            keys.add("sensor: " + InitFile.quoted("{topic}/{" + part(id) + "}"));
            keys.add("value: " + InitFile.quoted(part(value)));
        } else {
            List<String> paths = new ArrayList<>();
            values(element, "", 1, paths);
            if (paths.isEmpty()) {
                return Optional.empty();
            }
            String name = id == null ? "" : "/{" + part(id) + "}";
            keys.add("sensor: " + InitFile.quoted("{topic}" + name + "/{member}"));
            keys.add("value: " + list(paths));
        }
        List<String> remarks = remarks(element);
        addTime(time, element, around, keys, remarks);
        return Optional.of(new Shape(keys, "JSON, each element of " + each, remarks));
    }

    private static Map<?, ?> keysOf(Map<?, ?> around) {
        return around == null ? Map.of() : around;
    }

    /** One object whose members are values. */
    private static Optional<Shape> flat(List<Object> documents) {
        Map<String, Boolean> found = new LinkedHashMap<>();
        for (Object document : documents) {
            if (!(document instanceof Map<?, ?> members)) {
                return Optional.empty();
            }
            List<String> paths = new ArrayList<>();
            values(members, "", 1, paths);
            paths.forEach(path -> found.put(path, true));
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<?, ?> first = (Map<?, ?>) documents.get(0);
        List<String> paths = List.copyOf(found.keySet());
        List<String> keys = new ArrayList<>();
        keys.add("payload: json");
        keys.add("value: " + list(paths));
        if (paths.size() > 1) {
            keys.add("sensor: \"{topic}/{member}\"");
        }
        List<String> remarks = remarks(first);
        addTime(time(first, Map.of()), first, null, keys, remarks);
        return Optional.of(new Shape(keys, "JSON with " + String.join(", ", paths), remarks));
    }

    /** Paths of members that are numbers, true or false, outside arrays. */
    private static void values(Map<?, ?> members, String prefix, int depth, List<String> paths) {
        members.forEach((name, value) -> {
            String key = ((String) name).toLowerCase(Locale.ROOT);
            String path = prefix + part((String) name);
            boolean isTime = (TIME_NAMES.contains(key) || TIME_LIKE.matcher(key).find()) && unit(value) != null;
            boolean isId = key.endsWith("id") || key.endsWith("_no");
            boolean isValue = value instanceof Numeral || value instanceof Boolean;
            if (value instanceof Map<?, ?> below && depth < MAX_DEPTH) {
                values(below, path + ".", depth + 1, paths);
            } else if (isValue && !isTime && !isId && !NO_VALUES.contains(key) && !looksLikeTime(value)) {
                paths.add(path);
            }
        });
    }

    private static void addTime(
            String time, Map<?, ?> element, Map<?, ?> around, List<String> keys, List<String> remarks) {
        if (time == null) {
            String local = local(element);
            if (local != null) {
                remarks.add("The times of " + local + " have no offset: say time: " + local
                        + ", timeUnit: iso and zone: Europe/Berlin, or your zone. Until then the receive time counts.");
            }
            return;
        }
        Object value = element.containsKey(time) ? element.get(time) : around.get(time);
        keys.add("time: " + InitFile.quoted(part(time)));
        keys.add("timeUnit: " + unit(value));
    }

    /** Member with the event time, of the element or else of what is around it; or null. */
    private static String time(Map<?, ?> element, Map<?, ?> around) {
        String own = timeOf(element);
        return own == null ? timeOf(around) : own;
    }

    private static String timeOf(Map<?, ?> members) {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            String name = (String) member.getKey();
            if (TIME_NAMES.contains(name.toLowerCase(Locale.ROOT)) && unit(member.getValue()) != null) {
                return name;
            }
        }
        return null;
    }

    /** Member with a local time in text, or null. */
    private static String local(Map<?, ?> members) {
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (member.getValue() instanceof String text
                    && text.matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d.*)?")) {
                return (String) member.getKey();
            }
        }
        return null;
    }

    /** Unit in which a value is a time from 2000 to tomorrow, or null. */
    private static String unit(Object value) {
        if (value instanceof String text) {
            return text.matches("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d.*(Z|[+-]\\d\\d:?\\d\\d)") ? "iso" : null;
        }
        if (!(value instanceof Numeral number)) {
            return null;
        }
        double seconds = new BigDecimal(number.text()).doubleValue();
        long nowS = Instant.now().getEpochSecond();
        for (String unit : List.of("s", "ms", "us", "ns")) {
            if (seconds > YEAR_2000_S && seconds < nowS + DAY_S) {
                return unit;
            }
            seconds /= 1_000;
        }
        return null;
    }

    /** Whether a number is more likely a time in ms or finer than a measurement. */
    private static boolean looksLikeTime(Object value) {
        return value instanceof Numeral && unit(value) != null && !"s".equals(unit(value));
    }

    private static List<String> remarks(Map<?, ?> element) {
        List<String> remarks = new ArrayList<>();
        for (String name : List.of("q", "quality", "Quality", "StatusCode", "status_code")) {
            if (element.get(name) instanceof Numeral || element.get(name) instanceof Boolean) {
                remarks.add("Member " + name + " may be the quality: quality: {path: " + name
                        + ", codes: opcua}, codes: opc-classic, or good: [true].");
            }
        }
        return remarks;
    }

    private static String named(Map<?, ?> element, Set<String> names, Class<?> type) {
        for (Map.Entry<?, ?> member : element.entrySet()) {
            String name = (String) member.getKey();
            boolean fits = type.isInstance(member.getValue()) && !(member.getValue() instanceof Map);
            if (names.contains(name.toLowerCase(Locale.ROOT)) && fits) {
                return name;
            }
        }
        return null;
    }

    /** A name as a part of a path. */
    private static String part(String name) {
        return name.matches("[A-Za-z0-9_:-]+") ? name : '"' + name + '"';
    }

    private static String list(List<String> paths) {
        return paths.size() == 1
                ? InitFile.quoted(paths.get(0))
                : "[" + String.join(", ", paths.stream().map(InitFile::quoted).toList()) + "]";
    }
}
