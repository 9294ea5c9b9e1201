package io.tocsin.engine.plan;

/**
 * Kinds of operators. A {@code switch} over the kinds has no default, so the compiler finds every place that a new kind
 * needs.
 */
public enum NodeType {
    /** An {@link AlarmRule}, whose {@link AlarmType} is the finer distinction. */
    ALARM,
    /** A {@link StreamNode}. */
    STREAM,
    /** A {@link JoinNode}. */
    JOIN,
    /** A {@link ProcessNode}. */
    PROCESS
}
