package io.tocsin.alerts.log;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.alerts.log.frame.FrameScan;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFault;
import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.log.frame.Segment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The alarm events of a log, read once without changing anything, also while a gateway appends and retention deletes.
 * Every failure is an {@link AlarmLogException}.
 */
public final class LoggedEvents {
    private static final int ATTEMPTS = 5;

    private LoggedEvents() {}

    /** Receives events. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @param ordinal of the event in the fold over the journal
         * @param json the event's JSON object
         */
        void onEvent(long ordinal, String json) throws IOException;
    }

    /**
     * Reads a log from its beginning to its current end, in the order of decision.
     *
     * @param directory of the alarm log; without one there are no events
     * @param handler gets the events
     * @param note gets a line for each part that the log does not have
     */
    public static void read(Path directory, Handler handler, Consumer<String> note) {
        read(directory, 0, handler, note);
    }

    /**
     * Reads a log from a place to its current end, in the order of decision.
     *
     * @param directory of the alarm log; without one there are no events
     * @param fromSequence first entry to read: 0, or the result of an earlier call
     * @param handler gets the events
     * @param note gets a line for each part that the log does not have
     * @return the first entry that the log does not have yet
     */
    public static long read(Path directory, long fromSequence, Handler handler, Consumer<String> note) {
        try {
            long nextSequence = fromSequence;
            for (int attempt = 1; Files.isDirectory(directory); attempt++) {
                try {
                    return readFrom(directory, nextSequence, handler, note);
                } catch (DeletedMeanwhile e) {
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                    nextSequence = e.nextSequence;
                }
            }
            return nextSequence;
        } catch (IOException e) {
            throw new AlarmLogException("cannot read the alarm log, directory=" + directory, e);
        }
    }

    /** A file of the list was deleted before it was read. */
    private static final class DeletedMeanwhile extends IOException {
        private static final long serialVersionUID = 1L;

        private final long nextSequence;

        private DeletedMeanwhile(NoSuchFileException cause, long nextSequence) {
            super(cause);
            this.nextSequence = nextSequence;
        }
    }

    private static long readFrom(Path directory, long fromSequence, Handler handler, Consumer<String> note)
            throws IOException {
        List<Segment> segments = Segment.list(directory);
        while (segments.size() > 1 && segments.get(1).firstSequence() <= fromSequence) {
            segments = segments.subList(1, segments.size());
        }
        FrameScan scan = FrameScan.toTheEnd(segments);
        for (LogFrame frame = next(scan); frame != null; frame = next(scan)) {
            if (frame.sequence() < fromSequence) {
                continue;
            }
            if (frame.type() == FrameType.EVENT) {
                handler.onEvent(frame.ordinal(), frame.json());
            } else if (frame.type() == FrameType.GAP) {
                note.accept("the alarm log begins with entry " + frame.endSequence() + "; older ones are deleted");
            }
        }
        for (LogFault fault : scan.faults()) {
            note.accept("the alarm log is damaged: " + fault.describe());
        }
        return Math.max(fromSequence, scan.endSequence());
    }

    private static LogFrame next(FrameScan scan) throws IOException {
        try {
            return scan.next();
        } catch (NoSuchFileException e) {
            throw new DeletedMeanwhile(e, scan.endSequence());
        }
    }
}
