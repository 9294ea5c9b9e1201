package io.tocsin.ingest;

import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/**
 * Where bad payloads and rows are kept for people to look at: one file of JSON lines a gateway, bounded in all
 * directions. Of a payload at most {@link #RAW_LIMIT} bytes are kept, its full length stands beside them. The file
 * never grows past its bound, one kind of error (source and reason) never takes more than a quarter of it, and a
 * flood of bad data never waits for the disk: what does not fit is counted as {@link Counter#QUARANTINE_FULL}. The
 * file is appended to over restarts; move it away to begin anew.
 *
 * <p>Every line is ASCII: what is not printable is escaped, a raw byte {@code b} that is not ASCII stands as
 * {@code \\u00XX}, so the bytes can be had back exactly by reading the text as ISO-8859-1.
 *
 * <p>Threads: {@link #add} from any; writing and logging happen on one thread of its own.
 */
public final class Quarantine implements AutoCloseable {
    /** The most bytes kept of one payload or row. */
    public static final int RAW_LIMIT = 4 * 1024;
    /** The bound of the file, bytes, where nothing else is asked for. */
    public static final long DEFAULT_MAX_BYTES = 16L * 1024 * 1024;

    private static final int QUEUE_CAPACITY = 256;
    private static final int TEXT_LIMIT = 1024;
    private static final int SAMPLE_LIMIT = 80;
    private static final int MAX_VARIANTS = 4;
    /** Parts of a fault's text that differ from message to message. */
    private static final Pattern VARYING = Pattern.compile("\\d+|\\([^)]*\\)");

    private static final int END_LENGTH = -1;
    private static final Entry END = new Entry(0, "", "", "", Counter.QUARANTINED, "", new byte[0], END_LENGTH);

    private final Path file;
    private final long maxBytes;
    private final Counters counters;
    private final LongSupplier clockNs;
    private final DistinctLog errors;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_CAPACITY);
    private final Map<String, Long> bytesByKind = new HashMap<>();
    /** By source, topic filter and reason: faults that were told. The writer's thread only. */
    private final Map<String, Set<String>> variants = new HashMap<>();

    private final Thread writer;
    private OutputStream out;
    private long fileBytes;
    private volatile boolean closed;

    /**
     * Opens the file, makes its directory when there is none, and starts the writer.
     *
     * @param file is appended to
     * @param maxBytes the bound of the file
     * @param log takes one line for each distinct error, and at most one a minute for its repeats
     * @param clockNs epoch nanoseconds, for the lines
     */
    public Quarantine(Path file, long maxBytes, Counters counters, Consumer<String> log, LongSupplier clockNs) {
        this.file = file;
        this.maxBytes = maxBytes;
        this.counters = counters;
        this.clockNs = clockNs;
        this.errors = new DistinctLog(log, System::nanoTime);
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            PlainFile.require(file);
            this.out = new BufferedOutputStream(
                    Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            if (endsInsideALine(file)) {
                out.write('\n'); // a crash or a fault of the disk cut the last one short
                out.flush();
            }
            this.fileBytes = Files.size(file);
        } catch (IOException e) {
            throw new SourceException("cannot open the quarantine file " + file + ": " + FaultText.of(e), e);
        }
        this.writer = new Thread(this::writeUntilEnd, "tocsin-quarantine");
        writer.setDaemon(true);
        writer.start();
    }

    /**
     * Keeps one bad payload or row. Copies what it keeps and never waits. The caller counts the reason itself.
     *
     * @param source name of the source
     * @param where the topic, or the row's number
     * @param reason the counter that counts it
     * @param detail what was wrong, for people
     * @param raw holds the payload or row
     * @param offset of it, bytes
     * @param length of it, bytes
     */
    public void add(String source, String where, Counter reason, String detail, byte[] raw, int offset, int length) {
        add(source, "", where, reason, detail, raw, offset, length);
    }

    /**
     * As the other, with the topic filter by which it came: repeats are told of for each.
     *
     * @param door a topic filter; empty where the source is all that there is to say
     */
    public void add(
            String source,
            String door,
            String where,
            Counter reason,
            String detail,
            byte[] raw,
            int offset,
            int length) {
        add(
                source,
                door,
                where,
                reason,
                detail,
                Arrays.copyOfRange(raw, offset, offset + Math.min(length, RAW_LIMIT)),
                length);
    }

    /**
     * Keeps what was read of a message or row that was skipped.
     *
     * @param head its first bytes, at most {@link #RAW_LIMIT}; kept, and must not change
     * @param length of all of it, bytes
     */
    public void add(String source, String where, Counter reason, String detail, byte[] head, int length) {
        add(source, "", where, reason, detail, head, length);
    }

    private void add(String source, String door, String where, Counter reason, String detail, byte[] head, int length) {
        Entry entry = new Entry(clockNs.getAsLong(), source, door, where, reason, detail, head, length);
        if (closed || !queue.offer(entry)) {
            counters.increment(Counter.QUARANTINE_FULL);
        }
    }

    /** Writes what is waiting and closes the file. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (queue.offer(END, 5, TimeUnit.SECONDS)) {
                writer.join(5_000);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean endsInsideALine(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            if (bytes.length() == 0) {
                return false;
            }
            bytes.seek(bytes.length() - 1);
            return bytes.read() != '\n';
        }
    }

    private void writeUntilEnd() {
        try {
            for (Entry entry = queue.take(); !entry.isEnd(); entry = queue.take()) {
                report(entry);
                write(entry);
                if (queue.isEmpty()) {
                    flush();
                }
            }
            out.close();
        } catch (IOException e) {
            failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(Entry entry) {
        String door = entry.door.isEmpty() ? "" : ", topic filter " + EscapedText.of(cut(entry.door));
        String line = "source " + EscapedText.of(entry.source) + door + ": " + label(entry.reason) + " at "
                + EscapedText.of(cut(entry.where)) + ": " + EscapedText.of(cut(entry.detail)) + sample(entry)
                + "; kept in " + file;
        String kind = entry.source + '\n' + entry.door + '\n' + entry.reason;
        errors.report(kind + variant(kind, entry.detail), line);
    }

    /** Another fault under the same reason is news; so many variants are told apart, others count as repeats. */
    private String variant(String kind, String detail) {
        String variant = '\n' + VARYING.matcher(detail).replaceAll("");
        Set<String> known = variants.computeIfAbsent(kind, k -> new HashSet<>());
        boolean isTold = known.contains(variant) || (known.size() < MAX_VARIANTS && known.add(variant));
        return isTold ? variant : "";
    }

    /** The beginning of the payload, where it can be shown. */
    private static String sample(Entry entry) {
        if (entry.raw.length == 0) {
            return "";
        }
        int shown = Math.min(entry.raw.length, SAMPLE_LIMIT);
        String text = new String(entry.raw, 0, shown, StandardCharsets.ISO_8859_1);
        return ": " + EscapedText.of(text) + (shown < entry.length ? "..." : "");
    }

    private void write(Entry entry) {
        byte[] line = line(entry).getBytes(StandardCharsets.US_ASCII);
        String kind = entry.source + '\n' + entry.reason;
        long kindBytes = bytesByKind.getOrDefault(kind, 0L) + line.length;
        if (fileBytes + line.length > maxBytes || kindBytes > maxBytes / 4) {
            counters.increment(Counter.QUARANTINE_FULL);
            errors.report(
                    "full",
                    "quarantine file " + file + " is full for this kind of error, at most maxBytes=" + maxBytes
                            + "; further ones are only counted");
            return;
        }
        try {
            out.write(line);
        } catch (IOException e) {
            failed(e);
            return;
        }
        fileBytes += line.length;
        bytesByKind.put(kind, kindBytes);
        counters.increment(Counter.QUARANTINED);
    }

    private void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** A quarantine that cannot be written is no reason to stop a gateway that can still alarm. */
    private void failed(IOException e) {
        counters.increment(Counter.QUARANTINE_FULL);
        errors.report("io", "cannot write the quarantine file " + file + ": " + FaultText.of(e));
    }

    private static String line(Entry entry) {
        StringBuilder line = new StringBuilder(256 + entry.raw.length * 2);
        line.append("{\"time\":\"").append(Instant.ofEpochSecond(0, entry.timeNs));
        line.append("\",\"source\":\"").append(EscapedText.of(entry.source));
        line.append("\",\"where\":\"").append(EscapedText.of(cut(entry.where)));
        line.append("\",\"reason\":\"").append(entry.reason.label());
        line.append("\",\"detail\":\"").append(EscapedText.of(cut(entry.detail)));
        line.append("\",\"length\":").append(entry.length);
        line.append(",\"raw\":\"");
        EscapedText.append(line, new String(entry.raw, StandardCharsets.ISO_8859_1));
        return line.append("\"}\n").toString();
    }

    /** {@code DROPPED_BAD_JSON} as people say it: {@code dropped bad json}. */
    private static String label(Counter reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String cut(String text) {
        return text.length() <= TEXT_LIMIT ? text : text.substring(0, TEXT_LIMIT) + "...";
    }

    private static final class Entry {
        private final long timeNs;
        private final String source;
        private final String door;
        private final String where;
        private final Counter reason;
        private final String detail;
        private final byte[] raw;
        private final int length;

        private Entry(
                long timeNs,
                String source,
                String door,
                String where,
                Counter reason,
                String detail,
                byte[] raw,
                int length) {
            this.timeNs = timeNs;
            this.source = source;
            this.door = door;
            this.where = where;
            this.reason = reason;
            this.detail = detail;
            this.raw = raw;
            this.length = length;
        }

        private boolean isEnd() {
            return length == END_LENGTH;
        }
    }
}
