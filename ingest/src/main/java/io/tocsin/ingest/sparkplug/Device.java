package io.tocsin.ingest.sparkplug;

/** Metrics of an edge node itself, or of one of its devices, and whether they have been born. */
final class Device {
    private static final long NONE = Long.MAX_VALUE;

    private final String owner;
    private final String controls;
    private MetricTable table = new MetricTable(0);
    private boolean isBorn;
    private long dueNs = NONE;

    /**
     * @param owner the first levels of its sensors' names
     * @param controls how the names of metrics begin that are no sensors
     */
    Device(String owner, String controls) {
        this.owner = owner;
        this.controls = controls;
    }

    String owner() {
        return owner;
    }

    /** Whether a metric of this name is for commands or for the host alone. */
    boolean isControl(String name) {
        return name.equals("bdSeq") || name.startsWith(controls);
    }

    MetricTable table() {
        return table;
    }

    /** Whether there is a birth without a death behind it. */
    boolean isBorn() {
        return isBorn;
    }

    /** Takes the metrics of a birth. */
    void onBirth(MetricTable born) {
        table = born;
        isBorn = true;
        dueNs = NONE;
    }

    /** The birth holds no longer: its values do, unless another birth is not there by a time. */
    void awaitBirth(long untilNs) {
        if (isBorn || dueNs != NONE) {
            isBorn = false;
            dueNs = untilNs;
        }
    }

    /** Whether the awaited birth has not come in time. */
    boolean isOverdue(long nowNs) {
        return nowNs >= dueNs;
    }

    /** Whether its metrics have values that are not BAD for want of a birth. */
    boolean isLiving() {
        return isBorn || dueNs != NONE;
    }

    /** All values are BAD now. */
    void onDeath() {
        isBorn = false;
        dueNs = NONE;
    }
}
