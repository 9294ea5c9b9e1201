package io.tocsin.alerts.outbox;

import io.tocsin.alerts.event.PlainText;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.engine.log.FaultText;
import io.tocsin.engine.log.LineLog;
import java.io.IOException;
import java.util.function.Consumer;

/** Tells when a sink goes down and when it works again, once each. The sink's thread; {@link #error()} any. */
final class SinkHealth {
    private final Sink sink;
    private final Consumer<String> log;
    private boolean wasUp;
    private volatile String error = "";

    SinkHealth(Sink sink, Consumer<String> log) {
        this.sink = sink;
        this.log = log;
    }

    /** Why it is down, or empty. */
    String error() {
        return error;
    }

    /** It could be opened: after a failure that alone says little, a broker may take the connection and no message. */
    void onOpen() {
        if (!wasUp) {
            wasUp = true;
            error = "";
            log.accept("sink " + sink.name() + ": up, " + sink.description());
        }
    }

    /** It has delivered something, or waits for something to deliver. */
    void onWorking() {
        if (!error.isEmpty()) {
            error = "";
            log.accept("sink " + sink.name() + ": up again, " + sink.description());
        }
    }

    void onFailure(Exception e) {
        String reason =
                PlainText.escape(e instanceof IOException || e.getMessage() == null ? FaultText.of(e) : e.getMessage());
        if (error.isEmpty()) {
            LineLog.warn(
                    log,
                    "sink " + sink.name() + ": down, events wait in the alarm log, " + sink.description() + ": "
                            + reason);
        }
        error = reason;
    }
}
