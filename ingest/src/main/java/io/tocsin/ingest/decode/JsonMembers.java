package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;

/**
 * Meaning of the wanted members of a document, independent of its reader: scanner and fallback both report here, so the
 * two cannot differ in meaning.
 *
 * <p>A value is a number, true or false, or a text; null and the texts NaN and Infinity are BAD readings. A time that
 * is null counts as absent. One member that gives no reading does not take the others with it; a faulty time takes all.
 */
final class JsonMembers {
    private final JsonMember root;
    private final PayloadConfig config;
    /** Null: no member is a quality. */
    private final QualityCodes codes;

    private DecodedPayload decoded;
    private Quality quality;
    private long document;

    JsonMembers(PayloadConfig config) {
        this.config = config;
        this.codes = config.quality() == null ? null : config.quality().codes();
        this.root = JsonMember.tree(config);
    }

    JsonMember root() {
        return root;
    }

    void begin(DecodedPayload target) {
        decoded = target;
        decoded.clear();
        quality = Quality.GOOD;
        document++;
    }

    /** Notes a member's name; false when the document has it twice. */
    boolean onMember(JsonMember member) {
        return member.seeIn(document);
    }

    void onNumber(JsonMember member, byte[] bytes, int from, int to) {
        if (member.isValue()) {
            double value = DecimalText.parse(bytes, from, to);
            if (Double.isNaN(value)) {
                refuse(member, "is not a finite number of at most 64 characters");
            } else {
                // Adding zero makes -0 plain 0, because Jackson's text of it has lost the sign.
                decoded.accept(member.valueIndex(), value + 0.0, Quality.GOOD);
            }
        }
        if (member.isTime()) {
            boolean counts = config.timeUnit() != TimeUnits.ISO;
            onTime(member, counts ? TimeText.parse(bytes, from, to, config.timeUnit()) : EventTime.INVALID);
        }
        if (member.isQuality()) {
            onNumberOfQuality(DecimalText.parse(bytes, from, to));
        }
    }

    void onText(JsonMember member, byte[] bytes, int from, int to) {
        if (member.isValue()) {
            onTextOfValue(member, bytes, from, to);
        }
        if (member.isTime()) {
            onTime(member, TimeText.parse(bytes, from, to, config.timeUnit()));
        }
        if (member.isQuality()) {
            quality = codes.ofText(bytes, from, to);
            noteAssumed(DecimalText.parse(bytes, from, to));
        }
    }

    private void onTextOfValue(JsonMember member, byte[] bytes, int from, int to) {
        int index = member.valueIndex();
        if (ValueText.isNoSample(bytes, from, to)) {
            decoded.accept(index, Double.NaN, Quality.BAD);
            return;
        }
        double number = ValueText.parseNumeral(bytes, from, to) + 0.0;
        if (!config.numbersOnly()) {
            decoded.takeText(index, bytes, from, to, number, member.textFault());
        } else if (Double.isNaN(number)) {
            decoded.refuseMember(index, Counter.DROPPED_NOT_A_NUMBER, member.textFault());
        } else {
            decoded.accept(index, number, Quality.GOOD);
        }
    }

    private void onNumberOfQuality(double number) {
        quality = codes.ofNumber(number);
        noteAssumed(number);
    }

    private void noteAssumed(double number) {
        if (codes.isAssumed(number)) {
            decoded.noteAssumedQuality();
        }
    }

    void onBoolean(JsonMember member, boolean value) {
        if (member.isValue()) {
            decoded.accept(member.valueIndex(), value ? 1 : 0, Quality.GOOD);
        }
        if (member.isTime()) {
            onTime(member, EventTime.INVALID);
        }
        if (member.isQuality()) {
            quality = codes.ofBoolean(value);
        }
    }

    void onNull(JsonMember member) {
        if (member.isValue()) {
            decoded.accept(member.valueIndex(), Double.NaN, Quality.BAD);
        }
    }

    /** The member holds an object or an array. */
    void onStructure(JsonMember member) {
        if (member.isValue()) {
            refuse(member, "is an object or an array");
        }
        if (member.isTime()) {
            onTime(member, EventTime.INVALID);
        }
        if (member.isQuality()) {
            quality = codes.ofOther();
        }
    }

    void finish() {
        if (decoded.reason() != null) {
            return;
        }
        for (int i = 0; i < decoded.memberCount(); i++) {
            if (decoded.refusal(i) == Counter.DROPPED_MISSING_MEMBER) {
                decoded.refuseMember(
                        i,
                        Counter.DROPPED_MISSING_MEMBER,
                        "no member " + config.values().get(i));
            }
        }
        if (quality != Quality.GOOD) {
            decoded.worsen(quality);
        }
    }

    private void onTime(JsonMember member, long timeNs) {
        if (timeNs == EventTime.INVALID) {
            decoded.refuse(
                    Counter.DROPPED_BAD_TIME,
                    "member " + member.path() + " is no time in " + config.timeUnit() + " from 1678 to 2262");
        } else {
            decoded.eventTimeNs(timeNs);
        }
    }

    private void refuse(JsonMember member, String what) {
        decoded.refuseMember(member.valueIndex(), Counter.DROPPED_NOT_A_NUMBER, "member " + member.path() + " " + what);
    }
}
