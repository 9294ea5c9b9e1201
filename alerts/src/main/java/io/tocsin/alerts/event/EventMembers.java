package io.tocsin.alerts.event;

import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Members of an event's JSON object, by name; those that are objects or lists are left out. */
public final class EventMembers {
    private final Map<String, JsonLine.Member> members;

    private EventMembers(Map<String, JsonLine.Member> members) {
        this.members = members;
    }

    /**
     * @param json one JSON object
     * @throws IOException it is not one
     */
    public static EventMembers parse(String json) throws IOException {
        return new EventMembers(JsonLine.read(json));
    }

    /** The text of a member; empty when the object has none of this name. */
    public String text(String name) {
        return JsonLine.Member.textOf(members, name);
    }

    /** Whether the object has a member of this name. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * A member that is a time, epoch ns.
     *
     * @throws IOException the object has no such time
     */
    public long timeNs(String name) throws IOException {
        try {
            Instant time = Instant.parse(text(name));
            return Math.addExact(TimeUnit.SECONDS.toNanos(time.getEpochSecond()), time.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("no time of an event, name=" + name + ", text=" + text(name), e);
        }
    }
}
