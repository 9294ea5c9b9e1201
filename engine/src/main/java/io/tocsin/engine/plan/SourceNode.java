package io.tocsin.engine.plan;

/**
 * An origin of readings.
 *
 * @param name unique among the sources, stable over changes of the configuration
 * @param type {@link #MQTT}, {@code file}, {@code modbus}, {@code rate} or {@link #TABLE}
 * @param detail for display: an address, a path
 * @param bounded whether the source ends by itself
 * @param rememberedCount how many of the source's last readings are remembered, to drop redeliveries; 0 for none,
 *     {@link #BY_SENSOR} when the sensors' definitions decide
 */
public record SourceNode(String name, String type, String detail, boolean bounded, int rememberedCount) {
    /** Value of {@link #type()} for a broker, whose connection may be lost. */
    public static final String MQTT = "mqtt";
    /** Value of {@link #type()} for a table, whose cells are looked up. */
    public static final String TABLE = "table";

    /** The most readings that a source remembers. */
    public static final int MAX_REMEMBERED_COUNT = 1 << 20;
    /** Value of {@link #rememberedCount()} in plans of the first edition: each sensor has a memory of its own. */
    public static final int BY_SENSOR = -1;

    public SourceNode {
        if (rememberedCount < BY_SENSOR || rememberedCount > MAX_REMEMBERED_COUNT) {
            throw new IllegalArgumentException("a source must remember 0 to " + MAX_REMEMBERED_COUNT
                    + " readings, rememberedCount=" + rememberedCount);
        }
    }

    /** Creates a source that never delivers a reading again. */
    public SourceNode(String name, String type, String detail, boolean bounded) {
        this(name, type, detail, bounded, 0);
    }

    /** Whether the source tells the journal when its connection is lost and when it is back. */
    public boolean tellsState() {
        return type.equals(MQTT);
    }

    /** This source with a memory for each sensor. */
    SourceNode bySensor() {
        return new SourceNode(name, type, detail, bounded, BY_SENSOR);
    }
}
