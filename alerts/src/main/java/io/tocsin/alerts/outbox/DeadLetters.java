package io.tocsin.alerts.outbox;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.alerts.log.frame.DurableFiles;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.sink.FileIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * File of the events and rows that a sink's receiver refuses permanently: one JSON object a line, with the reason and
 * the unchanged event or row. The file is created for the first line, never exceeds its bound, and is continued after
 * restarts. To begin a new file, move it away, also while the gateway runs.
 *
 * <p>A line is on the disk when {@link #add} returns, before the sink's cursor moves past its frame. After a crash
 * between the two the frame comes again, is found in the file and is not written twice. One thread.
 */
public final class DeadLetters {
    /** Default bound of the file, bytes. */
    public static final long DEFAULT_MAX_BYTES = 16L * 1024 * 1024;

    private static final JsonFactory JSON = new JsonFactory();
    private static final String EVENT_MEMBER = ",\"event\":";

    private final Path file;
    private final String sink;
    private final long maxBytes;
    private final LongSupplier clockNs;
    private final Set<String> found = new HashSet<>();
    private FileChannel channel;
    private FileIdentity identity;

    /**
     * @param directory is created when it does not exist and there is something to keep
     * @param sink its name
     * @param maxBytes the bound of the file
     * @param clockNs epoch nanoseconds
     */
    public DeadLetters(Path directory, String sink, long maxBytes, LongSupplier clockNs) {
        this.file = directory.resolve(SinkFileName.of(sink, ".jsonl"));
        this.sink = sink;
        this.maxBytes = maxBytes;
        this.clockNs = clockNs;
    }

    /** Where they are kept. */
    Path file() {
        return file;
    }

    /** The bound of the file, bytes. */
    long maxBytes() {
        return maxBytes;
    }

    /**
     * Stores an undeliverable frame.
     *
     * @param target where it should have gone
     * @param reason why it cannot
     * @return whether it is in the file: false when the file is full
     * @throws IOException the file cannot be written
     */
    boolean add(LogFrame frame, String target, String reason) throws IOException {
        open();
        if (found.remove(identityOf(frame))) {
            return true;
        }
        byte[] line = line(frame, target, reason);
        long size = channel.size();
        if (size + line.length > maxBytes) {
            return false;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line);
            while (bytes.hasRemaining()) {
                channel.write(bytes, size + bytes.position());
            }
            channel.force(false);
        } catch (IOException e) {
            // remove a partial line or a line that may not be on the disk: it is written again
            channel.truncate(size);
            throw e;
        }
        return true;
    }

    /** Closes the file. */
    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    private void open() throws IOException {
        if (channel != null) {
            try {
                identity.requireUnchanged();
                return;
            } catch (IOException e) {
                close(); // moved away: begin anew
            }
        }
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        identity = FileIdentity.of(file);
        DurableFiles.forceDirectory(directory);
        readLines();
    }

    /** Cuts off a partial line after a crash, and remembers the existing lines. */
    private void readLines() throws IOException {
        found.clear();
        byte[] bytes = Files.readAllBytes(file);
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                String line = new String(bytes, start, end - start, StandardCharsets.UTF_8);
                int event = line.indexOf(EVENT_MEMBER);
                int firstComma = line.indexOf(',');
                if (event > 0) {
                    found.add(line.substring(0, firstComma) + line.substring(event));
                }
                start = end + 1;
            }
        }
        channel.truncate(start);
    }

    /** The parts of the frame's line that are the same in every repeat. */
    private static String identityOf(LogFrame frame) {
        return "{\"sequence\":" + frame.sequence() + EVENT_MEMBER + frame.json() + "}";
    }

    private byte[] line(LogFrame frame, String target, String reason) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(line, JsonEncoding.UTF8)) {
            json.writeStartObject();
            json.writeNumberField("sequence", frame.sequence());
            json.writeStringField(
                    "time", Instant.ofEpochSecond(0, clockNs.getAsLong()).toString());
            json.writeStringField("sink", sink);
            json.writeStringField("target", target);
            json.writeStringField("reason", reason);
            json.writeFieldName("event");
            json.writeRawValue(frame.json());
            json.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }
}
