package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityValue;
import java.util.List;

/** The keys of a quality: its place and its codes. */
public final class QualityKeys {
    public static final Key<String> PATH = Key.required(
            "path",
            ValueTypes.TEXT,
            "JSON member, or header of the column, with the quality; `a.b` for a member of a member.");
    public static final Key<OpcCodes> CODES = Key.optional(
            "codes",
            ValueTypes.choice(
                    Suggestions.ordered(List.of("opcua", "opc-classic"), OpcCodes.OPC_UA, OpcCodes.OPC_CLASSIC)),
            "numbers up to 65535 as `opc-classic`, larger numbers as `opcua`",
            "Meaning of numbers. `opcua`: a status code of 32 bits, 0 is good, 0x40000000 uncertain, 0x80000000 bad,"
                    + " by its two top"
                    + " bits; or an object with such a code as its member `Code`. `opc-classic`: 0 is bad, 64 uncertain, 192 good, by the two top bits of the low byte. Words that begin"
                    + " with Good, Bad or Uncertain, in any case, and true and false need no codes.");
    public static final Key<QualityValue> GOOD = values(
            "good", "The values that are good: `[true, 3]`. Without `bad` every other value is bad. Excludes `codes`.");
    public static final Key<QualityValue> UNCERTAIN = values("uncertain", "The values that are uncertain.");
    public static final Key<QualityValue> BAD = values(
            "bad",
            "The values that are bad: `[false, 0, FAIL]`. Without `good` every other value is good; with both lists"
                    + " every other value is uncertain.");
    public static final Section QUALITY = Section.of(
            "Quality codes",
            "sources[].mqtt.topics[].quality, sources[].file.columns.quality",
            "Codes of a device for qualities, if words such as GOOD are not enough. An empty, null or absent quality"
                    + " is good. An unknown quality is uncertain, so the reading still raises alarms.",
            PATH,
            CODES,
            GOOD,
            UNCERTAIN,
            BAD);

    private QualityKeys() {}

    /** The key {@code quality} of a topic or of columns: a path, or a section that says the codes too. */
    static Key<String> key(String meaning) {
        return Key.valueOrSection("quality", ValueTypes.TEXT, QUALITY, "every reading is good", meaning);
    }

    private static Key<QualityValue> values(String name, String meaning) {
        return Key.several(name, ValueTypes.QUALITY_VALUE, "none", meaning);
    }
}
