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
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a CSV file: the reader splits as the naive splitter does, from the first row and from a row in the
 * middle. {@code .ci/fuzz CsvReader} makes inputs.
 */
class CsvReaderFuzzTest {
    private static final FileChannel CONTENT;
    private static final CsvReader READER;

    static {
        try {
            Path file = Files.createTempFile("tocsin-fuzz", ".csv");
            file.toFile().deleteOnExit();
            CONTENT = FileChannel.open(file, StandardOpenOption.WRITE);
            READER = CsvReader.open(file);
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

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) throws IOException {
        List<String> expected = NaiveCsv.rows(input);
        CONTENT.truncate(0);
        CONTENT.write(ByteBuffer.wrap(input), 0);
        List<Long> offsets = new ArrayList<>();
        check(rowsFrom(0, offsets), expected);
        if (!expected.isEmpty()) {
            int middle = expected.size() / 2;
            check(rowsFrom(offsets.get(middle), new ArrayList<>()), expected.subList(middle, expected.size()));
        }
    }

    private static List<String> rowsFrom(long offset, List<Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        READER.seek(offset);
        while (READER.nextRow()) {
            offsets.add(READER.rowOffset());
            rows.add(NaiveCsv.row(READER.rowOffset(), READER.nextOffset(), READER.fault() == null ? fields() : null));
        }
        return rows;
    }

    private static List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < READER.fieldCount(); i++) {
            int from = READER.fieldFrom(i);
            int length = READER.fieldTo(i) - from;
            String text = new String(READER.fieldBytes(i), from, length, StandardCharsets.ISO_8859_1);
            fields.add((READER.isQuoted(i) ? "quoted:" : "plain:") + text);
        }
        return fields;
    }

    private static void check(List<String> rows, List<String> expected) {
        if (!rows.equals(expected)) {
            assertThat(rows).isEqualTo(expected);
        }
    }
}
