package io.tocsin.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a CSV file of any format: the reader splits as the naive splitter does, from the first row and from a
 * row in the middle. {@code .ci/fuzz CsvReader} makes inputs.
 */
class CsvReaderFuzzTest {
    private static final FileChannel CONTENT;
    private static final List<CsvFormat> FORMATS = List.of(
            CsvFormat.PLAIN,
            new CsvFormat(';', TextEncoding.LATIN_1, "#"),
            new CsvFormat('\t', TextEncoding.UTF_16, ""),
            new CsvFormat(CsvFormat.BLANKS, TextEncoding.UTF_8, "//"),
            new CsvFormat('|', TextEncoding.UTF_16BE, "é"),
            new CsvFormat(CsvFormat.BLANKS, TextEncoding.UTF_16LE, "#"),
            new CsvFormat(',', TextEncoding.WINDOWS_1252, ""));
    private static final List<CsvReader> READERS = new ArrayList<>();

    static {
        try {
            Path file = Files.createTempFile("tocsin-fuzz", ".csv");
            file.toFile().deleteOnExit();
            CONTENT = FileChannel.open(file, StandardOpenOption.WRITE);
            for (CsvFormat format : FORMATS) {
                READERS.add(CsvReader.open(file, format, false));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/CsvReader"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldSplitAsTheNaiveSplitterOnKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. The first byte chooses the format. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        if (input.length == 0) {
            return;
        }
        int number = (input[0] & 0xFF) % FORMATS.size();
        byte[] content = Arrays.copyOfRange(input, 1, input.length);
        List<String> expected = NaiveCsv.rows(content, FORMATS.get(number));
        CONTENT.truncate(0);
        CONTENT.write(ByteBuffer.wrap(content), 0);
        CsvReader reader = READERS.get(number);
        List<Long> offsets = new ArrayList<>();
        check(rowsFrom(reader, 0, offsets), expected);
        if (!expected.isEmpty()) {
            int middle = expected.size() / 2;
            check(rowsFrom(reader, offsets.get(middle), new ArrayList<>()), expected.subList(middle, expected.size()));
        }
    }

    private static List<String> rowsFrom(CsvReader reader, long offset, List<Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        reader.seek(offset);
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

    private static void check(List<String> rows, List<String> expected) {
        if (!rows.equals(expected)) {
            assertThat(rows).isEqualTo(expected);
        }
    }
}
