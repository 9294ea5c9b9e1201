package io.tocsin.engine.operator;

import io.tocsin.engine.plan.OperatorNode;

/** Creates the operators of a plan's nodes. */
@FunctionalInterface
public interface OperatorFactory {
    /**
     * @param nodeId in the book
     */
    KeyedOperator create(OperatorNode node, int nodeId);
}
