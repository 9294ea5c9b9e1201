package io.tocsin.alerts.event;

import java.io.IOException;
import java.util.Map;

/** The members of an event's or row's JSON object that sinks need. */
public sealed interface ResultFields permits EventFields, RowFields {
    /**
     * @param json one JSON object; a row's has the member {@code stream}
     * @throws IOException it is not one
     */
    static ResultFields parse(String json) throws IOException {
        Map<String, JsonLine.Member> members = JsonLine.read(json);
        return members.containsKey(RowFields.STREAM) ? RowFields.of(members) : EventFields.of(members);
    }

    /** Of the episode, the window or the late sample. */
    String id();

    /** See {@link EventKey}. */
    long key();

    /**
     * The part of a line that identifies it in a file: its key; for updates and late samples, which may repeat the key,
     * also the position.
     */
    long lineKey();
}
