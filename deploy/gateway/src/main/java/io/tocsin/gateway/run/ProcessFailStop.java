package io.tocsin.gateway.run;

import io.tocsin.alerts.log.frame.AlarmLogException;
import io.tocsin.engine.journal.JournalException;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.port.FailStop;
import io.tocsin.gateway.log.ResourceFault;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Fail-stop of a process: one line says why, then the process halts with exit code 1, or 3 for want of memory, threads
 * or files, without shutdown hooks that could write or acknowledge anything more. The service manager restarts it and
 * recovery does the rest.
 */
public final class ProcessFailStop implements FailStop {
    private static final int EXIT_FAILED = 1;
    private static final int EXIT_NO_RESOURCES = 3;

    private final Consumer<String> errors;
    private final AtomicBoolean stopped = new AtomicBoolean();

    /**
     * @param errors takes the line
     */
    public ProcessFailStop(Consumer<String> errors) {
        this.errors = errors;
    }

    @Override
    public void failed(String where, Throwable cause) {
        if (stopped.compareAndSet(false, true)) {
            String lacking = ResourceFault.line(cause);
            if (lacking != null) {
                LineLog.error(errors, "stopped: " + where + " failed, " + lacking);
                Runtime.getRuntime().halt(EXIT_NO_RESOURCES);
            }
            LineLog.error(errors, "stopped: " + where + " failed: " + reason(cause));
            if (!(cause instanceof JournalException
                    || cause instanceof AlarmLogException
                    || cause instanceof StallException)) {
                // An internal error, not a fault of the disk: one line is not enough to correct it.
                cause.printStackTrace();
            }
            Runtime.getRuntime().halt(EXIT_FAILED);
        }
    }

    private static String reason(Throwable cause) {
        StringBuilder reason = new StringBuilder(text(cause));
        for (Throwable inner = cause.getCause(); inner != null; inner = inner.getCause()) {
            if (reason.indexOf(text(inner)) < 0) {
                reason.append(": ").append(text(inner));
            }
        }
        return reason.toString().replaceAll("\\p{Cntrl}+", " ");
    }

    private static String text(Throwable cause) {
        if (cause instanceof IOException) {
            return FaultText.of(cause);
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
