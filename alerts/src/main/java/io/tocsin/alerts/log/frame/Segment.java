package io.tocsin.alerts.log.frame;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * One file of the alarm log, named by the sequence number of its first frame. Its header, little endian:
 *
 * <pre>
 *    0        8            16      20     24
 *   +--------+------------+-------+------+--------
 *   | magic  |first       |version|crc32c|frames …
 *   |        |sequence    |       |      |
 *   +--------+------------+-------+------+--------
 * </pre>
 *
 * <p>The version determines the possible frame types. A file has the oldest version with all its frame types, so
 * programs without rows can still read a log without rows.
 *
 * @param file its path
 * @param firstSequence sequence number of its first frame
 */
public record Segment(Path file, long firstSequence) {
    public static final int HEADER_LENGTH = 24;
    /** Version of files without rows. */
    static final int EVENTS_VERSION = 1;
    /** Version of files that may have rows. */
    static final int ROWS_VERSION = 2;
    /** Version of files that may have ABSENT frames. */
    static final int ABSENCES_VERSION = 3;
    /** Version of files that may lack entries because of the log's bound. */
    public static final int GAPS_VERSION = 4;
    /** {@link #version} of a file without a header. */
    public static final int NO_HEADER = 0;

    private static final String SUFFIX = ".alarms";
    private static final Pattern NAME = Pattern.compile("[0-9]{19}\\.alarms");
    private static final long MAGIC = 0x474F4C4D52414C41L; // "ALARMLOG"
    private static final int FIRST_SEQUENCE_OFFSET = 8;
    private static final int VERSION_OFFSET = 16;
    private static final int CRC_OFFSET = 20;

    /** The segment that starts with this frame, whether its file exists or not. */
    public static Segment of(Path directory, long firstSequence) {
        return new Segment(directory.resolve(String.format("%019d", firstSequence) + SUFFIX), firstSequence);
    }

    /** All segments of the directory, oldest first. */
    public static List<Segment> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> NAME.matcher(name).matches())
                    .sorted()
                    .map(name -> of(directory, Long.parseLong(name.substring(0, name.length() - SUFFIX.length()))))
                    .toList();
        }
    }

    /** Creates or replaces the file: a header and no frames; it and its name are forced. */
    FileChannel create(int version) throws IOException {
        FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        ByteBuffer header = header(version);
        while (header.hasRemaining()) {
            channel.write(header);
        }
        channel.force(true);
        DurableFiles.forceDirectory(file.toAbsolutePath().getParent());
        return channel;
    }

    /**
     * Replaces the file, which must not be appended to: a crash leaves the old content or the new one.
     *
     * @param frames with their sequence numbers
     */
    public void replace(int version, List<LogFrame> frames) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(header(version).array());
        for (LogFrame frame : frames) {
            content.writeBytes(FrameLayout.encode(frame, frame.sequence()).array());
        }
        DurableFiles.replace(file, ByteBuffer.wrap(content.toByteArray()));
    }

    private ByteBuffer header(int version) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(0, MAGIC).putLong(FIRST_SEQUENCE_OFFSET, firstSequence).putInt(VERSION_OFFSET, version);
        return header.putInt(CRC_OFFSET, crc(header));
    }

    /**
     * The version of the content, {@link #NO_HEADER} when it does not start with this segment's header; a sound header
     * of an unknown version is an error.
     */
    int version(ByteBuffer content) {
        if (content.limit() < HEADER_LENGTH
                || content.getLong(0) != MAGIC
                || content.getLong(FIRST_SEQUENCE_OFFSET) != firstSequence
                || content.getInt(CRC_OFFSET) != crc(content)) {
            return NO_HEADER;
        }
        int version = content.getInt(VERSION_OFFSET);
        if (version < EVENTS_VERSION || version > GAPS_VERSION) {
            throw new AlarmLogException("alarm log of an unknown version, file=" + file + ", version=" + version);
        }
        return version;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.slice(0, CRC_OFFSET));
        return (int) crc.getValue();
    }
}
