package io.tocsin.gateway.config.schema;

import io.tocsin.engine.plan.SourceNode;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.mapping.MemberPath;
import java.time.ZoneId;
import java.util.List;

/** The keys of a topic: what is subscribed to, and how its messages become readings. */
public final class TopicKeys {
    private static final List<String> UNIT_WORDS = List.of("s", "ms", "us", "ns", "iso");
    private static final ValueType<TimeUnits> UNIT_TYPE = ValueTypes.choice(
            Suggestions.ordered(UNIT_WORDS, TimeUnits.S, TimeUnits.MS, TimeUnits.US, TimeUnits.NS, TimeUnits.ISO));
    private static final ValueType<TimeFormat> TIME_FORMAT =
            new ValueType<>("s, ms, us, ns, iso or a pattern", TopicKeys::timeFormat);

    public static final Key<TimeFormat> TIME_UNIT = Key.withDefault(
            "timeUnit",
            TIME_FORMAT,
            "ms",
            "How the event time is written: a number since 1970-01-01T00:00:00Z in this unit, with or without a fraction; `iso` for"
                    + " ISO-8601 text; or a pattern such as `dd.MM.yyyy HH:mm:ss` of the letters `yyyy MM MMM dd HH hh mm ss S a XXX`.");
    public static final Key<ZoneId> ZONE = Key.optional(
            "zone",
            ValueTypes.ZONE,
            "a text without an offset is an error",
            "Whose wall clock a time in text without an offset is of: `Europe/Berlin`. Of the hour that comes twice when clocks go"
                    + " back the first is taken; a time in the hour that is left out counts on from before.");
    public static final Key<Boolean> BAD_TIME = Key.withDefault(
            "badTime",
            ValueTypes.choice(Suggestions.ordered(List.of("drop", "receive"), false, true)),
            "drop",
            "A reading whose time cannot be read: `drop` counts (`droppedBadTime`) and quarantines it; `receive` gives it the receive"
                    + " time and counts it (`unreadableEventTime`).");

    public static final Key<String> FILTER =
            Key.required("filter", ValueTypes.SUBSCRIPTION, "MQTT topic filter to subscribe to.");
    public static final Key<PayloadChoice> PAYLOAD = Key.withDefault(
            "payload",
            PayloadChoice.TYPE,
            "json",
            "What a payload is. `number`: one decimal number, true or false, or else a text; `text`: one text, also where it reads as"
                    + " a number; `json`: JSON; `cbor` and `msgpack`: CBOR and MessagePack, mapped as JSON is. `senml` and `senml-cbor`:"
                    + " SenML packs (RFC 8428); `influx`, or `lines`: InfluxDB line protocol; these need"
                    + " [no mapping](how-to/read-other-formats.md). Or a [preset](how-to/map-payloads.md#presets) for a device or"
                    + " gateway, whose keys stand where this topic gives none. gzip, a byte order mark and NUL bytes at the end are taken"
                    + " off. Payloads that cannot be read are counted and quarantined.");
    public static final Key<MemberPath> EACH = Key.optional(
            "each",
            ValueKeys.MEMBER,
            "the message is one element",
            "The part of the message that repeats; every element of it has the values. `values[]`: the elements of an array, or the"
                    + " one object in its place; `[]`: of an array that is the whole message; `tags.*`: every member of an object; `a[].b.*`: one within the other.");
    public static final Key<MemberPath> VALUE = Key.valuesOrSections(
            "value",
            ValueKeys.MEMBER,
            ValueKeys.VALUE,
            "`value`",
            "Where in an element the value is: `a.b` for a member of a member, `\"switch:0\".apower` with quotes for a name that has"
                    + " dots or brackets, `rxInfo[0].rssi` for one element of an array, `.` for the element itself, `/a.b` from the root"
                    + " of the message. With `*` for every member, `data.*`: one sensor for each that is a number, a text, true, false or"
                    + " null. A list gives one sensor for each; a member that a message lacks is no loss while it has another.");
    public static final Key<MemberPath> EXCEPT =
            Key.several("except", ValueKeys.MEMBER, "none", "Members that no `*` takes: `[last_seen, \"*.Id\"]`.");
    public static final Key<MemberPath> TIME = Key.valueOrSection(
            "time",
            ValueKeys.MEMBER,
            TimeKeys.TIME,
            "the receive time",
            "Member with the event time, of the element or else of what is around it.");
    public static final Key<String> QUALITY = QualityKeys.key(
            "Member with the quality, of the element or else of what is around it: good, uncertain, bad, true, false, or an OPC code, of"
                    + " which 0 is bad unless `codes: opcua` is said. An element with a bad one needs no value.");
    public static final Key<Long> DEDUPE = Key.optional(
            "dedupe",
            ValueTypes.integer(0, SourceNode.MAX_REMEMBERED_COUNT),
            "as many as may come again when `qos` is 1 and `time` is given, else 0",
            "A reading that the broker delivers again (same sensor, event time, value and quality) is dropped, counted. The"
                    + " source remembers its last readings for that, all topics together: twice as many as may be"
                    + " unacknowledged, or this number if it is larger; 0 drops none of this topic. A device that sends one"
                    + " reading twice on purpose must give each a time of its own.");
    public static final Key<Long> FILTER_MAX_SENSORS = Key.optional(
            "maxSensors",
            ValueTypes.integer(1, 10_000_000),
            "nine tenths of `engine.maxSensors`; all of it for the only filter, and for one without a wildcard",
            "The most sensors that come by this filter. Readings of further ones are dropped and counted (`droppedFilterLimit`), so"
                    + " that a flood of topics under one filter leaves room for the others. Sensors that no alarm or stream watches"
                    + " make room when they have been silent for `engine.evictAfter`.");
    public static final Key<String> SENSOR = Key.optional(
            "sensor",
            ValueTypes.TEXT,
            "`{topic}`, or `{topic}/{member}` with several values; `{+name}` of SenML; `{measurement}/{tags}/{field}` of `influx`",
            "The sensor's name: `{topic}`, its levels `{1}`, `{2}` …; `{member}`, the value's name; `{key}`, the name of the member"
                    + " that `each` with `*` met; `{id}` or `{device.name}`, members of the element or of what is around it,"
                    + " `{/device.name}` of the message. In a member's text `/`, `+` and `#` become `%2F`, `%2B` and `%23`; `{+path}` keeps"
                    + " its `/` as levels. SenML has `{name}`; a line has `{measurement}`, `{tags}`, `{field}` and its tags by their keys.");
    public static final Key<Boolean> SKIP_RETAINED = Key.withDefault(
            "skipRetained",
            ValueTypes.BOOLEAN,
            "false",
            "Leaves out what the broker had kept: after a reconnect that is the last message again, however old. Counted"
                    + " (`droppedRetained`).");
    public static final Section TOPIC = Section.of(
            "Topics",
            "sources[].mqtt.topics[]",
            "One topic filter and how its payloads become readings.",
            FILTER,
            PAYLOAD,
            EACH,
            VALUE,
            EXCEPT,
            ValueKeys.TYPE,
            ValueKeys.SCALE,
            ValueKeys.OFFSET,
            ValueKeys.FROM,
            ValueKeys.TO,
            ValueKeys.NO_VALUE,
            ValueKeys.VALID,
            ValueKeys.WORDS,
            ValueKeys.DECIMAL,
            ValueKeys.UNIT,
            TIME,
            TIME_UNIT,
            ZONE,
            BAD_TIME,
            QUALITY,
            SENSOR,
            SKIP_RETAINED,
            DEDUPE,
            FILTER_MAX_SENSORS);

    private TopicKeys() {}

    private static TimeFormat timeFormat(Scalar scalar) {
        if (!scalar.text().contains("yy")) {
            return TimeFormat.of(UNIT_TYPE.parse(scalar));
        }
        return new TimeFormat(TimeUnits.PATTERN, scalar.text(), null);
    }
}
