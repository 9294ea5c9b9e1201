package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random tables are written with every way of quoting and read back; random bytes never throw. */
class CsvReaderModelTest {
    private static final String[] CELLS = {
        "", "a", "12.5", "a,b", "say \"no\"", "\"", "two\nlines", "crlf\r\nx", "é", " pad "
    };

    @TempDir
    private Path directory;

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Random random = seeded("tables");
        for (int i = 0; i < 300; i++) {
            boolean big = i % 50 == 0;
            String lineBreak = random.nextBoolean() ? "\n" : "\r\n";
            List<List<String>> rows = new ArrayList<>();
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "\uFEFF" : "");
            int rowCount = random.nextInt(big ? 20_000 : 20);
            for (int r = 0; r < rowCount; r++) {
                List<String> row = new ArrayList<>();
                int cells = 1 + random.nextInt(4);
                for (int c = 0; c < cells; c++) {
                    row.add(CELLS[random.nextInt(CELLS.length)]);
                }
                boolean blank = row.size() == 1 && row.get(0).isEmpty();
                if (!blank) {
                    rows.add(row);
                }
                text.append(written(row, random));
                boolean last = r == rowCount - 1;
                text.append(last && random.nextBoolean() ? "" : lineBreak);
            }
            Path file = Files.writeString(directory.resolve("table.csv"), text);
            assertThat(read(file)).isEqualTo(rows);
        }
    }

    @Test
    void shouldGoOnFromAnyRowWhenSoughtByOffset() throws IOException {
        Path file = Files.writeString(directory.resolve("seek.csv"), "\uFEFFa,b\r\n1,\"x\ny\"\n\n2,z\n3,end");
        try (CsvReader reader = CsvReader.open(file)) {
            List<Long> offsets = new ArrayList<>();
            List<String> firsts = new ArrayList<>();
            while (reader.nextRow()) {
                offsets.add(reader.rowOffset());
                firsts.add(cell(reader, 0));
            }
            assertThat(firsts).containsExactly("a", "1", "2", "3");
            assertThat(reader.nextOffset()).isEqualTo(Files.size(file));
            for (int i = 0; i < offsets.size(); i++) {
                reader.seek(offsets.get(i));
                assertThat(reader.nextRow()).isTrue();
                assertThat(cell(reader, 0)).isEqualTo(firsts.get(i));
                assertThat(reader.rowOffset()).isEqualTo(offsets.get(i));
            }
        }
    }

    @Test
    void shouldLoseOnlyTheFaultyRowWhenAQuoteNeverCloses() throws IOException {
        String longRow = "x".repeat(CsvReader.MAX_ROW_LENGTH * 9);
        Path file = Files.writeString(
                directory.resolve("bad.csv"),
                "1,\"open\n2,fine\n3,\"a\"b\n4,fine\n" + longRow + "\n5,fine\n6,\"" + longRow + "\n7,fine\n");
        List<String> fine = new ArrayList<>();
        int faults = 0;
        try (CsvReader reader = CsvReader.open(file)) {
            while (reader.nextRow()) {
                if (reader.fault() != null) {
                    faults++;
                } else {
                    fine.add(cell(reader, 0));
                }
            }
        }
        assertThat(fine).containsExactly("2", "4", "5", "7");
        assertThat(faults).isEqualTo(4);
    }

    @Test
    void shouldNeverThrowWhenBytesAreRandom() throws IOException {
        Random random = seeded("bytes");
        for (int i = 0; i < 500; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int length = random.nextInt(i % 100 == 0 ? 600_000 : 300);
            for (int b = 0; b < length; b++) {
                bytes.write(random.nextInt(20) == 0 ? random.nextInt(256) : ",\"\n\rab".charAt(random.nextInt(6)));
            }
            Path file = Files.write(directory.resolve("random.csv"), bytes.toByteArray());
            try (CsvReader reader = CsvReader.open(file)) {
                long before = -1;
                while (reader.nextRow()) {
                    assertThat(reader.nextOffset()).isGreaterThan(before);
                    before = reader.nextOffset();
                }
                assertThat(reader.nextOffset()).isEqualTo(length);
            }
        }
    }

    private static String written(List<String> row, Random random) {
        List<String> cells = new ArrayList<>();
        for (String cell : row) {
            boolean must = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
            boolean quote = must || (random.nextInt(3) == 0 && !(row.size() == 1 && cell.isEmpty()));
            cells.add(quote ? blanks(random) + '"' + cell.replace("\"", "\"\"") + '"' + blanks(random) : cell);
        }
        return String.join(",", cells);
    }

    /** Blanks around quotes are no part of a cell. */
    private static String blanks(Random random) {
        return random.nextInt(4) == 0 ? " \t".substring(random.nextInt(2)) : "";
    }

    private static List<List<String>> read(Path file) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader reader = CsvReader.open(file)) {
            while (reader.nextRow()) {
                assertThat(reader.fault()).isNull();
                List<String> row = new ArrayList<>();
                for (int i = 0; i < reader.fieldCount(); i++) {
                    row.add(cell(reader, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static String cell(CsvReader reader, int index) {
        int from = reader.fieldFrom(index);
        return new String(reader.fieldBytes(index), from, reader.fieldTo(index) - from, StandardCharsets.UTF_8);
    }

    private static Random seeded(String what) {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvReaderModelTest " + what + " seed=" + seed);
        return new Random(seed);
    }
}
