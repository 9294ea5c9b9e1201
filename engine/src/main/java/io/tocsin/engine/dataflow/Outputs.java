package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.DerivedNode;
import java.util.List;

/** Selects one of several outputs of an operator whose derived sensors are {@code name/key/output}. */
final class Outputs {
    private Outputs() {}

    /**
     * The readings of an output.
     *
     * @throws IllegalArgumentException when the operator has no output of that label, or when the number of levels of
     *     the keys is unknown, so that no filter can select the output
     */
    static ReadingStream of(DataflowBuilder builder, DerivedNode node, Levels keyLevels, String label) {
        boolean isThere = false;
        for (int output = 0; output < node.outputCount(); output++) {
            isThere |= node.outputLabel(output).equals(label);
        }
        if (!isThere) {
            throw new IllegalArgumentException("the operator " + node.name() + " has no output " + label);
        }
        if (keyLevels.isKnown()) {
            List<String> filters = keyLevels.counts().stream()
                    .map(count -> node.name() + '/' + "+/".repeat(count) + label)
                    .toList();
            return new ReadingStream(builder, filters, keyLevels.below().below());
        }
        if (node.outputCount() > 1) {
            throw new IllegalArgumentException("the keys of " + node.name() + " may have any number of levels: key by a"
                    + " template, begin with filters without #, or ask for one value only");
        }
        return new ReadingStream(builder, List.of(node.name() + "/#"), keyLevels);
    }
}
