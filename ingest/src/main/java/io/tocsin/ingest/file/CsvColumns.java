package io.tocsin.ingest.file;

import io.tocsin.ingest.SourceException;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Index of each configured column in a file, by the names in its header, by configured names or by number. */
final class CsvColumns {
    private static final int NONE = -1;

    private final FileSourceConfig config;
    private final List<String> names;
    private final int headerLength;
    private final int[] time;
    private final int quality;
    private final List<Value> values = new ArrayList<>();
    private final CsvNames sensors;
    private final int needed;

    /**
     * A column with values.
     *
     * @param index in a row
     * @param name that {@code {column}} is
     * @param reader of its fields
     * @param isEmptyBad whether an empty field is a BAD reading; otherwise it is none
     */
    record Value(int index, String name, ValueReader reader, boolean isEmptyBad) {}

    /**
     * @param names of the columns; null: they have numbers
     * @param headerLength columns of the header row; 0 when there is none
     * @param rowLength columns of a row; used only when the columns have numbers
     */
    private CsvColumns(FileSourceConfig config, List<String> names, int headerLength, int rowLength) {
        this.config = config;
        this.names = names;
        this.headerLength = headerLength;
        CsvMapping mapping = config.csv().mapping();
        this.time = mapping.time().stream().mapToInt(this::find).toArray();
        this.quality = mapping.quality() == null ? NONE : find(mapping.quality().path());
        int[] fields = mapping.sensor().fields().stream().mapToInt(this::find).toArray();
        addValues(mapping, fields, names == null ? rowLength : names.size());
        this.sensors =
                new CsvNames(config, fields, values.stream().map(Value::name).toList());
        IntStream always = IntStream.concat(IntStream.of(time), IntStream.of(fields));
        int last = Math.max(quality, always.max().orElse(NONE));
        this.needed =
                1 + (mapping.isWide() ? last : Math.max(last, values.get(0).index()));
    }

    /** Finds the columns in the header row that the reader is at. */
    static CsvColumns ofHeader(FileSourceConfig config, CsvReader header) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fieldCount(); i++) {
            int from = header.fieldFrom(i);
            names.add(new String(header.fieldBytes(i), from, header.fieldTo(i) - from, StandardCharsets.UTF_8).strip());
        }
        return new CsvColumns(config, names, names.size(), 0);
    }

    /**
     * Finds the columns of a file without a header.
     *
     * @param rowLength columns of its first row
     */
    static CsvColumns withoutHeader(FileSourceConfig config, int rowLength) {
        List<String> names = config.csv().layout().names();
        return new CsvColumns(config, names.isEmpty() ? null : names, 0, rowLength);
    }

    private void addValues(CsvMapping mapping, int[] fields, int columnCount) {
        Set<Integer> taken = new HashSet<>();
        IntStream.of(time).forEach(taken::add);
        IntStream.of(fields).forEach(taken::add);
        taken.add(quality);
        mapping.except().forEach(column -> taken.add(find(column)));
        for (ValueColumn value : mapping.values()) {
            if (!value.isAll()) {
                int index = find(value.column());
                taken.add(index);
                add(value, index);
            }
        }
        for (ValueColumn value : mapping.values()) {
            for (int i = 0; value.isAll() && i < columnCount; i++) {
                if (!taken.contains(i) && !nameOf(i).isEmpty()) {
                    requireOnce(i);
                    add(value, i);
                }
            }
        }
        if (values.isEmpty()) {
            throw new SourceException(prefix() + "has no column with values" + header());
        }
    }

    private void add(ValueColumn value, int index) {
        boolean isEmptyBad =
                !config.csv().mapping().isWide() || value.rule().noValue().contains(QualityValue.of(""));
        String name = value.name() == null ? nameOf(index) : value.name();
        values.add(new Value(index, name, value.rule().reader(), isEmptyBad));
    }

    /** Two columns of one name would be one sensor. */
    private void requireOnce(int index) {
        if (names != null && names.indexOf(names.get(index)) < index) {
            throw new SourceException(
                    prefix() + "has the column " + names.get(index) + " twice, so that \"*\" makes one"
                            + " sensor of two; skip the header with skipRows, and name the columns with the key header");
        }
    }

    private String nameOf(int index) {
        return names == null ? Integer.toString(index + 1) : names.get(index);
    }

    private int find(String wanted) {
        if (names == null) {
            return number(wanted) - 1;
        }
        int index = names.indexOf(wanted);
        if (index == NONE) {
            throw new SourceException(prefix() + "has no column " + wanted + header());
        }
        return index;
    }

    private int number(String wanted) {
        if (!wanted.matches("[1-9]\\d{0,4}")) {
            throw new SourceException(prefix() + "has no header, so its columns have numbers from 1, column=" + wanted);
        }
        return Integer.parseInt(wanted);
    }

    private String prefix() {
        return "source " + config.name() + ": " + config.path() + " ";
    }

    private String header() {
        return names == null ? "" : ", its header is " + String.join(",", names) + advice();
    }

    /** Advice for a header that is read in a wrong way. */
    private String advice() {
        String first = names.isEmpty() ? "" : names.get(0);
        if (String.join("", names).indexOf('\0') >= 0) {
            return "; set encoding: utf-16";
        }
        if (String.join("", names).indexOf('\uFFFD') >= 0) {
            return "; set encoding: windows-1252";
        }
        for (char sign : CsvFormat.SEPARATORS.toCharArray()) {
            if (names.size() == 1 && first.indexOf(sign) >= 0) {
                return "; set separator: " + (sign == '\t' ? "tab" : "\"" + sign + "\"");
            }
        }
        return "";
    }

    int timeCount() {
        return time.length;
    }

    int time(int index) {
        return time[index];
    }

    int quality() {
        return quality;
    }

    boolean hasQuality() {
        return quality != NONE;
    }

    int valueCount() {
        return values.size();
    }

    Value value(int index) {
        return values.get(index);
    }

    /** Names of the sensors of these columns. */
    CsvNames sensors() {
        return sensors;
    }

    /** How many fields a row must have. */
    int needed() {
        return needed;
    }

    /** How many fields a row may have that are not empty. */
    int mostFields() {
        return headerLength == 0 ? Integer.MAX_VALUE : headerLength;
    }
}
