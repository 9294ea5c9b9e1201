package io.tocsin.alerts.event;

import java.util.List;

/**
 * One alarm event or row ready for the alarm log.
 *
 * @param key see {@link EventKey}
 * @param sinks names of the sinks it goes to; empty: an event goes to every sink, a row to none
 * @param json the contract's JSON object, one line without its end
 */
public record FormattedResult(long key, List<String> sinks, String json) {}
