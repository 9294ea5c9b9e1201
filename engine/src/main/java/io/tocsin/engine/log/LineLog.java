package io.tocsin.engine.log;

import java.util.function.Consumer;

/**
 * A log for the people who run the gateway: receives one line at a time, with a level. Any thread.
 *
 * <p>Modules receive a {@code Consumer<String>}; a line passed to {@link #accept} is information. A line that asks for
 * an action goes through {@link #warn(Consumer, String)}; a consumer that is no {@code LineLog} receives it without its
 * level.
 */
@FunctionalInterface
public interface LineLog extends Consumer<String> {
    /** Urgency of a line. */
    enum Level {
        /** Information; no action is needed. */
        INFO,
        /** The gateway continues to work; somebody should look. */
        WARN,
        /** The gateway, or the command, cannot continue. */
        ERROR
    }

    /** Logs a line. */
    void say(Level level, String line);

    /** Logs a line of level {@link Level#INFO}. */
    @Override
    default void accept(String line) {
        say(Level.INFO, line);
    }

    /** The log itself if it is a {@code LineLog}, otherwise a log that drops the levels. */
    static LineLog of(Consumer<String> lines) {
        return lines instanceof LineLog log ? log : (level, line) -> lines.accept(line);
    }

    /** Logs a line of level {@link Level#WARN}. */
    static void warn(Consumer<String> log, String line) {
        of(log).say(Level.WARN, line);
    }

    /** Logs a line of level {@link Level#ERROR}. */
    static void error(Consumer<String> log, String line) {
        of(log).say(Level.ERROR, line);
    }
}
