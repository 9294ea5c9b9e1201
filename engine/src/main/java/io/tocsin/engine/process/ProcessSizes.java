package io.tocsin.engine.process;

import io.tocsin.engine.function.Functions;
import io.tocsin.engine.keyed.KeyedStates;
import io.tocsin.engine.plan.ProcessNode;

/** How much memory process nodes take, before they run. */
public final class ProcessSizes {
    private ProcessSizes() {}

    /**
     * The most bytes of a key: its slots, and all the entries of lists and maps that its function lets it have.
     *
     * @throws io.tocsin.engine.function.FunctionException when the function is not there
     */
    public static long maxBytesPerKey(ProcessNode node, Functions functions) {
        KeyedStates states =
                new KeyedStates(functions.create(node.name(), node.function(), node.functionVersion()), () -> 0);
        return ProcessKeys.lengthOf(node.outputCount()) + states.maxBytesPerKey();
    }
}
