package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;
import java.util.List;

/**
 * Fields of a document that is an array of flat records, by a fixed list of names. For formats that say themselves what
 * their fields mean. One thread; allocates as little as the reader of the documents.
 *
 * <p>{@link #seek} goes to a field; {@link #kind}, {@link #bits} and the range then are of it.
 */
public final class RecordFields {
    private static final MemberPath RECORDS = MemberPath.parse("[]");
    private static final MemberPath OTHER = MemberPath.parse("*");
    private static final MemberPath OF_OBJECT = MemberPath.parse("/*");
    private static final int OTHER_VALUE = 0;
    private static final int OBJECT_VALUE = 1;

    private final DocumentReader reader;
    private final PathNode root;
    private final Findings findings;
    private final ScalarText scalars = new ScalarText();
    private final int fieldCount;
    private int token;

    /**
     * @param reader of the documents
     * @param names of the fields; a field is its index
     */
    public RecordFields(DocumentReader reader, List<String> names) {
        this.reader = reader;
        this.fieldCount = names.size();
        PathTree tree = new PathTree(RECORDS);
        for (int field = 0; field < fieldCount; field++) {
            tree.addCapture(field, MemberPath.parse("\"" + names.get(field) + "\""));
        }
        tree.addValue(OTHER_VALUE, OTHER);
        tree.addValue(OBJECT_VALUE, OF_OBJECT);
        this.root = tree.root();
        root.onlyElement = null; // one object is no pack of records
        this.findings = new Findings(fieldCount);
    }

    /** Reads a document; null, or what is wrong with it. */
    public DocumentFault read(byte[] bytes, int from, int to) {
        findings.begin(bytes);
        DocumentFault fault = reader.read(bytes, from, to, root, findings);
        if (fault == null && findings.isFull()) {
            return new DocumentFault(
                    Counter.DROPPED_TOO_LARGE, "payload with more than " + Findings.MAX_COUNT + " values");
        }
        return fault;
    }

    /** Whether the document is an array, if only an empty one. */
    public boolean isArray() {
        if (!findings.hasRepetition()) {
            return false;
        }
        for (int field = 0; field < fieldCount; field++) {
            if (findings.own(0, field) != Findings.ABSENT) {
                return false;
            }
        }
        return findings.valueCount() == 0 || findings.value(0) != OBJECT_VALUE;
    }

    /** How many records it has. */
    public int recordCount() {
        return findings.elementCount() - 1;
    }

    /** Goes to a field of a record, which counts from 0; false when the record lacks the field. */
    public boolean seek(int record, int field) {
        token = findings.own(record + 1, field);
        if (token == Findings.ABSENT) {
            return false;
        }
        if (kind() == TokenKind.TEXT || kind() == TokenKind.NUMBER) {
            scalars.read(findings, token);
        }
        return true;
    }

    /** Whether a record has a field. */
    public boolean has(int record, int field) {
        return findings.own(record + 1, field) != Findings.ABSENT;
    }

    /** The first record with a field of another name that ends with this character, or -1. */
    public int otherEndingWith(char last) {
        for (int i = 0; i < findings.valueCount(); i++) {
            int key = findings.firstKey(i);
            int from = findings.keyFrom(key);
            int length = findings.keyTo(key) - from;
            int first = from < 0 ? ~from : from;
            if (length > 0 && findings.bytes(from)[first + length - 1] == last) {
                return findings.valueElement(i) - 1;
            }
        }
        return -1;
    }

    public TokenKind kind() {
        return findings.kind(token);
    }

    /** The 64 bits of a binary number or time. */
    public long bits() {
        return findings.bits(token);
    }

    /** Holds the range of a text or a written number. */
    public byte[] bytes() {
        return scalars.bytes();
    }

    public int from() {
        return scalars.from();
    }

    public int to() {
        return scalars.to();
    }
}
