package io.tocsin.gateway.log;

import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * A logger of a library that logs by SLF4J: warnings and errors become {@link LibraryLines}, everything else is
 * dropped.
 */
final class LibraryLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;

    private final transient LibraryLines lines;
    private final boolean isShown;

    LibraryLogger(String name, LibraryLines lines) {
        this.name = name;
        this.lines = lines;
        this.isShown = lines.isShown(name);
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isWarnEnabled() {
        return isShown;
    }

    @Override
    public boolean isErrorEnabled() {
        return isShown;
    }

    /** Not used, because no line names the place in the library's code */
    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        lines.say(name, pattern, MessageFormatter.basicArrayFormat(pattern, arguments), thrown);
    }
}
