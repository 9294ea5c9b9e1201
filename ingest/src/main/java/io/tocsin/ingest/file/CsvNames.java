package io.tocsin.ingest.file;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.decode.ValueText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Names of a file's sensors, UTF-8. A name in which no row has a part is made once, and its sensor's id is kept. One
 * thread; allocates nothing a row.
 */
final class CsvNames {

    private final SensorTemplate.Part[] parts;
    private final byte[][] literals;
    private final int[] fields;
    private final byte[][] columns;
    private final boolean isFixed;
    private final int[] fixedIds;
    private byte[] made = new byte[256];
    private int madeLength;
    private byte[] bytes;
    private int from;
    private int to;

    /**
     * @param fields indexes of the template's fields, in the order of its parts
     * @param columns names of the columns with values
     */
    CsvNames(FileSourceConfig config, int[] fields, List<String> columns) {
        SensorTemplate template = config.csv().mapping().sensor();
        this.parts = template.parts().toArray(SensorTemplate.Part[]::new);
        byte[] file = fileName(config.path());
        this.literals = template.parts().stream()
                .map(part -> part.kind() == SensorTemplate.Kind.FILE ? file : utf8(part.text()))
                .toArray(byte[][]::new);
        this.fields = new int[parts.length];
        int next = 0;
        for (int i = 0; i < parts.length; i++) {
            this.fields[i] = isField(parts[i]) ? fields[next++] : -1;
        }
        this.columns =
                columns.stream().map(CsvNames::escaped).map(CsvNames::utf8).toArray(byte[][]::new);
        this.isFixed = next == 0;
        this.fixedIds = new int[columns.size()];
        forget();
    }

    private static boolean isField(SensorTemplate.Part part) {
        return part.kind().compareTo(SensorTemplate.Kind.FIELD) >= 0;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A name in the configuration or the header may have levels, but no wildcards. */
    private static String escaped(String name) {
        return name.replace("+", "%2B").replace("#", "%23");
    }

    /** The part {@code {file}} of a name, UTF-8. */
    static byte[] fileName(Path path) {
        String name = path.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return utf8(escaped(dot > 0 ? name.substring(0, dot) : name));
    }

    /** The id of a sensor whose name no row has a part in; {@link Intake#UNKNOWN} when it must be found. */
    int fixedId(int value) {
        return fixedIds[value];
    }

    /** Keeps the id for {@link #fixedId}, when no row has a part in the name. */
    void keep(int value, int sensorId) {
        if (isFixed) {
            fixedIds[value] = sensorId;
        }
    }

    /** Forgets all kept ids: sensors have been evicted. */
    void forget() {
        Arrays.fill(fixedIds, Intake.UNKNOWN);
    }

    /** Makes the name of a value's sensor, valid until the next. */
    void make(CsvReader row, int value) {
        if (parts.length == 1 && parts[0].kind() == SensorTemplate.Kind.NAME) {
            useField(row, fields[0]);
            return;
        }
        madeLength = 0;
        for (int i = 0; i < parts.length; i++) {
            switch (parts[i].kind()) {
                case LITERAL, FILE -> append(literals[i], 0, literals[i].length);
                case COLUMN -> append(columns[value], 0, columns[value].length);
                case FIELD, LEVELS, NAME -> {
                    useField(row, fields[i]);
                    appendEscaped(parts[i].kind() == SensorTemplate.Kind.LEVELS);
                }
            }
        }
        bytes = made;
        from = 0;
        to = madeLength;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int length() {
        return to - from;
    }

    /** Blanks around a field are no part of the name unless they are in quotes. */
    private void useField(CsvReader row, int field) {
        bytes = row.fieldBytes(field);
        from = row.fieldFrom(field);
        to = row.fieldTo(field);
        if (!row.isQuoted(field)) {
            from = ValueText.behindBlanks(bytes, from, to);
            to = ValueText.beforeBlanks(bytes, from, to);
        }
    }

    private void appendEscaped(boolean keepsLevels) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            boolean isEscaped = b == '+' || b == '#' || (b == '/' && !keepsLevels);
            if (isEscaped) {
                put((byte) '%');
                put((byte) '2');
                put((byte) (b == '/' ? 'F' : b == '+' ? 'B' : '3'));
            } else {
                put(b);
            }
        }
    }

    private void append(byte[] text, int start, int end) {
        for (int i = start; i < end; i++) {
            put(text[i]);
        }
    }

    private void put(byte b) {
        if (madeLength == made.length) {
            made = Arrays.copyOf(made, made.length * 2);
        }
        made[madeLength++] = b;
    }
}
