package io.tocsin.alerts.event;

import java.util.List;

/**
 * One alarm event ready for the alarm log.
 *
 * @param key see {@link EventKey}
 * @param sinks names of the sinks it goes to; empty: every sink
 * @param json the contract's JSON object, one line without its end
 */
public record FormattedEvent(long key, List<String> sinks, String json) {}
