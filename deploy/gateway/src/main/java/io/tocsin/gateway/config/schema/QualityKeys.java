package io.tocsin.gateway.config.schema;

import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityValue;
import java.util.List;

/** The keys of a quality: where it is written and in which codes. */
public final class QualityKeys {
    public static final Key<String> PATH = Key.required(
            "path",
            ValueTypes.TEXT,
            "JSON member, or header of the column, with the quality; `a.b` for a member of a member.");
    public static final Key<OpcCodes> CODES = Key.optional(
            "codes",
            ValueTypes.choice(
                    Suggestions.ordered(List.of("opcua", "opc-classic"), OpcCodes.OPC_UA, OpcCodes.OPC_CLASSIC)),
            "up to 65535 as `opc-classic`, larger ones as `opcua`",
            "What a number means. `opcua`: a status code of 32 bits, 0 is good, 0x40000000 uncertain, 0x80000000 bad, by its two top"
                    + " bits. `opc-classic`: 0 is bad, 64 uncertain, 192 good, by the two top bits of the low byte. Words that begin"
                    + " with Good, Bad or Uncertain, in any case, and true and false are understood with both.");
    public static final Key<QualityValue> GOOD = values(
            "good", "The values that are good: `[true, 3]`. Without `bad` every other value is bad. Not with `codes`.");
    public static final Key<QualityValue> UNCERTAIN = values("uncertain", "The values that are uncertain.");
    public static final Key<QualityValue> BAD = values(
            "bad",
            "The values that are bad: `[false, 0, FAIL]`. Without `good` every other value is good; with both every other one is"
                    + " uncertain.");
    public static final Section QUALITY = Section.of(
            "Quality codes",
            "sources[].mqtt.topics[].quality, sources[].file.columns.quality",
            "How a device writes qualities, where the member or column alone does not say it. A quality that is empty, null or not there"
                    + " is good; one that cannot be understood is uncertain: the reading still alarms.",
            PATH,
            CODES,
            GOOD,
            UNCERTAIN,
            BAD);

    private QualityKeys() {}

    private static Key<QualityValue> values(String name, String meaning) {
        return Key.several(name, ValueTypes.QUALITY_VALUE, "none", meaning);
    }
}
