package io.tocsin.engine.log;

import java.util.function.Consumer;

/**
 * Takes one line at a time for the people who run the gateway, each with a level. Any thread.
 *
 * <p>Modules are given a {@code Consumer<String>}; a line that they {@link #accept} is information. A line that asks
 * for an action goes through {@link #warn(Consumer, String)}: a consumer that is no {@code LineLog} takes it without
 * its level.
 */
@FunctionalInterface
public interface LineLog extends Consumer<String> {
    /** Urgency of a line. */
    enum Level {
        /** Nothing is wrong. */
        INFO,
        /** The gateway works on; somebody should look. */
        WARN,
        /** The gateway, or the command, cannot continue. */
        ERROR
    }

    /** Takes a line. */
    void say(Level level, String line);

    /** Takes a line of level {@link Level#INFO}. */
    @Override
    default void accept(String line) {
        say(Level.INFO, line);
    }

    /** A log that keeps the level of each line if these lines have levels, and drops it if not. */
    static LineLog of(Consumer<String> lines) {
        return lines instanceof LineLog log ? log : (level, line) -> lines.accept(line);
    }

    /** Gives a line of level {@link Level#WARN} to a log. */
    static void warn(Consumer<String> log, String line) {
        of(log).say(Level.WARN, line);
    }

    /** Gives a line of level {@link Level#ERROR} to a log. */
    static void error(Consumer<String> log, String line) {
        of(log).say(Level.ERROR, line);
    }
}
