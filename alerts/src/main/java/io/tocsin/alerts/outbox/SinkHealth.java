package io.tocsin.alerts.outbox;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.mqtt.ContestedSessionException;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs once when a sink goes down and once when it works again; while another client contends for its session, once a
 * minute. The sink's thread; {@link #error()} any thread.
 */
final class SinkHealth {
    private static final long REPEAT_NS = TimeUnit.MINUTES.toNanos(1);

    private final Sink sink;
    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private boolean wasUp;
    /** Reason and time of the last line about going down; number of times since */
    private String toldReason = "";

    private long toldNs;
    private long withheld;
    private boolean isDownTold;
    private volatile String error = "";

    /**
     * @param clockNs nanoseconds of a clock that does not step
     */
    SinkHealth(Sink sink, Consumer<String> log, LongSupplier clockNs) {
        this.sink = sink;
        this.clockNs = clockNs;
        this.log = log;
    }

    /** Reason why the sink is down, or empty. */
    String error() {
        return error;
    }

    /**
     * The sink has opened. After a failure the sink still counts as down, because a broker may accept the connection
     * and refuse every message.
     */
    void onOpen() {
        if (!wasUp) {
            wasUp = true;
            error = "";
            log.accept("sink " + sink.name() + ": up, " + sink.description());
        }
    }

    /** The sink has delivered events, or waits for new ones. */
    void onWorking() {
        if (!error.isEmpty()) {
            error = "";
            if (isDownTold) {
                isDownTold = false;
                log.accept("sink " + sink.name() + ": up again, " + sink.description());
            }
        }
    }

    void onFailure(Exception e) {
        String reason =
                PlainText.escape(e instanceof IOException || e.getMessage() == null ? FaultText.of(e) : e.getMessage());
        boolean wasWorking = error.isEmpty();
        error = reason;
        if (isDownTold) {
            return;
        }
        boolean isRepeat = e instanceof ContestedSessionException && reason.equals(toldReason);
        if (isRepeat && clockNs.getAsLong() - toldNs < REPEAT_NS) {
            withheld += wasWorking ? 1 : 0;
            return;
        }
        isDownTold = true;
        toldReason = reason;
        toldNs = clockNs.getAsLong();
        LineLog.warn(
                log,
                "sink " + sink.name() + ": down, events wait in the alarm log, " + sink.description() + ": " + reason
                        + (withheld == 0 ? "" : " (and " + withheld + " more times since the last such line)"));
        withheld = 0;
    }
}
