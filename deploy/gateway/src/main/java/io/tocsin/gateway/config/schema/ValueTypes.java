package io.tocsin.gateway.config.schema;

import io.tocsin.engine.broker.BrokerAddress;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.StateSet;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.persistence.journal.SyncPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The kinds of values a configuration has. */
public final class ValueTypes {
    public static final ValueType<String> TEXT = new ValueType<>("text", ValueTypes::text);

    /** A name: it becomes part of topics, ids and file names. */
    public static final ValueType<String> NAME = TEXT.where("name", ValueTypes::nameComplaint);

    /** A text that may be the value of a sensor. */
    public static final ValueType<String> STATE_TEXT = TEXT.where("text", ValueTypes::stateComplaint);

    /** A state of a sensor: a text or a number; true and false are 1 and 0. */
    public static final ValueType<StateSet> STATE = new ValueType<>("text or number", ValueTypes::state);

    /** A quality value of a device. */
    public static final ValueType<QualityValue> QUALITY_VALUE =
            new ValueType<>("text, number, true or false", ValueTypes::qualityValue);

    public static final ValueType<Boolean> BOOLEAN = new ValueType<>("true or false", ValueTypes::bool);

    public static final ValueType<Double> NUMBER = new ValueType<>("number", ValueTypes::number);

    public static final ValueType<Double> NOT_NEGATIVE =
            NUMBER.where("number", v -> v < 0 ? "must not be negative" : null);

    static final ValueType<Double> POSITIVE_NUMBER = NUMBER.where("number", v -> v <= 0 ? "must be positive" : null);

    public static final ValueType<Long> DURATION = new ValueType<>("duration", s -> Durations.parse(s.text()));

    /** A duration that may be negative. */
    public static final ValueType<Long> SIGNED_DURATION =
            new ValueType<>("duration, may be negative", s -> Durations.parseSigned(s.text()));

    public static final ValueType<Long> POSITIVE_DURATION =
            DURATION.where("duration", v -> v == 0 ? "must be positive" : null);

    public static final ValueType<Path> PATH = new ValueType<>("path", ValueTypes::path);

    public static final ValueType<SecretRef> SECRET = new ValueType<>("secret", SecretRef::parse);

    public static final ValueType<SensorSelector> SELECTOR =
            new ValueType<>(ValueType.TOPIC_FILTER, s -> new SensorSelector(text(s)));

    /** A topic filter that an MQTT source subscribes to. */
    public static final ValueType<String> SUBSCRIPTION =
            TEXT.where(ValueType.TOPIC_FILTER, ValueTypes::subscriptionComplaint);

    public static final ValueType<String> BROKER_URL =
            new ValueType<>("tcp:// or ssl:// address", ValueTypes::brokerUrl);

    public static final ValueType<SyncPolicy> SYNC = new ValueType<>("os, always or duration", ValueTypes::sync);

    public static final ValueType<Double> PACE =
            new ValueType<>("max, realtime or a factor such as 60x", ValueTypes::pace);

    /** A time zone of the IANA data base. */
    public static final ValueType<ZoneId> ZONE = new ValueType<>("time zone", scalar -> {
        String zone = TEXT.parse(scalar);
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no time zone " + Scalar.quoted(zone));
        }
    });

    private ValueTypes() {}

    /** A whole number. */
    public static ValueType<Long> integer(long min, long max) {
        String label = max - min == 1 ? min + " or " + max : "whole number";
        String range = max == Long.MAX_VALUE ? "at least " + min : min + (max - min == 1 ? " or " : " to ") + max;
        return new ValueType<Long>(label, ValueTypes::wholeNumber)
                .where(label, v -> v < min || v > max ? "must be " + range : null);
    }

    /** A size within bounds. */
    public static ValueType<Long> size(long min, long max) {
        String complaint = "must be " + Sizes.format(min) + " to " + Sizes.format(max);
        return new ValueType<>("size", (Scalar s) -> Sizes.parse(s.text()))
                .where("size", v -> v < min || v > max ? complaint : null);
    }

    /** One of some words. */
    public static <T> ValueType<T> choice(Map<String, T> words) {
        return choice(words, Set.of());
    }

    /** One of some words, with further words planned. */
    public static <T> ValueType<T> choice(Map<String, T> words, Set<String> later) {
        return choice(words, later, Suggestions.list(words.keySet()));
    }

    /** One of more words than a message should list. */
    static <T> ValueType<T> choice(Map<String, T> words, Set<String> later, String list) {
        Map<String, T> ordered = new LinkedHashMap<>(words);
        return new ValueType<>(list, scalar -> {
            T value = ordered.get(scalar.text());
            if (value != null) {
                return value;
            }
            if (later.contains(scalar.text())) {
                throw new IllegalArgumentException(scalar.text() + ": " + ValueType.NOT_YET);
            }
            throw new IllegalArgumentException(
                    "must be " + list + ", is " + scalar.shown() + meant(scalar.text(), ordered.keySet(), later));
        });
    }

    /** Suggestion for a wrong word: one of the known words, or one that is planned. */
    private static String meant(String word, Set<String> words, Set<String> later) {
        Set<String> all = new LinkedHashSet<>(words);
        all.addAll(later);
        String meant = Suggestions.meant(word, all);
        return meant != null && later.contains(meant)
                ? "; " + meant + ": " + ValueType.NOT_YET
                : Suggestions.didYouMean(word, words);
    }

    private static String text(Scalar scalar) {
        if (scalar.isNumber() || scalar.isBoolean()) {
            throw new IllegalArgumentException("must be text, is " + scalar.shown() + "; put the text in quotes");
        }
        if (SecretRef.isReference(scalar.text())) {
            throw new IllegalArgumentException("must not contain ${…}, which works only in username and password");
        }
        return scalar.text();
    }

    private static String nameComplaint(String name) {
        try {
            AlarmRule.validate(name, AlarmRule.ON_ARRIVAL);
            return null;
        } catch (IllegalArgumentException e) {
            return "must be 1 to " + AlarmRule.MAX_NAME_LENGTH + " characters without / + # $ or control characters";
        }
    }

    private static String stateComplaint(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return TextValue.isValid(bytes, 0, bytes.length)
                ? null
                : "must be 1 to " + TextValue.MAX_LENGTH + " bytes without control characters";
    }

    private static StateSet state(Scalar scalar) {
        if (scalar.isNumber()) {
            return new StateSet(List.of(), List.of(number(scalar)));
        }
        if (scalar.plain() && !scalar.numberHint().isEmpty()) {
            throw new IllegalArgumentException("must be a number or a quoted text, is " + scalar.shown()
                    + scalar.numberHint() + "; or put the text in quotes");
        }
        return scalar.isBoolean()
                ? new StateSet(List.of(), List.of(bool(scalar) ? 1.0 : 0.0))
                : StateSet.of(STATE_TEXT.parse(scalar));
    }

    private static QualityValue qualityValue(Scalar scalar) {
        if (scalar.isNumber()) {
            return QualityValue.of(number(scalar));
        }
        return scalar.isBoolean() ? QualityValue.of(bool(scalar)) : QualityValue.of(STATE_TEXT.parse(scalar));
    }

    private static boolean bool(Scalar scalar) {
        if (!scalar.isBoolean()) {
            throw new IllegalArgumentException("must be true or false, is " + scalar.shown());
        }
        return scalar.text().equals("true");
    }

    private static double number(Scalar scalar) {
        double value = scalar.isNumber() ? Double.parseDouble(scalar.text()) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("must be a number, is " + scalar.shown() + scalar.numberHint());
        }
        return value;
    }

    private static long wholeNumber(Scalar scalar) {
        if (!scalar.isNumber()) {
            throw new IllegalArgumentException("must be a whole number, is " + scalar.shown() + scalar.numberHint());
        }
        try {
            return Long.parseLong(scalar.text());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a whole number, is " + scalar.text(), e);
        }
    }

    private static Path path(Scalar scalar) {
        String text = text(scalar);
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must be a path, is empty");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be a path: " + e.getReason(), e);
        }
    }

    private static String subscriptionComplaint(String filter) {
        if (filter.startsWith("$share/")) {
            return "must not be a shared subscription, which breaks the order of a sensor's readings";
        }
        if (filter.startsWith("spBv1.0/")) {
            return "must not be Sparkplug's; give the source the key sparkplug, which reads births, aliases and deaths";
        }
        try {
            SensorSelector selector = new SensorSelector(filter);
            return selector.filter().chars().anyMatch(Character::isISOControl)
                    ? "must not contain control characters"
                    : null;
        } catch (IllegalArgumentException e) {
            return "must be a topic filter: '+' only as a whole level, '#' only as the whole last level";
        }
    }

    private static String brokerUrl(Scalar scalar) {
        String url = text(scalar);
        if (url.contains("@")) {
            // not shown, because the value may be a password
            throw new IllegalArgumentException(
                    "must not contain a user or password; use the keys username and" + " password");
        }
        String wanted = "must be tcp://HOST:PORT or ssl://HOST:PORT, is " + scalar.shown();
        try {
            if (BrokerAddress.of(url).url().equals(url)) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wanted, e);
        }
        throw new IllegalArgumentException(wanted); // without a port, or with leading zeros in the port
    }

    private static SyncPolicy sync(Scalar scalar) {
        return switch (scalar.text()) {
            case "os" -> SyncPolicy.OS;
            case "always" -> SyncPolicy.ALWAYS;
            default -> {
                try {
                    yield SyncPolicy.every(Durations.parse(scalar.text()));
                } catch (IllegalArgumentException e) {
                    throw new IllegalArgumentException(
                            "must be os, always or a duration such as 10ms, is " + scalar.shown(), e);
                }
            }
        };
    }

    private static double pace(Scalar scalar) {
        String text = scalar.text();
        if (text.equals("max")) {
            return 0;
        }
        if (text.equals("realtime")) {
            return 1;
        }
        Scalar factor = Scalar.plain(text.endsWith("x") ? text.substring(0, text.length() - 1) : "");
        double value = factor.isNumber() ? Double.parseDouble(factor.text()) : 0;
        if (!(value > 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException("must be max, realtime or a factor such as 60x, is " + scalar.shown());
        }
        return value;
    }
}
