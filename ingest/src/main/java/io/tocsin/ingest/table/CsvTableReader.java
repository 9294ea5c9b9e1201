package io.tocsin.ingest.table;

import io.tocsin.engine.reading.TextValue;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.file.CsvReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Reads a table from a CSV file whose first row names the columns. An empty field is no cell. */
public final class CsvTableReader implements TableReader {
    private final TableSourceConfig config;

    public CsvTableReader(TableSourceConfig config) {
        this.config = config;
    }

    @Override
    public SortedMap<String, TableCell> read(Predicate<String> mayBeText) throws IOException {
        SortedMap<String, TableCell> cells = new TreeMap<>();
        try (CsvReader reader = CsvReader.open(config.path())) {
            if (!nextRow(reader)) {
                throw new IOException("has no header row");
            }
            List<String> header = fields(reader);
            int key = header.indexOf(config.keyColumn());
            requireColumns(header);
            for (int row = 2; nextRow(reader); row++) {
                List<String> fields = fields(reader);
                if (key >= fields.size() || fields.get(key).isEmpty()) {
                    throw new IOException("row " + row + " has no " + config.keyColumn());
                }
                for (int i = 0; i < fields.size(); i++) {
                    if (i != key
                            && i < header.size()
                            && isWanted(header.get(i))
                            && !fields.get(i).isEmpty()) {
                        String cell = fields.get(key) + '/' + header.get(i);
                        if (cells.put(cell, cell(cell, fields.get(i), mayBeText, "row " + row)) != null) {
                            throw new IOException("row " + row + ": " + cell + " is there twice");
                        }
                    }
                }
            }
        }
        return cells;
    }

    private void requireColumns(List<String> header) throws IOException {
        List<String> wanted = new ArrayList<>(config.columns());
        wanted.add(config.keyColumn());
        for (String column : wanted) {
            if (!header.contains(column)) {
                throw new IOException("has no column " + column + ", its header is " + String.join(",", header));
            }
        }
    }

    private boolean isWanted(String column) {
        return config.columns().isEmpty() || config.columns().contains(column);
    }

    private static TableCell cell(String cell, String text, Predicate<String> mayBeText, String where)
            throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        double value = ValueText.parse(bytes, 0, bytes.length);
        if (Double.isFinite(value)) {
            return TableCell.of(value);
        }
        if (!mayBeText.test(cell)) {
            throw new IOException(
                    where + ": " + cell
                            + " is no number, and no join looks it up; name the columns with numbers in columns, if it is not to be");
        }
        if (!TextValue.isValid(bytes, 0, bytes.length)) {
            throw new IOException(where + ": " + cell + " is no name: a text " + ValueText.MUST);
        }
        return TableCell.of(text);
    }

    private static boolean nextRow(CsvReader reader) throws IOException {
        boolean isThere = reader.nextRow();
        if (isThere && reader.fault() != null) {
            throw new IOException("byte " + reader.rowOffset() + ": " + reader.fault());
        }
        return isThere;
    }

    private static List<String> fields(CsvReader reader) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < reader.fieldCount(); i++) {
            int from = reader.fieldFrom(i);
            fields.add(
                    new String(reader.fieldBytes(i), from, reader.fieldTo(i) - from, StandardCharsets.UTF_8).strip());
        }
        return fields;
    }
}
