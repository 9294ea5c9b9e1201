package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.ValueReader;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.mapping.NameTemplate.Captured;
import io.tocsin.ingest.mapping.NameTemplate.Part;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes readings of documents of any format by a {@link Mapping}: a reader finds the members, and here is decided what
 * they mean. One value that cannot be read costs its reading; a time that cannot be read costs the readings of its
 * element; a faulty document costs the message. One thread.
 */
public final class DocumentMapper implements PayloadReader {
    private static final double MAX_EXACT = 1L << 53;
    private static final int MAX_EXACT_DIGITS = 15;

    private final DocumentReader reader;
    private final Mapping mapping;
    private final PathNode root;
    private final Findings findings;
    private final SensorNaming naming;
    private final ElementTimes times;
    private final ElementQualities qualities;
    private final ValueReader[] rules;
    private final MemberPath[] paths;
    private final String[] textFaults;
    private final Quality[] fixedQualities;
    /** By value: null unless it is written as bytes. */
    private final ByteNumber[] bytes;

    /** Whether an element with a BAD quality needs no value. */
    private final boolean mayLackValue;

    private final boolean hasScopes;
    private final int innermostScope;
    private final ScalarText scalars = new ScalarText();
    /** Index of the payload's first byte. */
    private int start;

    /**
     * @param reader of the documents
     * @param template of the sensors' names
     */
    public DocumentMapper(DocumentReader reader, Mapping mapping, NameTemplate template) {
        this.reader = reader;
        this.mapping = mapping;
        PathTree tree = new PathTree(mapping.each());
        List<ValueConfig> values = mapping.values();
        for (int i = 0; i < values.size(); i++) {
            for (MemberPath path : values.get(i).paths()) {
                tree.addValue(i, path);
            }
        }
        mapping.except().forEach(tree::addExcept);
        List<MemberPath> slots = new ArrayList<>();
        this.times = ElementTimes.of(mapping.time(), slots);
        this.qualities = ElementQualities.of(mapping.quality(), slots);
        List<Part> parts = template.parts();
        int[] nameSlots = new int[parts.size() + 2]; // the template may get "/{member}" behind it
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Captured captured) {
                nameSlots[i] = slot(slots, captured.path());
            }
        }
        this.bytes = new ByteNumber[values.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = ByteNumber.of(values.get(i), slots);
        }
        for (int slot = 0; slot < slots.size(); slot++) {
            tree.addCapture(slot, slots.get(slot));
        }
        this.root = tree.root();
        this.findings = new Findings(slots.size());
        int keyScope = PathNode.NONE;
        for (int scope = 1; scope < tree.scopeCount(); scope++) {
            keyScope = tree.hasKey(scope) ? scope : keyScope;
        }
        if (template.hasKey() && keyScope == PathNode.NONE) {
            throw new IllegalArgumentException("{key} needs an each with *, sensor=" + template);
        }
        this.naming = new SensorNaming(template, mapping, nameSlots, keyScope);
        this.mayLackValue =
                qualities.isMapped() && values.size() == 1 && !values.get(0).isRepeated();
        this.hasScopes = tree.scopeCount() > 1;
        this.innermostScope = tree.scopeCount() - 1;
        this.rules = values.stream().map(value -> value.rule().reader()).toArray(ValueReader[]::new);
        this.paths = values.stream().map(value -> value.paths().get(0)).toArray(MemberPath[]::new);
        this.textFaults = new String[paths.length];
        for (int i = 0; i < paths.length; i++) {
            textFaults[i] = subject(i) + " is a text, which " + ValueText.MUST;
        }
        this.fixedQualities = values.stream().map(ValueConfig::quality).toArray(Quality[]::new);
    }

    /** The slot of a member, a new one unless it has one. */
    static int slot(List<MemberPath> slots, MemberPath path) {
        int slot = slots.indexOf(path);
        if (slot >= 0) {
            return slot;
        }
        slots.add(path);
        return slots.size() - 1;
    }

    @Override
    public int fixedNameCount() {
        return naming.fixedNameCount();
    }

    @Override
    public byte[] fixedName(TopicLevels topic, int index) {
        return naming.fixedName(topic, index);
    }

    @Override
    public int maxReadings() {
        return mapping.isRepeated() ? Integer.MAX_VALUE : mapping.values().size();
    }

    @Override
    public void read(byte[] payload, int offset, int length, TopicLevels topic, Readings readings) {
        readings.clear();
        start = offset;
        findings.begin(payload);
        DocumentFault fault = reader.read(payload, offset, offset + length, root, findings);
        if (fault != null) {
            readings.refuse(fault.reason(), fault.detail());
            return;
        }
        if (findings.isFull()) {
            readings.refuse(Counter.DROPPED_TOO_LARGE, "payload with more than " + Findings.MAX_COUNT + " values");
            return;
        }
        times.begin(findings);
        qualities.begin(findings);
        for (int i = 0; i < findings.valueCount(); i++) {
            read(i, topic, readings);
        }
        addValueless(topic, readings);
        if (readings.size() == 0) {
            onNothing(readings);
        }
    }

    private void read(int valueIndex, TopicLevels topic, Readings readings) {
        int member = findings.value(valueIndex);
        int element = findings.valueElement(valueIndex);
        int index = readings.add(member);
        if (!naming.name(readings, index, findings, valueIndex, element, topic)) {
            readings.refuse(index, Counter.DROPPED_BAD_NAME, naming.fault());
            return;
        }
        long timeNs = times.of(element);
        if (timeNs == EventTime.INVALID) {
            readings.refuse(index, Counter.DROPPED_BAD_TIME, times.fault() + place(times.token(element)));
            return;
        }
        if (times.isReplaced(element)) {
            readings.noteReceiveTime();
        }
        readings.setEventTimeNs(index, timeNs);
        Quality quality = fixedQualities[member];
        if (quality == null) {
            quality = qualities.of(element);
            if (qualities.isAssumed()) {
                readings.noteAssumedQuality();
            }
        }
        value(index, valueIndex, quality, readings);
    }

    private void value(int index, int valueIndex, Quality quality, Readings readings) {
        int member = findings.value(valueIndex);
        int token = findings.valueToken(valueIndex);
        readings.setQuality(index, quality.code());
        if (fixedQualities[member] == Quality.BAD) {
            return;
        }
        ValueReader rule = rules[member];
        if (bytes[member] != null) {
            if (!bytes[member].read(findings, findings.valueElement(valueIndex), token)) {
                lose(index, token, quality, bytes[member].fault(), readings);
                return;
            }
            double number = bytes[member].number();
            ValueReader.Kind kind = bytes[member].isFloat() ? real((float) number, rule) : real(number, rule);
            settle(index, token, kind, quality, rule, readings);
            return;
        }
        if (rule.keepsTexts()) {
            keepText(index, token, quality, rule, readings);
            return;
        }
        ValueReader.Kind kind = switch (findings.kind(token)) {
            case NUMBER, TEXT -> written(index, token, rule, readings);
            case TRUE -> rule.ofBoolean(true);
            case FALSE -> rule.ofBoolean(false);
            case NULL -> ValueReader.Kind.NO_SAMPLE;
            case INTEGER -> integer(index, findings.bits(token), rule, readings);
            case UNSIGNED -> unsigned(index, findings.bits(token), rule, readings);
            case DOUBLE -> real(Double.longBitsToDouble(findings.bits(token)), rule);
            case FLOAT -> real((float) Double.longBitsToDouble(findings.bits(token)), rule);
            case TIME -> seconds(findings.bits(token), rule);
            case STRUCTURE -> null;
        };
        if (kind == null) {
            lose(index, token, quality, "is an object, an array or bytes", readings);
            return;
        }
        settle(index, token, kind, quality, rule, readings);
    }

    /** A scalar as a text, as it is written. */
    private void keepText(int index, int token, Quality quality, ValueReader rule, Readings readings) {
        if (findings.kind(token) == TokenKind.NULL) {
            settle(index, token, ValueReader.Kind.NO_SAMPLE, quality, rule, readings);
        } else if (scalars.read(findings, token)) {
            ValueReader.Kind kind = rule.ofText(scalars.bytes(), scalars.from(), scalars.to());
            settle(index, token, kind, quality, rule, readings);
        } else {
            lose(index, token, quality, "is an object, an array, bytes or a time, and no text", readings);
        }
    }

    private void settle(
            int index, int token, ValueReader.Kind kind, Quality quality, ValueReader rule, Readings readings) {
        switch (kind) {
            case NUMBER -> readings.setValue(index, rule.value());
            case NO_SAMPLE -> readings.setQuality(index, Quality.BAD.code());
            case REFUSED -> lose(index, token, quality, rule.fault(), readings);
            case TEXT -> text(index, quality, rule, readings);
        }
    }

    /** A value that cannot be read: of a BAD reading nobody wants it. */
    private void lose(int index, int token, Quality quality, String fault, Readings readings) {
        if (quality != Quality.BAD) {
            int member = readings.member(index);
            boolean isWhole = !hasScopes && paths[member].equals(MemberPath.SELF);
            readings.refuse(
                    index, Counter.DROPPED_NOT_A_NUMBER, subject(member) + " " + fault + (isWhole ? "" : place(token)));
        }
    }

    /** The place of a scalar in the payload, as the end of a sentence; empty where it is not known. */
    private String place(int token) {
        boolean isWritten = findings.kind(token) == TokenKind.NUMBER || findings.kind(token) == TokenKind.TEXT;
        return isWritten && findings.from(token) >= 0 ? ", at byte " + (findings.from(token) - start) : "";
    }

    private void text(int index, Quality quality, ValueReader rule, Readings readings) {
        if (quality == Quality.BAD) {
            readings.setValue(index, rule.value());
            return;
        }
        readings.setText(
                index,
                scalars.bytes(),
                scalars.from(),
                scalars.to() - scalars.from(),
                rule.value(),
                textFaults[readings.member(index)]);
    }

    private ValueReader.Kind written(int index, int token, ValueReader rule, Readings readings) {
        double read = findings.number(token);
        if (!Double.isNaN(read) && findings.to(token) - findings.from(token) <= MAX_EXACT_DIGITS) {
            return rule.ofNumber(read);
        }
        scalars.read(findings, token);
        byte[] bytes = scalars.bytes();
        int from = scalars.from();
        int to = scalars.to();
        ValueReader.Kind kind;
        if (findings.kind(token) == TokenKind.NUMBER) {
            kind = rule.ofNumber(Double.isNaN(read) ? DecimalText.parse(bytes, from, to) : read);
        } else {
            kind = rule.ofText(bytes, from, to);
        }
        noteRounded(readings, index, rule.value(), bytes, from, to);
        return kind;
    }

    /** Notes a whole number in decimal digits that a double cannot hold. */
    static void noteRounded(Readings readings, int index, double number, byte[] bytes, int from, int to) {
        if (to - from > MAX_EXACT_DIGITS && Math.abs(number) > MAX_EXACT && isInteger(bytes, from, to)) {
            readings.noteRounded(index);
        }
    }

    private static boolean isInteger(byte[] bytes, int from, int to) {
        for (int i = bytes[from] == '-' ? from + 1 : from; i < to; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
        }
        return true;
    }

    static ValueReader.Kind integer(int index, long number, ValueReader rule, Readings readings) {
        if (Math.abs((double) number) > MAX_EXACT && (long) (double) number != number) {
            readings.noteRounded(index);
        }
        return rule.ofNumber((double) number);
    }

    static ValueReader.Kind unsigned(int index, long bits, ValueReader rule, Readings readings) {
        if (bits >= 0) {
            return integer(index, bits, rule, readings);
        }
        readings.noteRounded(index);
        // Halved with the lost bit kept, so that it rounds as the whole number would.
        return rule.ofNumber(((bits >>> 1) | (bits & 1)) * 2.0);
    }

    /** NaN and the infinities are no sample. */
    static ValueReader.Kind real(double number, ValueReader rule) {
        return Double.isFinite(number) ? rule.ofNumber(number) : ValueReader.Kind.NO_SAMPLE;
    }

    /** As the other, of a float of at most 32 bits. */
    static ValueReader.Kind real(float number, ValueReader rule) {
        return Float.isFinite(number) ? rule.ofFloat(number) : ValueReader.Kind.NO_SAMPLE;
    }

    /** A time as a value: seconds since 1970. */
    private static ValueReader.Kind seconds(long timeNs, ValueReader rule) {
        return rule.ofNumber(timeNs == EventTime.INVALID ? Double.NaN : timeNs / 1e9);
    }

    /** An element that has a quality of its own and no value: the device says that it has none. */
    private void addValueless(TopicLevels topic, Readings readings) {
        if (!mayLackValue) {
            return;
        }
        int value = 0;
        for (int element = 0; element < findings.elementCount(); element++) {
            boolean hasValue = value < findings.valueCount() && findings.valueElement(value) == element;
            if (hasValue) {
                value++;
            } else if (findings.scope(element) == innermostScope && qualities.isBadOf(element)) {
                addBad(element, topic, readings);
            }
        }
    }

    private void addBad(int element, TopicLevels topic, Readings readings) {
        int index = readings.add(0);
        readings.setQuality(index, Quality.BAD.code());
        if (!naming.name(readings, index, findings, PathNode.NONE, element, topic)) {
            readings.refuse(index, Counter.DROPPED_BAD_NAME, naming.fault());
            return;
        }
        long timeNs = times.of(element);
        if (timeNs == EventTime.INVALID) {
            readings.refuse(index, Counter.DROPPED_BAD_TIME, times.fault() + place(times.token(element)));
        } else {
            readings.setEventTimeNs(index, timeNs);
        }
    }

    /** A message without any reading is a loss, unless what repeats in it is only empty. */
    private void onNothing(Readings readings) {
        boolean hasElements =
                findings.elementCount() > 1 && findings.scope(findings.elementCount() - 1) == innermostScope;
        boolean isEmpty = findings.hasRepetition() && !(hasScopes && hasElements);
        if (isEmpty) {
            return;
        }
        String missing = hasScopes && !hasElements ? mapping.each().toString() : paths[0].toString();
        int index = readings.add(0);
        readings.refuse(index, Counter.DROPPED_MISSING_MEMBER, "no member " + missing);
    }

    private String subject(int member) {
        return paths[member].toString().equals(".") ? "payload" : "member " + paths[member];
    }
}
