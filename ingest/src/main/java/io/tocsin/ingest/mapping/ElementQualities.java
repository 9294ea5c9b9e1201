package io.tocsin.ingest.mapping;

import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.QualityCodes;
import io.tocsin.ingest.decode.QualityMapping;
import java.util.List;

/** Qualities of a document's elements: of the element, or else of the nearest around it. One thread. */
final class ElementQualities {
    private static final int NO_SLOT = -1;

    private final QualityCodes codes;
    private final int slot;
    private final ScalarText scalars = new ScalarText();
    private Findings findings;
    private boolean isAssumed;

    private ElementQualities(QualityCodes codes, int slot) {
        this.codes = codes;
        this.slot = slot;
    }

    /**
     * @param quality null: every reading is GOOD
     * @param slots get the member that is needed
     */
    static ElementQualities of(QualityMapping quality, List<MemberPath> slots) {
        return quality == null
                ? new ElementQualities(null, NO_SLOT)
                : new ElementQualities(quality.codes(), DocumentMapper.slot(slots, MemberPath.parse(quality.path())));
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
        int token = findings.nearest(element, slot);
        return token == Findings.ABSENT ? Quality.GOOD : quality(token);
    }

    /** Whether the last quality was read from a number whose meaning had to be assumed. */
    boolean isAssumed() {
        return isAssumed;
    }

    /** Whether the element itself has a quality, and it is BAD. */
    boolean isBadOf(int element) {
        int token = findings.own(element, slot);
        return token != Findings.ABSENT && quality(token) == Quality.BAD;
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
            case DOUBLE -> number(Double.longBitsToDouble(findings.bits(token)));
            case STRUCTURE -> codes.ofOther();
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
