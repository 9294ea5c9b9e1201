package io.tocsin.alerts.event;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;

/**
 * Makes the contract's JSON objects of alarm events and rows. The same event or row has the same bytes on every Java
 * release: Jackson's shortest round-trip writer writes numbers, because {@code Double.toString} changed with JDK 19.
 *
 * <p>One thread. Allocates, because it runs after the gate, for results alone.
 */
public final class ResultFormatter {
    private final String plainGateway;
    private final AlarmEventFormatter events;
    private final StreamRowFormatter rows;

    private ResultFormatter(String gateway, ResultNames names, boolean withDecided) {
        plainGateway = PlainText.wellFormed(gateway);
        events = new AlarmEventFormatter(plainGateway, names, withDecided);
        rows = new StreamRowFormatter(plainGateway, names, withDecided);
    }

    /** Formats results as they happen, {@code decided} included. */
    public static ResultFormatter live(String gateway, ResultNames names) {
        return new ResultFormatter(gateway, names, true);
    }

    /** Formats results of a replay: without {@code decided}, which comes from a clock. */
    public static ResultFormatter replay(String gateway, ResultNames names) {
        return new ResultFormatter(gateway, names, false);
    }

    /** The gateway's name in the objects. */
    public String gateway() {
        return plainGateway;
    }

    /** An event's JSON object with its key and sinks. */
    public FormattedResult format(AlarmEventFlyweight event) {
        return events.format(event);
    }

    /** A row's JSON object with its key and sinks. */
    public FormattedResult format(StreamRowFlyweight row) {
        return rows.format(row);
    }
}
