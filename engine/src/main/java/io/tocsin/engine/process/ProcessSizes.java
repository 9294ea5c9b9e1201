package io.tocsin.engine.process;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.keyed.KeyedStates;
import io.tocsin.engine.plan.ProcessNode;

/** Memory needs of process nodes, computed before they run. */
public final class ProcessSizes {
    private ProcessSizes() {}

    /**
     * The most bytes of a key: its slots, and the greatest number of entries that its function allows in lists and
     * maps.
     *
     * @throws io.tocsin.engine.function.FunctionException when the function is missing
     */
    public static long maxBytesPerKey(ProcessNode node, Functions functions) {
        KeyedStates states =
                new KeyedStates(functions.create(node.name(), node.function(), node.functionVersion()), () -> 0);
        return ProcessKeys.lengthOf(node.outputCount()) + states.maxBytesPerKey();
    }
}
