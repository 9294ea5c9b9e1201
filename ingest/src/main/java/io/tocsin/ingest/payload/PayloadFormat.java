package io.tocsin.ingest.payload;

import io.tocsin.ingest.binary.CborReader;
import io.tocsin.ingest.binary.MessagePackReader;
import io.tocsin.ingest.decode.TimeFormat;
import io.tocsin.ingest.decode.TimeUnits;
import io.tocsin.ingest.influx.LineProtocolReader;
import io.tocsin.ingest.json.JsonReader;
import io.tocsin.ingest.mapping.DocumentMapper;
import io.tocsin.ingest.mapping.DocumentReader;
import io.tocsin.ingest.mapping.Mapping;
import io.tocsin.ingest.mapping.NameTemplate;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.senml.SenmlReader;

/** Formats of payloads. */
public enum PayloadFormat {
    /** The whole payload is one value: a decimal number, true or false, or a text. */
    NUMBER("number", Content.SCALAR, true),
    /** The whole payload is one text, also where it reads as a number. */
    TEXT("text", Content.SCALAR, true),
    JSON("json", Content.MEMBERS, true),
    /** CBOR, RFC 8949. */
    CBOR("cbor", Content.MEMBERS, false),
    /** MessagePack with the timestamp extension. */
    MSGPACK("msgpack", Content.MEMBERS, false),
    /** A SenML pack in JSON, RFC 8428. */
    SENML("senml", Content.RECORDS, true),
    /** A SenML pack in CBOR. */
    SENML_CBOR("senml-cbor", Content.RECORDS, false),
    /** InfluxDB line protocol. */
    INFLUX("influx", Content.RECORDS, true);

    /** Structure of a payload. */
    private enum Content {
        /** One value. */
        SCALAR,
        /** Members, whose meaning a mapping says. */
        MEMBERS,
        /** Records with names, values and times, whose meaning the format says. */
        RECORDS
    }

    private final String label;
    private final Content content;
    private final boolean isText;

    PayloadFormat(String label, Content content, boolean isText) {
        this.label = label;
        this.content = content;
        this.isText = isText;
    }

    /** The word of the configuration. */
    public String label() {
        return label;
    }

    /** Whether the payload is text, which may have a byte order mark before it and NUL bytes behind it. */
    boolean isText() {
        return isText;
    }

    /** Whether the payload has members to name in a mapping. */
    public boolean hasMembers() {
        return content == Content.MEMBERS;
    }

    /** Whether the payload says names and times of its readings itself. */
    public boolean hasRecords() {
        return content == Content.RECORDS;
    }

    /** Whether {@code timeUnit} says how the times of the records are written. */
    public boolean hasTimeUnit() {
        return this == INFLUX;
    }

    /** How the times of records are written unless something else is said; null without records. */
    public TimeFormat recordTimes() {
        return switch (this) {
            case SENML, SENML_CBOR -> TimeFormat.of(TimeUnits.S);
            case INFLUX -> TimeFormat.of(TimeUnits.NS);
            default -> null;
        };
    }

    /** Name of a record's sensor where no template says it; null without records. */
    public String recordName() {
        return switch (this) {
            case SENML, SENML_CBOR -> SenmlReader.DEFAULT_NAME;
            case INFLUX -> LineProtocolReader.DEFAULT_NAME;
            default -> null;
        };
    }

    /** The placeholder that tells the sensors of one message apart; null without records. */
    public String distinctPart() {
        return switch (this) {
            case SENML, SENML_CBOR -> "name";
            case INFLUX -> "field";
            default -> null;
        };
    }

    /** Reader of such payloads. */
    PayloadReader reader(Mapping mapping, TimeFormat times, NameTemplate template) {
        return switch (this) {
            case NUMBER ->
                NumberReader.before(
                        documents(new ScalarReader(false), mapping, template),
                        mapping.values().get(0));
            case TEXT -> documents(new ScalarReader(true), mapping, template);
            case JSON -> documents(new JsonReader(), mapping, template);
            case CBOR -> documents(new CborReader(), mapping, template);
            case MSGPACK -> documents(new MessagePackReader(), mapping, template);
            case SENML -> SenmlReader.json(mapping.values().get(0).rule(), template);
            case SENML_CBOR -> SenmlReader.cbor(mapping.values().get(0).rule(), template);
            case INFLUX -> new LineProtocolReader(mapping.values().get(0).rule(), times, template);
        };
    }

    private static PayloadReader documents(DocumentReader reader, Mapping mapping, NameTemplate template) {
        return new DocumentMapper(reader, mapping, template);
    }
}
