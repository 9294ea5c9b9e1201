package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.FileKeys;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.Suggestions;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.gateway.config.schema.ValueKeys;
import io.tocsin.gateway.config.yaml.Item;
import io.tocsin.gateway.config.yaml.Problems;
import io.tocsin.ingest.decode.QualityMapping;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.decode.ValueScale;
import io.tocsin.ingest.file.CsvFormat;
import io.tocsin.ingest.file.CsvLayout;
import io.tocsin.ingest.file.CsvMapping;
import io.tocsin.ingest.file.FileFormat;
import io.tocsin.ingest.file.FileSourceConfig;
import io.tocsin.ingest.file.SensorTemplate;
import io.tocsin.ingest.file.ValueColumn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a file source. */
final class FileBinder {
    private static final int MOST_TIME_COLUMNS = 2;

    private final BindContext context;
    private final Problems problems;
    private final ValueRuleBinder rules;
    private final InfluxFileBinder influx;
    private final long futureLimitNs;

    FileBinder(BindContext context, long futureLimitNs) {
        this.context = context;
        this.problems = context.problems();
        this.rules = new ValueRuleBinder(context);
        this.influx = new InfluxFileBinder(context);
        this.futureLimitNs = futureLimitNs;
    }

    /** The source, or null when it has errors; its file has been looked for. */
    SourceConfig bind(SectionReader keys, Path path) {
        int errorsBefore = problems.errorCount();
        double pace = keys.get(FileKeys.PACE);
        boolean follow = keys.get(FileKeys.FOLLOW);
        boolean sorts = keys.get(FileKeys.ORDER);
        if (sorts && follow) {
            problems.error(
                    keys.item(FileKeys.ORDER), "not with follow: a file that is followed has no end to be sorted to");
        }
        boolean isInflux = FileKeys.INFLUX.equals(keys.get(FileKeys.FORMAT));
        FileFormat format = isInflux ? influx.bind(keys) : csv(keys);
        if (problems.errorCount() > errorsBefore || format == null) {
            return null;
        }
        FileSourceConfig config = context.attempt(
                keys.item(),
                () -> new FileSourceConfig(keys.get(FileKeys.NAME), path, format, pace, futureLimitNs, follow, sorts));
        return config == null ? null : new SourceConfig.File(config);
    }

    private FileFormat csv(SectionReader keys) {
        if (keys.has(FileKeys.INFLUX_SENSOR)) {
            problems.error(
                    keys.item(FileKeys.INFLUX_SENSOR), "is for format: influx; of a CSV file it is columns.sensor");
        }
        for (Key<?> key : FileKeys.INFLUX_VALUE) {
            if (keys.has(key)) {
                problems.error(keys.item(key), "is for format: influx; of a CSV file it is columns." + key.name());
            }
        }
        if (!keys.has(FileKeys.COLUMNS_KEY)) {
            if (keys.item().isMapping()) {
                String columns = keys.item().pathOf(FileKeys.COLUMNS_KEY.name());
                problems.error(keys.item().place(), columns + ": is missing");
            }
            return null;
        }
        CsvFormat format = format(keys);
        CsvLayout layout = layout(keys);
        SectionReader columns = keys.section(FileKeys.COLUMNS_KEY, FileKeys.COLUMNS);
        checkTimeKeys(keys, columns, keys.get(FileKeys.PACE), keys.get(FileKeys.ORDER));
        CsvMapping mapping = mapping(keys, columns, layout);
        return mapping == null ? null : new FileFormat.Csv(format, layout, mapping);
    }

    private CsvFormat format(SectionReader keys) {
        Character separator = keys.get(FileKeys.SEPARATOR);
        String comment = keys.get(FileKeys.COMMENT);
        boolean isDecimalSign = separator != null && separator.equals(keys.get(ValueKeys.DECIMAL));
        if (isDecimalSign) {
            problems.warn(
                    keys.item(ValueKeys.DECIMAL),
                    "is also the separator: numbers with a decimal comma must be in quotes in the file");
        }
        return new CsvFormat(
                separator == null ? CsvFormat.UNSAID : separator,
                keys.get(FileKeys.ENCODING),
                comment == null ? "" : comment);
    }

    /** The layout; as if it were plain when it has errors. */
    private CsvLayout layout(SectionReader keys) {
        int skipRows = keys.get(FileKeys.SKIP_ROWS).intValue();
        int unitRows = keys.get(FileKeys.UNIT_ROWS).intValue();
        if (!keys.has(FileKeys.HEADER)) {
            return new CsvLayout(skipRows, true, List.of(), unitRows);
        }
        Item item = keys.item(FileKeys.HEADER);
        List<String> names = keys.getAll(FileKeys.HEADER);
        boolean hasNames = item.isList();
        boolean hasHeader = !hasNames && names.equals(List.of("true"));
        if (!hasNames && !hasHeader && !names.equals(List.of("false"))) {
            if (!names.isEmpty()) {
                problems.error(item, "must be true, false or the list of the columns' names: [time, name, value]");
            }
            return CsvLayout.PLAIN;
        }
        Set<String> seen = new HashSet<>();
        names.stream()
                .filter(name -> hasNames && !seen.add(name))
                .forEach(name -> problems.error(item, "names the column " + name + " twice"));
        if (!hasHeader && unitRows > 0) {
            problems.error(
                    keys.item(FileKeys.UNIT_ROWS), "counts rows behind the header, and there is none: use skipRows");
        }
        return new CsvLayout(skipRows, hasHeader, hasNames ? names : List.of(), unitRows);
    }

    private void checkTimeKeys(SectionReader keys, SectionReader columns, double pace, boolean sorts) {
        if (columns.has(FileKeys.TIME)) {
            return;
        }
        for (Key<?> key :
                List.of(TopicKeys.TIME_UNIT, TopicKeys.ZONE, TopicKeys.BAD_TIME, FileKeys.PACE, FileKeys.ORDER)) {
            boolean isNeutral = (key.equals(FileKeys.PACE) && pace == 0) || (key.equals(FileKeys.ORDER) && !sorts);
            if (keys.has(key) && !isNeutral) {
                problems.error(keys.item(key), "needs columns.time, the column with the event time");
            }
        }
    }

    private CsvMapping mapping(SectionReader keys, SectionReader columns, CsvLayout layout) {
        int errorsBefore = problems.errorCount();
        ValueRule base = new ValueRule(
                ValueRule.Type.ANY, ValueScale.NONE, List.of(), Map.of(), keys.get(ValueKeys.DECIMAL) == ',', null);
        List<ValueColumn> values = values(columns, rules.bind(columns, base));
        SensorTemplate sensor = sensor(columns, values);
        List<String> time = columns.getAll(FileKeys.TIME);
        List<String> except = columns.getAll(FileKeys.EXCEPT);
        QualityMapping quality = new QualityBinder(context).bind(columns, FileKeys.QUALITY);
        TimeFormat timeFormat = TimeFormatBinder.bind(keys, context);
        if (time.size() > MOST_TIME_COLUMNS) {
            problems.error(columns.item(FileKeys.TIME), "must be one column, or two with the date and the time of day");
        } else if (time.size() > 1 && timeFormat != null && timeFormat.unit().nanos() != 0) {
            problems.error(
                    keys.nearest(TopicKeys.TIME_UNIT),
                    "a date and a time of day in two columns are text: set timeUnit to iso or to a pattern such as"
                            + " dd.MM.yyyy HH:mm:ss");
        }
        if (!except.isEmpty() && values.stream().noneMatch(FileBinder::isAll)) {
            problems.error(columns.item(FileKeys.EXCEPT), "leaves columns out of \"*\", and value has none");
        }
        if (!layout.hasHeader()) {
            checkNames(columns, FileKeys.TIME, time, layout);
            checkNames(columns, FileKeys.EXCEPT, except, layout);
            checkNames(
                    columns,
                    FileKeys.COLUMNS_VALUE,
                    values.stream()
                            .filter(value -> !isAll(value))
                            .map(ValueColumn::column)
                            .toList(),
                    layout);
            checkNames(columns, FileKeys.SENSOR, sensor == null ? List.of() : sensor.fields(), layout);
            checkNames(columns, FileKeys.QUALITY, quality == null ? List.of() : List.of(quality.path()), layout);
        }
        if (problems.errorCount() > errorsBefore || timeFormat == null) {
            return null;
        }
        return context.attempt(
                columns.item(),
                () -> new CsvMapping(sensor, values, except, time, timeFormat, keys.get(TopicKeys.BAD_TIME), quality));
    }

    private static boolean isAll(ValueColumn value) {
        return value.column().equals(ValueColumn.ALL);
    }

    /** Reports columns that a file without a header cannot have. */
    private void checkNames(SectionReader columns, Key<?> key, List<String> names, CsvLayout layout) {
        for (String name : names) {
            boolean isKnown = layout.names().isEmpty()
                    ? name.matches("[1-9]\\d{0,4}")
                    : layout.names().contains(name);
            if (!isKnown) {
                problems.error(
                        columns.item(key),
                        layout.names().isEmpty()
                                ? "must be a column's number from 1, for header: false leaves the columns without"
                                        + " names, is " + name
                                : "is the column " + name + ", which header does not name"
                                        + Suggestions.didYouMean(name, layout.names()));
            }
        }
    }

    private SensorTemplate sensor(SectionReader columns, List<ValueColumn> values) {
        String text = columns.get(FileKeys.SENSOR);
        if (text == null) {
            return columns.has(FileKeys.SENSOR) ? null : SensorTemplate.COLUMN;
        }
        Item item = columns.item(FileKeys.SENSOR);
        SensorTemplate template = text.indexOf('{') < 0
                ? SensorTemplate.ofField(text)
                : context.attempt(item, () -> SensorTemplate.parse(text));
        boolean hasSeveral = values.size() > 1 || values.stream().anyMatch(FileBinder::isAll);
        if (template != null && hasSeveral && !template.hasColumn()) {
            String advice = text.indexOf('{') < 0 ? "; write \"{" + text + "}/{column}\"" : "";
            problems.error(item, "needs {column}: several columns with values would be one sensor" + advice);
        }
        return template;
    }

    private List<ValueColumn> values(SectionReader columns, ValueRule rule) {
        if (!columns.has(FileKeys.COLUMNS_VALUE)) {
            if (columns.item().isMapping()) {
                String path = columns.item().pathOf(FileKeys.COLUMNS_VALUE.name());
                problems.error(columns.item().place(), path + ": is missing");
            }
            return List.of();
        }
        Item item = columns.item(FileKeys.COLUMNS_VALUE);
        List<Item> elements = item.isList() ? item.elements() : List.of(item);
        if (elements.isEmpty()) {
            problems.error(item, "must not be an empty list");
        }
        List<ValueColumn> values = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Item element : elements) {
            ValueColumn value = element.isMapping() ? section(element, rule) : column(element, rule);
            if (value != null && !seen.add(value.column())) {
                problems.error(element, "names the column " + value.column() + " twice");
            } else if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private ValueColumn column(Item element, ValueRule rule) {
        if (element.isList()) {
            problems.error(element, "must be a column, is a list");
            return null;
        }
        String column = context.attempt(element, () -> FileKeys.COLUMN.parse(element.scalar()));
        return column == null ? null : new ValueColumn(column, null, rule);
    }

    private ValueColumn section(Item element, ValueRule base) {
        SectionReader keys = new SectionReader(element, FileKeys.VALUE, problems);
        String column = keys.get(FileKeys.VALUE_COLUMN);
        String name = keys.get(FileKeys.VALUE_NAME);
        ValueRule rule = rules.bind(keys, base);
        if (ValueColumn.ALL.equals(column) && name != null) {
            problems.error(keys.item(FileKeys.VALUE_NAME), "would be the name of every column that \"*\" takes");
        }
        return column == null ? null : new ValueColumn(column, name, rule);
    }
}
