package io.tocsin.engine.operator;

import io.tocsin.engine.plan.Edition;

/**
 * The edition of the plan in force, shared by all operators of a fold: a change of plan changes it for them all. Engine
 * thread.
 */
public final class CurrentEdition {
    private boolean isSecond;

    /** A plan comes into force. */
    public void set(Edition edition) {
        isSecond = edition.includes(Edition.SECOND);
    }

    /** Whether the plan has the meaning of the second edition. */
    public boolean isSecond() {
        return isSecond;
    }
}
