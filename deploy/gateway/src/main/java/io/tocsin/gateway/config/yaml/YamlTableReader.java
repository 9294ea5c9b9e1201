package io.tocsin.gateway.config.yaml;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.schema.Scalar;
import io.tocsin.gateway.config.schema.ValueTypes;
import io.tocsin.ingest.table.TableCell;
import io.tocsin.ingest.table.TableContent;
import io.tocsin.ingest.table.TableReader;
import io.tocsin.ingest.table.TableSourceConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a table from a YAML file: a map from keys to maps from columns to numbers or texts. A column without a value is
 * an empty cell.
 */
public final class YamlTableReader implements TableReader {
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final TableSourceConfig config;

    public YamlTableReader(TableSourceConfig config) {
        this.config = config;
    }

    @Override
    public TableContent read() throws IOException {
        Problems problems = new Problems(config.path().toString());
        TableContent content = new TableContent(new TreeMap<>(), new ArrayList<>());
        try {
            Item table = new Item(new YamlReader(config.path(), config.path().toString()).read(), "");
            for (NamedItem row : entries(table, problems)) {
                for (NamedItem cell : entries(row.value(), problems)) {
                    if (cell.value().isNothing() && DIGITS.matcher(cell.name()).matches()) {
                        // {hi: 78,5} is two entries
                        problems.error(cell.key(), "has no value; write numbers with a point, not a comma");
                    }
                    if (isWanted(cell.name())) {
                        put(content, row.name() + '/' + cell.name(), cell.value(), problems);
                    }
                }
            }
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (problems.errorCount() > 0) {
            throw new IOException(String.join("; ", problems.errorLines()));
        }
        return content;
    }

    private static Iterable<NamedItem> entries(Item item, Problems problems) {
        if (item.isMapping()) {
            return NamedItem.of(item, problems);
        }
        problems.error(item, "must be a map, is " + item.shown());
        return List.of();
    }

    private boolean isWanted(String column) {
        return config.columns().isEmpty() || config.columns().contains(column);
    }

    private static void put(TableContent content, String cell, Item value, Problems problems) {
        if (!value.isScalar()) {
            problems.error(value, "must be a number or a text, is " + value.shown());
            return;
        }
        Scalar scalar = value.scalar();
        if (scalar.isNothing() || scalar.text().isBlank()) {
            content.empty().add(cell);
        } else if (scalar.isBoolean()) {
            content.cells().put(cell, TableCell.of(scalar.text().equals("true") ? 1 : 0));
        } else {
            content.cells().put(cell, cell(scalar));
        }
    }

    /** A number without quotes; all else is a text. */
    private static TableCell cell(Scalar scalar) {
        try {
            return scalar.isNumber() ? TableCell.of(ValueTypes.NUMBER.parse(scalar)) : TableCell.of(scalar.text());
        } catch (IllegalArgumentException e) {
            return TableCell.of(scalar.text()); // too large for a number
        }
    }
}
