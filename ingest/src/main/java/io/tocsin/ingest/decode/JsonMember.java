package io.tocsin.ingest.decode;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One step of a wanted member's path: what stands at it and which wanted members lie below. */
final class JsonMember {
    private static final JsonMember[] NONE = {};
    private static final int NO_VALUE = -1;

    private final String path;
    private final boolean numbersOnly;
    private final String textFault;
    private final byte[] name;
    private JsonMember[] children = NONE;
    private int valueIndex = NO_VALUE;
    private boolean time;
    private boolean quality;
    private long seenIn;

    private JsonMember(String path, String name, boolean numbersOnly) {
        this.path = path;
        this.numbersOnly = numbersOnly;
        this.textFault = "member " + path + " is a text, "
                + (numbersOnly ? "and type: number takes none" : "which " + ValueText.MUST);
        this.name = name.getBytes(StandardCharsets.UTF_8);
    }

    /** The tree of all wanted members. */
    static JsonMember tree(PayloadConfig config) {
        JsonMember root = new JsonMember("", "", config.numbersOnly());
        for (int i = 0; i < config.values().size(); i++) {
            JsonMember member = root.at(config.values().get(i));
            if (member.valueIndex != NO_VALUE) {
                throw new IllegalArgumentException("two values have one member, value=" + member.path);
            }
            member.valueIndex = i;
        }
        if (config.time() != null) {
            root.at(config.time()).time = true;
        }
        if (config.quality() != null) {
            root.at(config.quality().path()).quality = true;
        }
        return root;
    }

    private JsonMember at(String path) {
        JsonMember member = this;
        int from = 0;
        while (true) {
            int dot = path.indexOf('.', from);
            int to = dot < 0 ? path.length() : dot;
            if (from == to) {
                throw new IllegalArgumentException("a member path has an empty name, member=" + path);
            }
            member = member.childOrNew(path.substring(0, to), path.substring(from, to));
            if (dot < 0) {
                return member;
            }
            from = dot + 1;
        }
    }

    private JsonMember childOrNew(String path, String childName) {
        byte[] bytes = childName.getBytes(StandardCharsets.UTF_8);
        JsonMember child = child(bytes, 0, bytes.length);
        if (child == null) {
            child = new JsonMember(path, childName, numbersOnly);
            children = Arrays.copyOf(children, children.length + 1);
            children[children.length - 1] = child;
        }
        return child;
    }

    /** The wanted member of this name below, or null. */
    JsonMember child(byte[] bytes, int from, int to) {
        for (JsonMember child : children) {
            if (Arrays.equals(child.name, 0, child.name.length, bytes, from, to)) {
                return child;
            }
        }
        return null;
    }

    /** Notes that it stands in the document of this number; false when it did already. */
    boolean seeIn(long document) {
        if (seenIn == document) {
            return false;
        }
        seenIn = document;
        return true;
    }

    /** Whether something is wanted right here, not only below. */
    boolean isWanted() {
        return valueIndex != NO_VALUE || time || quality;
    }

    /** Index of the value that stands here. */
    int valueIndex() {
        return valueIndex;
    }

    boolean isValue() {
        return valueIndex != NO_VALUE;
    }

    boolean isTime() {
        return time;
    }

    boolean isQuality() {
        return quality;
    }

    /** Fault of a text that is no value here. */
    String textFault() {
        return textFault;
    }

    String path() {
        return path;
    }
}
