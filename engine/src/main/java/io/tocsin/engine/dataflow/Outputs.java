package io.tocsin.engine.dataflow;

import io.tocsin.engine.plan.DerivedNode;
import java.util.List;

/** Finds one of several outputs of an operator whose derived sensors are {@code name/key/output}. */
final class Outputs {
    private Outputs() {}

    /**
     * The readings of an output.
     *
     * @throws IllegalArgumentException when there is none of that label, or it cannot be told from others because the
     *     number of levels of the keys is not known
     */
    static ReadingStream of(DataflowBuilder builder, DerivedNode node, Levels keyLevels, String label) {
        boolean isThere = false;
        for (int output = 0; output < node.outputCount(); output++) {
            isThere |= node.outputLabel(output).equals(label);
        }
        if (!isThere) {
            throw new IllegalArgumentException("the operator " + node.name() + " does not give " + label);
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
