package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.engine.file.PlainFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A file with one JSON object a line; each event and row exactly once, across crashes too.
 *
 * <p>The file is never behind the sink's cursor, because it is forced before the cursor moves. Every {@link #open()}
 * reads the file's end: a partial last line is cut off, and events that already have a line are not written again. A
 * batch is one write: it survives a kill of the process.
 */
public final class FileSink implements Sink {
    private final String name;
    private final Path path;
    private FileChannel channel;
    private FileTail tail;
    private FileIdentity identity;
    private long syncedBytes;

    FileSink(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return "file " + path;
    }

    @Override
    public String target(LogFrame frame) {
        return description();
    }

    @Override
    public void open() throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        Files.createDirectories(directory);
        PlainFile.require(path);
        channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        identity = FileIdentity.of(path);
        tail = FileTail.read(channel);
        channel.truncate(tail.wholeLinesEnd());
        channel.position(tail.wholeLinesEnd());
        channel.force(false);
        syncedBytes = tail.wholeLinesEnd();
    }

    /**
     * Lines in a file that has lost its name are not delivered, so check before and after writing
     */
    @Override
    public void deliver(List<LogFrame> frames, Receipts receipts) throws IOException {
        identity.requireUnchanged();
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (LogFrame frame : frames) {
            if (!tail.takeLine(lineKey(frame))) {
                lines.writeBytes(frame.json().getBytes(StandardCharsets.UTF_8));
                lines.write('\n');
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
        identity.requireUnchanged();
        for (LogFrame frame : frames) {
            receipts.delivered(frame);
        }
    }

    private static long lineKey(LogFrame frame) throws IOException {
        return frame.type() == FrameType.ROW ? FrameFields.of(frame).lineKey() : frame.key();
    }

    @Override
    public void check() throws IOException {
        identity.requireUnchanged();
    }

    @Override
    public void sync() throws IOException {
        long bytes = channel.position();
        try {
            channel.force(false);
        } catch (IOException e) {
            // The kernel may have marked unwritten pages clean, so another sync would prove nothing. Remove the lines;
            // they are written again.
            channel.truncate(syncedBytes);
            throw e;
        }
        syncedBytes = bytes;
    }

    @Override
    public void abort() {}

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
