package io.tocsin.ingest.decode;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;

/**
 * The whole payload is one value: a decimal number, true or false, or a text; NaN, an infinity or null give a BAD
 * reading.
 */
final class NumberDecoder implements PayloadDecoder {
    private final boolean numbersOnly;

    NumberDecoder(boolean numbersOnly) {
        this.numbersOnly = numbersOnly;
    }

    @Override
    public int memberCount() {
        return 1;
    }

    @Override
    public String memberName(int memberIndex) {
        return "";
    }

    @Override
    public void decode(byte[] payload, int offset, int length, DecodedPayload decoded) {
        decoded.clear();
        if (length > MAX_LENGTH) {
            decoded.refuse(Counter.DROPPED_TOO_LARGE, "payload of " + length + " bytes");
            return;
        }
        int from = offset;
        int to = offset + length;
        while (from < to && isSpace(payload[from])) {
            from++;
        }
        while (from < to && isSpace(payload[to - 1])) {
            to--;
        }
        double value = ValueText.parse(payload, from, to);
        if (!Double.isNaN(value)) {
            decoded.accept(0, value, Quality.GOOD);
        } else if (ValueText.isNoSample(payload, from, to)) {
            decoded.accept(0, Double.NaN, Quality.BAD);
        } else if (!Utf8.isValid(payload, from, to)) {
            decoded.refuse(Counter.DROPPED_BAD_UTF8, "payload is not UTF-8");
        } else if (from == to) {
            decoded.refuseMember(0, Counter.DROPPED_NOT_A_NUMBER, "payload is empty");
        } else if (numbersOnly) {
            decoded.refuseMember(
                    0, Counter.DROPPED_NOT_A_NUMBER, "payload is not a finite number, and type: number takes no text");
        } else {
            decoded.takeText(0, payload, from, to, Double.NaN, "payload is a text, which " + ValueText.MUST);
        }
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
