package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.file.CsvFormat;
import io.tocsin.ingest.file.TextEncoding;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The keys of a file source: how the text is divided, and which readings a row holds. */
public final class FileKeys {
    private static final Map<String, Character> SEPARATORS =
            Suggestions.ordered(List.of(",", ";", "|", "tab", "blanks"), ',', ';', '|', '\t', CsvFormat.BLANKS);

    /** A column by its name in the header, or by its number. */
    public static final ValueType<String> COLUMN = new ValueType<>("column", FileKeys::column);

    public static final Key<String> NAME = Key.withDefault(
            "name",
            ValueTypes.NAME,
            "file",
            "Unique among the sources. Keep it when the configuration changes: progress is kept under it.");
    public static final Key<Path> PATH = Key.required("path", ValueTypes.PATH, "The file.");
    /** A value of {@link #FORMAT}. */
    public static final String CSV = "csv";
    /** A value of {@link #FORMAT}. */
    public static final String INFLUX = "influx";

    public static final Key<String> FORMAT = Key.withDefault(
            "format",
            ValueTypes.choice(Suggestions.ordered(List.of(CSV, INFLUX, "lines"), CSV, INFLUX, INFLUX)),
            CSV,
            "`csv`; `influx`, or `lines`: InfluxDB line protocol, whose lines [say names, values and"
                    + " times](how-to/read-other-formats.md#influxdb-lines-in-a-file). `sensor` and the keys of values are for"
                    + " `influx`, where times are in `ns` unless `timeUnit` says another unit; keys of rows and columns, `encoding`,"
                    + " `zone` and `badTime` are for `csv`.");
    public static final Key<Character> SEPARATOR = Key.optional(
            "separator",
            new ValueType<>("separator", FileKeys::separator),
            "`,`, or that of a first line `SEP=;`",
            "The sign between two fields: `\",\"`, `\";\"` or `\"|\"` in quotes, or `tab`. `blanks`: any number of blanks and"
                    + " tabs.");
    public static final Key<TextEncoding> ENCODING = Key.withDefault(
            "encoding",
            ValueTypes.choice(Suggestions.ordered(
                    List.of("utf-8", "utf-16", "utf-16le", "utf-16be", "latin-1", "iso-8859-1", "windows-1252"),
                    TextEncoding.UTF_8,
                    TextEncoding.UTF_16,
                    TextEncoding.UTF_16LE,
                    TextEncoding.UTF_16BE,
                    TextEncoding.LATIN_1,
                    TextEncoding.LATIN_1,
                    TextEncoding.WINDOWS_1252)),
            "utf-8",
            "Encoding of the file. A byte order mark decides instead of this key: a file with a mark needs none.");
    public static final Key<String> HEADER = Key.several(
            "header",
            new ValueType<>("true, false or a column's name", FileKeys::header),
            "`true`",
            "`true`: a row names the columns. `false`: no row does, and columns have numbers from 1. Or the names of the columns of a"
                    + " file without a header: `[time, name, raw, value]`.");
    public static final Key<Long> SKIP_ROWS = Key.withDefault(
            "skipRows",
            ValueTypes.integer(0, 10_000),
            "0",
            "Lines at the beginning of the file that are skipped, blank lines too: the header or the first row follows.");
    public static final Key<Long> UNIT_ROWS = Key.withDefault(
            "unitRows",
            ValueTypes.integer(0, 1_000),
            "0",
            "Rows behind the header that are skipped, such as a row of units.");
    public static final Key<String> COMMENT = Key.optional(
            "comment",
            ValueTypes.STATE_TEXT,
            "no line is a comment",
            "Lines that begin with this are skipped: `\"#\"`, in quotes.");
    public static final Key<Boolean> ORDER = Key.withDefault(
            "order",
            ValueTypes.choice(Suggestions.ordered(List.of("file", "sort"), false, true)),
            "file",
            "`sort`: readings are emitted in the order of their event times, for a file with the newest row first or with blocks out"
                    + " of order. Up to 4,194,304 readings are sorted together, in about 140 MB of heap; a larger file is sorted in"
                    + " parts of that many, which is logged. CSV needs `columns.time` for it; not with `follow`.");
    public static final Key<Double> PACE = Key.withDefault(
            "pace",
            ValueTypes.PACE,
            "max",
            "How fast it is read: `max`, `realtime` by its event times, or so many times faster.");
    public static final Key<Boolean> FOLLOW = Key.withDefault(
            "follow",
            ValueTypes.BOOLEAN,
            "false",
            "Waits for more rows at the end of the file, and reads a new file that takes its name from its start.");

    public static final Key<String> VALUE_COLUMN =
            Key.required("column", COLUMN, "The column; `\"*\"` for all that are named nowhere else.");
    public static final Key<String> VALUE_NAME = Key.optional(
            "name", ValueTypes.STATE_TEXT, "the column's name", "What `{column}` of the sensor's name is.");
    public static final Section VALUE = Section.of(
            "Value columns",
            "sources[].file.columns.value",
            "A column with values of its own kind. A key that is left out has the value that it has in `columns`.",
            VALUE_COLUMN,
            VALUE_NAME,
            ValueKeys.TYPE,
            ValueKeys.SCALE,
            ValueKeys.OFFSET,
            ValueKeys.FROM,
            ValueKeys.TO,
            ValueKeys.NO_VALUE,
            ValueKeys.VALID,
            ValueKeys.WORDS,
            ValueKeys.UNIT);

    public static final Key<String> SENSOR = Key.optional(
            "sensor",
            COLUMN,
            "`{column}`: each column a sensor",
            "Column with the sensor's name. Or a template of the name: `{column}`, the name of the value's column; `{file}`, the file's"
                    + " name without its ending; `{tag}`, the field of the column `tag`, in which `/`, `+` and `#` become `%2F`, `%2B`"
                    + " and `%23`; `{+tag}` keeps its `/` as levels.");
    public static final Key<String> COLUMNS_VALUE = Key.valuesOrSections(
            "value",
            COLUMN,
            VALUE,
            "**required**",
            "Column with the value. A list, or `\"*\"` for every column that no other key names: each is a sensor, and an empty field is"
                    + " no reading. Where a row is one reading, one with an empty value is BAD.");
    public static final Key<String> EXCEPT =
            Key.several("except", COLUMN, "none", "Columns that `\"*\"` leaves out: `[RECORD]`.");
    public static final Key<String> TIME = Key.several(
            "time",
            COLUMN,
            "the receive time",
            "Column with the event time, or two columns with its date and its time of day: `[Date, Time]` is read as one text with a"
                    + " blank between them.");
    public static final Key<String> QUALITY = Key.valueOrSection(
            "quality",
            COLUMN,
            QualityKeys.QUALITY,
            "every reading is good",
            "Column with the quality: good, uncertain, bad, true, false, or an OPC code, of which 0 is bad unless"
                    + " `codes: opcua` is said.");
    public static final Section COLUMNS = Section.of(
            "Columns",
            "sources[].file.columns",
            "Which column holds what, by the names in the header, or by numbers from 1 where there is none. Blanks around a name and"
                    + " around a field are no part of it, unless a field is in quotes.",
            SENSOR,
            COLUMNS_VALUE,
            EXCEPT,
            ValueKeys.TYPE,
            ValueKeys.SCALE,
            ValueKeys.OFFSET,
            ValueKeys.FROM,
            ValueKeys.TO,
            ValueKeys.NO_VALUE,
            ValueKeys.VALID,
            ValueKeys.WORDS,
            ValueKeys.UNIT,
            TIME,
            QUALITY);
    public static final Key<Void> COLUMNS_KEY = new Key<>(
            "columns",
            null,
            Key.Shape.SECTION,
            COLUMNS.link(),
            Key.Presence.OPTIONAL,
            "**required** with `format: csv`",
            "Which column holds what.");
    public static final Key<String> INFLUX_SENSOR = Key.optional(
            "sensor",
            ValueTypes.TEXT,
            "`{measurement}/{tags}/{field}`",
            "With `format: influx`, template of a sensor's name: `{measurement}`, `{tags}` (the values of all tags), `{field}`,"
                    + " `{location}` (the tag `location`) and `{file}`, the file's name without its ending. `/`, `+` and `#` in a"
                    + " part become `%2F`, `%2B` and `%23`; `{+location}` keeps its `/` as levels.");
    /** Keys of values, of every field of line protocol. */
    public static final List<Key<?>> INFLUX_VALUE = List.of(
            ofFields(ValueKeys.TYPE),
            ofFields(ValueKeys.SCALE),
            ofFields(ValueKeys.OFFSET),
            ofFields(ValueKeys.FROM),
            ofFields(ValueKeys.TO),
            ofFields(ValueKeys.NO_VALUE),
            ofFields(ValueKeys.VALID),
            ofFields(ValueKeys.WORDS),
            ofFields(ValueKeys.UNIT));
    /** Keys that only CSV has. */
    public static final List<Key<?>> ONLY_CSV = List.of(
            SEPARATOR,
            ENCODING,
            HEADER,
            SKIP_ROWS,
            UNIT_ROWS,
            COMMENT,
            COLUMNS_KEY,
            TopicKeys.ZONE,
            TopicKeys.BAD_TIME);

    public static final Section FILE = Section.of(
            "File source",
            "sources[].file",
            "Reads a file to its end. The next run reads only the rows that were appended since; a last row without a line break"
                    + " is left until it has one. A file whose earlier content has changed is read from its start.",
            NAME,
            PATH,
            FORMAT,
            SEPARATOR,
            ValueKeys.DECIMAL,
            ENCODING,
            HEADER,
            SKIP_ROWS,
            UNIT_ROWS,
            COMMENT,
            COLUMNS_KEY,
            INFLUX_SENSOR,
            INFLUX_VALUE.get(0),
            INFLUX_VALUE.get(1),
            INFLUX_VALUE.get(2),
            INFLUX_VALUE.get(3),
            INFLUX_VALUE.get(4),
            INFLUX_VALUE.get(5),
            INFLUX_VALUE.get(6),
            INFLUX_VALUE.get(7),
            INFLUX_VALUE.get(8),
            TopicKeys.TIME_UNIT,
            TopicKeys.ZONE,
            TopicKeys.BAD_TIME,
            ORDER,
            PACE,
            FOLLOW);

    private FileKeys() {}

    private static <T> Key<T> ofFields(Key<T> key) {
        return new Key<>(
                key.name(),
                key.type(),
                key.shape(),
                key.label(),
                key.presence(),
                key.defaultText(),
                "With `format: influx`, of every field: as [of columns](#columns).");
    }

    private static String column(Scalar scalar) {
        String name = scalar.isNumber() ? scalar.text() : ValueTypes.TEXT.parse(scalar);
        if (name.isBlank()) {
            throw new IllegalArgumentException("must be the name or number of a column, is empty");
        }
        return name.strip();
    }

    private static String header(Scalar scalar) {
        return scalar.isBoolean() ? scalar.text() : column(scalar);
    }

    private static Character separator(Scalar scalar) {
        String text = scalar.text().equals("\t") ? "tab" : scalar.text().equals(" ") ? "blanks" : scalar.text();
        Character sign = SEPARATORS.get(text);
        if (sign == null) {
            throw new IllegalArgumentException(
                    "must be one of the signs , ; | in quotes, tab or blanks, is " + scalar.shown());
        }
        return sign;
    }
}
