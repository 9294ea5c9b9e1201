package io.tocsin.ingest.sparkplug;

import java.util.LinkedHashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

/** An edge node: its metrics, its devices, the aliases that they share, and its place in its sequence. */
final class EdgeNode {
    /** A birth without a {@code bdSeq}. */
    static final long NO_BDSEQ = -1;

    private final String group;
    private final String name;
    private final Device self;
    private final Map<String, Device> devices = new LinkedHashMap<>();
    private final Long2ObjectHashMap<Metric> aliases = new Long2ObjectHashMap<>();
    private final Sequence sequence = new Sequence();
    private final RebirthRequests rebirths;
    private long bdSeq = NO_BDSEQ;
    private String wantedBecause = "";

    EdgeNode(String group, String name, long rebirthIntervalNs) {
        this.group = group;
        this.name = name;
        this.self = new Device(toString(), "Node Control/");
        this.rebirths = new RebirthRequests(rebirthIntervalNs);
    }

    /** Metrics of the node itself. */
    Device self() {
        return self;
    }

    /** A device of the node, new or known. */
    Device device(String deviceName) {
        return devices.computeIfAbsent(deviceName, id -> new Device(this + "/" + id, "Device Control/"));
    }

    /** Devices by their names. */
    Map<String, Device> devices() {
        return devices;
    }

    /** Metrics by their aliases. */
    Long2ObjectHashMap<Metric> aliases() {
        return aliases;
    }

    Sequence sequence() {
        return sequence;
    }

    RebirthRequests rebirths() {
        return rebirths;
    }

    /** The node must be born again before its data can be read. */
    void wantRebirth(String because) {
        rebirths.want();
        wantedBecause = because;
    }

    /** Why a birth was wanted last, for people. */
    String wantedBecause() {
        return wantedBecause;
    }

    long bdSeq() {
        return bdSeq;
    }

    void bdSeq(long birthBdSeq) {
        bdSeq = birthBdSeq;
    }

    /** Topic of the commands to the node. */
    String commandTopic() {
        return "spBv1.0/" + group + "/NCMD/" + name;
    }

    @Override
    public String toString() {
        return group + '/' + name;
    }
}
