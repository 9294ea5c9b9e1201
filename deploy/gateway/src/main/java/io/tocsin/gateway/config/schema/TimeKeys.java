package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.mapping.MemberPath;

/** The keys of an event time that is written in two members. */
public final class TimeKeys {
    public static final Key<MemberPath> SECONDS =
            Key.required("seconds", ValueKeys.MEMBER, "Member with the whole seconds since 1970.");
    public static final Key<MemberPath> NANOS = Key.optional(
            "nanos", ValueKeys.MEMBER, "0", "Member with the nanoseconds of the second; a message may lack it.");
    public static final Section TIME = Section.of(
            "Times in two members",
            "sources[].mqtt.topics[].time",
            "An event time whose seconds and nanoseconds are two members.",
            SECONDS,
            NANOS);

    private TimeKeys() {}
}
