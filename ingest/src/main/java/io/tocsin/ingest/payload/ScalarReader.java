package io.tocsin.ingest.payload;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.decode.DecimalText;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.mapping.DocumentFault;
import io.tocsin.ingest.mapping.DocumentReader;
import io.tocsin.ingest.mapping.Findings;
import io.tocsin.ingest.mapping.PathNode;
import io.tocsin.ingest.mapping.TokenKind;

/** The whole payload is one scalar. White space around it is no part of it. */
final class ScalarReader implements DocumentReader {
    private static final DocumentFault EMPTY = new DocumentFault(Counter.DROPPED_NOT_A_NUMBER, "payload is empty");

    private final boolean isText;

    /** @param isText whether a number is taken as a text, too */
    ScalarReader(boolean isText) {
        this.isText = isText;
    }

    @Override
    public DocumentFault read(byte[] bytes, int from, int to, PathNode root, Findings findings) {
        int first = from;
        int end = to;
        while (first < end && isSpace(bytes[first])) {
            first++;
        }
        while (first < end && isSpace(bytes[end - 1])) {
            end--;
        }
        if (first == end) {
            return EMPTY;
        }
        double number = isText ? Double.NaN : DecimalText.parse(bytes, first, end);
        if (!Double.isNaN(number)) {
            findings.decimal(root, first, end, number);
            return null;
        }
        if (!Utf8.isValid(bytes, first, end)) {
            return new DocumentFault(Counter.DROPPED_BAD_UTF8, "payload is not UTF-8");
        }
        findings.scalar(root, TokenKind.TEXT, first, end);
        return null;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r';
    }
}
