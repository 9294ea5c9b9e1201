package io.tocsin.ingest.mapping;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityCodes;
import io.tocsin.ingest.decode.QualityMapping;
import java.util.List;

/** Qualities of a document's elements: of the element, or else of the nearest around it. One thread. */
final class ElementQualities {
    private static final int NO_SLOT = -1;
    /** OPC 10000-6, JSON encoding of StatusCode: {@code {"Code": 2150694912, "Symbol": "BadNoCommunication"}}. */
    private static final String CODE = "Code";

    private final QualityCodes codes;
    private final int slot;
    /** Of the number in an OPC UA status that is an object; {@link #NO_SLOT} without such codes. */
    private final int codeSlot;

    private final ScalarText scalars = new ScalarText();
    private Findings findings;
    private boolean isAssumed;

    private ElementQualities(QualityCodes codes, int slot, int codeSlot) {
        this.codes = codes;
        this.slot = slot;
        this.codeSlot = codeSlot;
    }

    /**
     * @param quality null: every reading is GOOD
     * @param slots get the member that is needed
     */
    static ElementQualities of(QualityMapping quality, List<MemberPath> slots) {
        if (quality == null) {
            return new ElementQualities(null, NO_SLOT, NO_SLOT);
        }
        MemberPath path = MemberPath.parse(quality.path());
        int slot = DocumentMapper.slot(slots, path);
        boolean isOpcUa = quality.codes() == OpcCodes.OPC_UA;
        return new ElementQualities(
                quality.codes(), slot, isOpcUa ? DocumentMapper.slot(slots, path.below(CODE)) : NO_SLOT);
    }

    void begin(Findings document) {
        findings = document;
    }

    boolean isMapped() {
        return codes != null;
    }

    /** GOOD when there is none. */
    Quality of(int element) {
        isAssumed = false;
        if (codes == null) {
            return Quality.GOOD;
        }
        int e = element;
        while (e >= 0 && findings.own(e, slot) == Findings.ABSENT) {
            e = findings.parent(e);
        }
        return e < 0 ? Quality.GOOD : quality(own(e));
    }

    /** Whether the last quality was read from a number whose meaning had to be assumed. */
    boolean isAssumed() {
        return isAssumed;
    }

    /** Whether the element itself has a quality, and it is BAD. */
    boolean isBadOf(int element) {
        int token = own(element);
        return token != Findings.ABSENT && quality(token) == Quality.BAD;
    }

    /** Token of the element's own quality, or ABSENT. OPC UA writes a status as a number, or as an object with one. */
    private int own(int element) {
        int token = findings.own(element, slot);
        if (codeSlot == NO_SLOT || token == Findings.ABSENT || findings.kind(token) != TokenKind.STRUCTURE) {
            return token;
        }
        int code = findings.own(element, codeSlot);
        return code == Findings.ABSENT ? token : code;
    }

    private Quality quality(int token) {
        return switch (findings.kind(token)) {
            case NUMBER -> number(written(token));
            case TEXT -> text(token);
            case TRUE -> codes.ofBoolean(true);
            case FALSE -> codes.ofBoolean(false);
            case NULL -> Quality.GOOD;
            case INTEGER -> number((double) findings.bits(token));
            case UNSIGNED -> number(findings.bits(token) < 0 ? Double.NaN : (double) findings.bits(token));
            case DOUBLE, FLOAT -> number(Double.longBitsToDouble(findings.bits(token)));
            case TIME, STRUCTURE -> codes.ofOther();
        };
    }

    private Quality number(double number) {
        isAssumed = codes.isAssumed(number);
        return codes.ofNumber(number);
    }

    private double written(int token) {
        scalars.read(findings, token);
        return DecimalText.parse(scalars.bytes(), scalars.from(), scalars.to());
    }

    private Quality text(int token) {
        isAssumed = codes.isAssumed(written(token));
        return codes.ofText(scalars.bytes(), scalars.from(), scalars.to());
    }
}
