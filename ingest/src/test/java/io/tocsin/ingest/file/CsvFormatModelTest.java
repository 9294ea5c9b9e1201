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

/** Random texts in every encoding, separator and comment are split as the naive splitter does, from any row. */
class CsvFormatModelTest {
    private static final String[] PIECES = {
        ",",
        ";",
        "|",
        "\t",
        " ",
        "  ",
        "\"",
        "\"\"",
        "\n",
        "\r\n",
        "\r",
        "#",
        "##",
        "a",
        "12,5",
        "é",
        "€",
        "\uD83D\uDE00",
        "\uD83D",
        "\uDE00",
        "\u0000",
        "\uFFFD"
    };
    private static final char[] SEPARATORS = {CsvFormat.UNSAID, ',', ';', '|', '\t', CsvFormat.BLANKS};
    private static final String[] MARKS = {"", "", "", "\u00EF\u00BB\u00BF", "\u00FF\u00FE", "\u00FE\u00FF"};

    @TempDir
    private Path directory;

    @Test
    void shouldSplitAsTheNaiveSplitter() throws IOException {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("CsvFormatModelTest seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1_500; i++) {
            TextEncoding encoding = TextEncoding.values()[random.nextInt(TextEncoding.values().length)];
            CsvFormat format = new CsvFormat(
                    SEPARATORS[random.nextInt(SEPARATORS.length)], encoding, random.nextInt(3) == 0 ? "#" : "");
            byte[] bytes = bytes(random, encoding, random.nextInt(i % 100 == 0 ? 40_000 : 40));
            List<String> expected = NaiveCsv.rows(bytes, format);
            Path file = Files.write(directory.resolve("random.csv"), bytes);
            String how = "seed=" + seed + " round=" + i + " " + format;
            try (CsvReader reader = CsvReader.open(file, format, false)) {
                List<Long> offsets = new ArrayList<>();
                assertThat(rows(reader, offsets)).as(how).isEqualTo(expected);
                if (!offsets.isEmpty()) {
                    int row = random.nextInt(offsets.size());
                    reader.seek(offsets.get(row));
                    assertThat(rows(reader, new ArrayList<>()))
                            .as(how + " from row " + row)
                            .isEqualTo(expected.subList(row, expected.size()));
                }
            }
        }
    }

    private static byte[] bytes(Random random, TextEncoding encoding, int pieceCount) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(MARKS[random.nextInt(MARKS.length)].getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < pieceCount; i++) {
            String piece = PIECES[random.nextInt(PIECES.length)];
            if (random.nextInt(50) == 0) {
                bytes.write(random.nextInt(256));
            }
            for (int at = 0; at < piece.length(); at++) {
                char unit = piece.charAt(at);
                switch (encoding) {
                    case UTF_16LE, UTF_16 -> {
                        bytes.write(unit);
                        bytes.write(unit >> 8);
                    }
                    case UTF_16BE -> {
                        bytes.write(unit >> 8);
                        bytes.write(unit);
                    }
                    case UTF_8, LATIN_1, WINDOWS_1252 ->
                        bytes.writeBytes(String.valueOf(unit)
                                .getBytes(
                                        encoding == TextEncoding.UTF_8
                                                ? StandardCharsets.UTF_8
                                                : StandardCharsets.ISO_8859_1));
                }
            }
        }
        return bytes.toByteArray();
    }

    private static List<String> rows(CsvReader reader, List<Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        while (reader.nextRow()) {
            offsets.add(reader.rowOffset());
            rows.add(NaiveCsv.row(
                    reader.rowOffset(), reader.nextOffset(), reader.fault() == null ? fields(reader) : null));
        }
        return rows;
    }

    private static List<String> fields(CsvReader reader) {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < reader.fieldCount(); i++) {
            int from = reader.fieldFrom(i);
            int length = reader.fieldTo(i) - from;
            String text = new String(reader.fieldBytes(i), from, length, StandardCharsets.ISO_8859_1);
            fields.add((reader.isQuoted(i) ? "quoted:" : "plain:") + text);
        }
        return fields;
    }
}
