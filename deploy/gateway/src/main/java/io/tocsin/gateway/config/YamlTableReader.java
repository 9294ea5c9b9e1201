package io.tocsin.gateway.config;

import io.tocsin.ingest.table.TableCell;
import io.tocsin.ingest.table.TableReader;
import io.tocsin.ingest.table.TableSourceConfig;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads a table from a YAML file: a map from keys to maps from columns to numbers, or to names that a join looks up. Nothing under a column is no cell. */
public final class YamlTableReader implements TableReader {
    private final TableSourceConfig config;

    public YamlTableReader(TableSourceConfig config) {
        this.config = config;
    }

    @Override
    public SortedMap<String, TableCell> read(Predicate<String> mayBeText) throws IOException {
        Problems problems = new Problems(config.path().toString());
        SortedMap<String, TableCell> cells = new TreeMap<>();
        try {
            Item table = new Item(new YamlReader(config.path(), config.path().toString()).read(), "");
            for (NamedItem row : entries(table, problems)) {
                for (NamedItem cell : entries(row.value(), problems)) {
                    if (isWanted(cell.name()) && !cell.value().isNothing()) {
                        put(cells, row.name() + '/' + cell.name(), cell.value(), mayBeText, problems);
                    }
                }
            }
        } catch (ConfigException e) {
            throw new IOException(e.getMessage(), e);
        }
        if (problems.errorCount() > 0) {
            throw new IOException(String.join("; ", problems.errorLines()));
        }
        return cells;
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

    private static void put(
            SortedMap<String, TableCell> cells,
            String cell,
            Item value,
            Predicate<String> mayBeText,
            Problems problems) {
        if (!value.isScalar()) {
            problems.error(value, "must be a number, is " + value.shown());
            return;
        }
        try {
            boolean isText = !value.scalar().isNumber() && mayBeText.test(cell);
            cells.put(
                    cell,
                    isText
                            ? TableCell.of(ValueTypes.STATE_TEXT.parse(value.scalar()))
                            : TableCell.of(ValueTypes.NUMBER.parse(value.scalar())));
        } catch (IllegalArgumentException e) {
            problems.error(value, e.getMessage());
        }
    }
}
