package io.tocsin.engine.plan;

/**
 * Kinds of operators. A {@code switch} over them has no default: the compiler finds the places that a new kind needs.
 */
public enum NodeType {
    /** An {@link AlarmRule}, further told apart by its {@link AlarmType}. */
    ALARM,
    /** A {@link StreamNode}. */
    STREAM,
    /** A {@link JoinNode}. */
    JOIN,
    /** A {@link ProcessNode}. */
    PROCESS
}
