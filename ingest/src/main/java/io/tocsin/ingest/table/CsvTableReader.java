package io.tocsin.ingest.table;

import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.file.CsvReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a table from a CSV file whose first row names the columns. An empty field is an empty cell, a row of empty
 * fields is none. A row longer than the header is refused: an unquoted decimal comma makes one.
 */
public final class CsvTableReader implements TableReader {
    private final TableSourceConfig config;

    public CsvTableReader(TableSourceConfig config) {
        this.config = config;
    }

    @Override
    public TableContent read() throws IOException {
        TableContent content = new TableContent(new TreeMap<>(), new ArrayList<>());
        Map<String, Integer> rowOfKey = new HashMap<>();
        try (CsvReader reader = CsvReader.open(config.path())) {
            if (!nextRow(reader)) {
                throw new IOException("has no header row");
            }
            List<String> header = fields(reader);
            int key = header.indexOf(config.keyColumn());
            checkHeader(header);
            for (int row = 2; nextRow(reader); row++) {
                List<String> fields = fields(reader);
                if (fields.stream().allMatch(String::isEmpty)) {
                    continue;
                }
                if (key >= fields.size() || fields.get(key).isEmpty()) {
                    throw new IOException("row " + row + " has no " + config.keyColumn());
                }
                Integer earlier = rowOfKey.put(fields.get(key), row);
                if (earlier != null) {
                    throw new IOException(
                            "row " + row + ": " + fields.get(key) + " is there twice, first in row " + earlier);
                }
                checkLength(fields, header, row, fields.get(key));
                addCells(content, header, fields, key);
            }
        }
        return content;
    }

    private void addCells(TableContent content, List<String> header, List<String> fields, int key) {
        for (int i = 0; i < header.size(); i++) {
            if (i == key || header.get(i).isEmpty() || !isWanted(header.get(i))) {
                continue;
            }
            String cell = fields.get(key) + '/' + header.get(i);
            String field = i < fields.size() ? fields.get(i) : "";
            if (field.isEmpty()) {
                content.empty().add(cell);
            } else {
                content.cells().put(cell, cell(field));
            }
        }
    }

    private void checkHeader(List<String> header) throws IOException {
        List<String> wanted = new ArrayList<>(config.columns());
        wanted.add(config.keyColumn());
        for (String column : wanted) {
            if (!header.contains(column)) {
                throw new IOException("has no column " + column + ", its header is " + String.join(",", header));
            }
        }
        for (int i = 0; i < header.size(); i++) {
            String column = header.get(i);
            if (!column.isEmpty() && header.indexOf(column) < i) {
                throw new IOException("the column " + column + " is there twice in the header");
            }
        }
    }

    /** Fields without a column are a number that fell apart, or a name that the header lacks. */
    private static void checkLength(List<String> fields, List<String> header, int row, String key) throws IOException {
        for (int i = 0; i < fields.size(); i++) {
            boolean hasColumn = i < header.size() && !header.get(i).isEmpty();
            if (!hasColumn && !fields.get(i).isEmpty()) {
                throw new IOException("row " + row + ": " + key + " has the field " + fields.get(i)
                        + " without a column; write numbers with a point, and a name in the header for each column");
            }
        }
    }

    private boolean isWanted(String column) {
        return config.columns().isEmpty() || config.columns().contains(column);
    }

    private static TableCell cell(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        double value = ValueText.parse(bytes, 0, bytes.length);
        return Double.isFinite(value) ? TableCell.of(value) : TableCell.of(text);
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
