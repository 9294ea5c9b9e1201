package io.tocsin.ingest;

import io.tocsin.engine.log.LineLog;
import java.util.function.Consumer;

/**
 * One line for every change of a connection's state: the same line is not said twice in a row, and of a connection that
 * flaps at most {@value #LINES_PER_MINUTE} lines a minute are said. The thread of the source that connects.
 */
public final class ConnectionLog {
    private static final int LINES_PER_MINUTE = 10;
    private static final long MINUTE_NS = 60_000_000_000L;

    private final String prefix;
    private final LineLog log;
    private String lastLine;
    private long minuteStartNs;
    private int linesInMinute;

    public ConnectionLog(String sourceName, Consumer<String> log) {
        this.prefix = "source " + sourceName + ": ";
        this.log = LineLog.of(log);
    }

    /**
     * Says a line.
     *
     * @param nowNs of any clock that does not jump
     */
    public void say(LineLog.Level level, String line, long nowNs) {
        if (line.equals(lastLine)) {
            return;
        }
        lastLine = line;
        if (linesInMinute == 0 || nowNs - minuteStartNs > MINUTE_NS) {
            minuteStartNs = nowNs;
            linesInMinute = 0;
        }
        linesInMinute++;
        if (linesInMinute < LINES_PER_MINUTE) {
            log.say(level, prefix + line);
        } else if (linesInMinute == LINES_PER_MINUTE) {
            log.say(level, prefix + line + " (the connection flaps; silent for the rest of the minute)");
        }
    }
}
