package io.tocsin.ingest.sparkplug;

/** Addressee of a topic {@code spBv1.0/GROUP/TYPE/NODE[/DEVICE]}. */
final class TopicTarget {
    /** Kinds of messages. */
    enum Type {
        NBIRTH,
        NDEATH,
        DBIRTH,
        DDEATH,
        NDATA,
        DDATA,
        /** State of the host, as the broker keeps it. */
        STATE,
        /** Commands to nodes and devices, and states of other hosts. */
        OTHER,
        /** A topic that Sparkplug does not know. */
        INVALID
    }

    private static final String NAMESPACE = "spBv1.0";
    private static final int GROUP_LEVEL = 1;
    private static final int TYPE_LEVEL = 2;
    private static final int NODE_LEVEL = 3;
    private static final int NODE_LEVELS = 4;
    private static final int DEVICE_LEVELS = 5;

    private final Type type;
    private final String group;
    private final String nodeName;
    private final String deviceName;
    private EdgeNode node;

    private TopicTarget(Type type, String group, String nodeName, String deviceName) {
        this.type = type;
        this.group = group;
        this.nodeName = nodeName;
        this.deviceName = deviceName;
    }

    Type type() {
        return type;
    }

    /** Group of the edge node; null where none is addressed. */
    String group() {
        return group;
    }

    String nodeName() {
        return nodeName;
    }

    /** Name of the device, or null. */
    String deviceName() {
        return deviceName;
    }

    /** The edge node, or null while none is known. */
    EdgeNode node() {
        return node;
    }

    void node(EdgeNode known) {
        node = known;
    }

    /** The addressee of a topic. */
    static TopicTarget of(String topic, String stateTopic) {
        if (topic.equals(stateTopic)) {
            return new TopicTarget(Type.STATE, null, null, null);
        }
        String[] levels = topic.split("/", -1);
        if (levels[0].equals(NAMESPACE) && levels.length > 2 && levels[GROUP_LEVEL].equals("STATE")) {
            return new TopicTarget(Type.OTHER, null, null, null);
        }
        Type type = levels.length < NODE_LEVELS || levels.length > DEVICE_LEVELS ? Type.INVALID : type(levels);
        if (type == Type.INVALID || type == Type.OTHER) {
            return new TopicTarget(type, null, null, null);
        }
        String device = levels.length == DEVICE_LEVELS ? levels[DEVICE_LEVELS - 1] : null;
        return new TopicTarget(type, levels[GROUP_LEVEL], levels[NODE_LEVEL], device);
    }

    private static Type type(String[] levels) {
        boolean hasDevice = levels.length == DEVICE_LEVELS;
        return switch (levels[TYPE_LEVEL]) {
            case "NBIRTH" -> hasDevice ? Type.INVALID : Type.NBIRTH;
            case "NDEATH" -> hasDevice ? Type.INVALID : Type.NDEATH;
            case "NDATA" -> hasDevice ? Type.INVALID : Type.NDATA;
            case "DBIRTH" -> hasDevice ? Type.DBIRTH : Type.INVALID;
            case "DDEATH" -> hasDevice ? Type.DDEATH : Type.INVALID;
            case "DDATA" -> hasDevice ? Type.DDATA : Type.INVALID;
            case "NCMD", "DCMD" -> Type.OTHER;
            default -> Type.INVALID;
        };
    }
}
