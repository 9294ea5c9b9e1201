package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** Reads the end of an alarm log without opening the log for writing. Any thread, also while the log is written. */
public final class LogEnd {
    /** {@link #lastPosition} of a log without events and rows. */
    public static final long NO_POSITION = -1;

    private LogEnd() {}

    /**
     * The highest journal position of an event or row that the log holds as decided.
     *
     * @param directory of the alarm log; may be missing
     * @throws AlarmLogException when the last file cannot be read
     */
    public static long lastPosition(Path directory) {
        if (!Files.isDirectory(directory)) {
            return NO_POSITION;
        }
        try {
            List<Segment> segments = Segment.list(directory);
            for (int i = segments.size() - 1; i >= 0; i--) {
                LogFrame last = last(segments.get(i));
                if (last != null) {
                    // positions only rise, except that a CUT frame revokes all later positions
                    return last.type() == FrameType.CUT ? last.position() - 1 : last.position();
                }
            }
            return NO_POSITION;
        } catch (NoSuchFileException e) {
            return NO_POSITION; // retention has deleted the file meanwhile
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
    }

    private static LogFrame last(Segment segment) throws IOException {
        FrameScan scan = FrameScan.toTheEnd(List.of(segment));
        LogFrame last = null;
        for (LogFrame frame = scan.next(); frame != null; frame = scan.next()) {
            last = frame;
        }
        return last;
    }
}
