package io.tocsin.engine.plan;

/**
 * Where readings come from.
 *
 * @param name unique among the sources, stable over changes of the configuration
 * @param type {@code mqtt}, {@code file}, {@code rate} or {@link #TABLE}
 * @param detail for people: an address, a path
 * @param bounded whether it ends by itself
 * @param rememberedCount how many of its last readings are remembered, to drop those that are delivered again; 0 =
 *     none, {@link #BY_SENSOR} = as the definitions of its sensors say
 */
public record SourceNode(String name, String type, String detail, boolean bounded, int rememberedCount) {
    /** {@link #type()} of a table, whose cells are looked up. */
    public static final String TABLE = "table";

    /** The most readings that a source remembers. */
    public static final int MAX_REMEMBERED_COUNT = 1 << 20;
    /** Of sources in plans of the first edition: each sensor has a memory of its own. */
    public static final int BY_SENSOR = -1;

    public SourceNode {
        if (rememberedCount < BY_SENSOR || rememberedCount > MAX_REMEMBERED_COUNT) {
            throw new IllegalArgumentException("a source remembers 0 to " + MAX_REMEMBERED_COUNT
                    + " readings, rememberedCount=" + rememberedCount);
        }
    }

    /** A source that delivers nothing again. */
    public SourceNode(String name, String type, String detail, boolean bounded) {
        this(name, type, detail, bounded, 0);
    }

    /** The same source whose sensors have memories of their own. */
    SourceNode bySensor() {
        return new SourceNode(name, type, detail, bounded, BY_SENSOR);
    }
}
