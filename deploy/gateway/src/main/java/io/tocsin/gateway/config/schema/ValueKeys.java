package io.tocsin.gateway.config.schema;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.QualityValue;
import io.tocsin.ingest.decode.ValueRule;
import io.tocsin.ingest.mapping.MemberPath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys that say how a member or column becomes a value: of a topic, of one of its values, of a file. */
public final class ValueKeys {
    /** A path to a member of a message. */
    public static final ValueType<MemberPath> MEMBER = new ValueType<>("member path", ValueKeys::member);

    public static final Key<ValueRule.Type> TYPE = Key.withDefault(
            "type",
            ValueTypes.choice(Suggestions.ordered(
                    List.of("any", "number", "text"), ValueRule.Type.ANY, ValueRule.Type.NUMBER, ValueRule.Type.TEXT)),
            "any",
            "What a value may be. `any`: a number, or a text of 1 to 128 bytes, which is a good reading too; `number`: a text is an"
                    + " error, counted (`droppedNotANumber`) and quarantined; `text`: every value is a text as it is written, such as"
                    + " the state `01` or a serial number. SenML and InfluxDB lines mark numbers: there `text` is about their texts.");
    public static final Key<Double> SCALE = Key.optional(
            "scale",
            ValueTypes.NUMBER,
            "1",
            "Multiplies numbers: `0.1` makes 235 of the device 23.5. A scale such as 0.001 divides by 1000, so that 3045 is exactly"
                    + " 3.045.");
    public static final Key<Double> OFFSET =
            Key.optional("offset", ValueTypes.NUMBER, "0", "Is added behind the scale.");
    public static final Key<Double> FROM = Key.several(
            "from",
            ValueTypes.NUMBER,
            "no conversion",
            "With `to` instead of `scale`: two numbers of the device, `[4000, 20000]`, that mean those of `to`.");
    public static final Key<Double> TO =
            Key.several("to", ValueTypes.NUMBER, "no conversion", "The two values that `from` means: `[0, 10]`.");
    public static final Key<QualityValue> NO_VALUE = Key.several(
            "noValue",
            ValueTypes.QUALITY_VALUE,
            "none",
            "Numbers and texts that the device sends when it has no value: `[-127, 85, \"---\"]`. They become BAD readings. Compared"
                    + " before the scale.");
    public static final Key<Double> VALID = Key.several(
            "valid",
            ValueTypes.NUMBER,
            "every number",
            "The smallest and the largest value, after the scale, that the sensor can have: `[-55, 125]`. Numbers outside become BAD"
                    + " readings.");
    public static final Key<Void> WORDS = Key.map(
            "text",
            "map of words to numbers",
            "none",
            "Numbers that words stand for, in any case of their letters: `{ON: 1, OFF: 0}`. Other words stay texts.");
    public static final Key<Character> DECIMAL = Key.withDefault(
            "decimal",
            ValueTypes.choice(Suggestions.ordered(List.of(".", ","), '.', ',')),
            ".",
            "The decimal sign of numbers in texts; `\",\"` needs quotes.");
    public static final Key<String> UNIT = Key.optional(
            "unit",
            ValueTypes.STATE_TEXT,
            "none",
            "The unit of the value, for people. A number in a text may have it behind: `\"23.5 bar\"`.");

    public static final Key<MemberPath> PATH = Key.several(
            "path", MEMBER, "**required**", "Where the value is. A list: at one of these, as devices differ.");
    public static final Key<String> NAME = Key.optional(
            "name",
            ValueTypes.STATE_TEXT,
            "the names that `*` meets, else the path",
            "What `{member}` of the sensor's name is.");
    public static final Key<Quality> FIXED_QUALITY = Key.optional(
            "quality",
            ValueTypes.choice(Suggestions.ordered(
                    List.of("good", "uncertain", "bad"), Quality.GOOD, Quality.UNCERTAIN, Quality.BAD)),
            "that of the message",
            "The quality of these readings, whatever the message says. `bad`: members that report a fault; their value is not read.");
    public static final Key<BytesType> BYTES = Key.optional(
            "bytes",
            ValueTypes.choice(bytesTypes()),
            "the value is one scalar",
            "The number that the elements of an array are the bytes of, `path` being the first one: `{path: \"data[2]\", bytes:"
                    + " uint16}`. The highest byte comes first, with `-le` the lowest.");
    public static final Section VALUE = Section.of(
            "Values",
            "sources[].mqtt.topics[].value",
            "One value of a message, where the path alone does not say it all. What is left out here is as the topic says.",
            PATH,
            NAME,
            BYTES,
            TYPE,
            SCALE,
            OFFSET,
            FROM,
            TO,
            NO_VALUE,
            VALID,
            WORDS,
            DECIMAL,
            UNIT,
            FIXED_QUALITY);

    private ValueKeys() {}

    private static Map<String, BytesType> bytesTypes() {
        Map<String, BytesType> words = new LinkedHashMap<>();
        for (BytesType type : BytesType.values()) {
            words.put(type.label(), type);
        }
        return words;
    }

    private static MemberPath member(Scalar scalar) {
        String text = scalar.text();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("must be a member path, is empty");
        }
        try {
            return MemberPath.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the path " + Scalar.quoted(text) + " " + e.getMessage(), e);
        }
    }
}
