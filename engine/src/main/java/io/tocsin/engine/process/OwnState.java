package io.tocsin.engine.process;

import io.tocsin.engine.function.CheckpointedFunction;
import io.tocsin.engine.function.FunctionException;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;

/** The state that a {@link CheckpointedFunction} keeps itself, as bytes; other functions have none. */
final class OwnState {
    private final KeyedProcessFunction function;
    private final String name;

    OwnState(KeyedProcessFunction function, String name) {
        this.function = function;
        this.name = name;
    }

    /** Whether the function keeps state itself. */
    boolean isKept() {
        return function instanceof CheckpointedFunction;
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (function instanceof CheckpointedFunction checkpointed) {
            StateOutput out = new StateOutput(bytes);
            checkpointed.snapshotState(out);
            out.flush();
        }
        return bytes.toByteArray();
    }

    void restore(byte[] bytes) {
        if (function instanceof CheckpointedFunction checkpointed) {
            StateInput in = new StateInput(new ByteArrayInputStream(bytes));
            checkpointed.restoreState(in);
            if (!in.isAtEnd()) {
                throw new FunctionException(
                        "the function " + name + " must read all bytes that it wrote, bytes=" + bytes.length);
            }
        } else if (bytes.length > 0) {
            throw new FunctionException(
                    "the function " + name + " keeps no state of its own and cannot restore it, bytes=" + bytes.length);
        }
    }
}
