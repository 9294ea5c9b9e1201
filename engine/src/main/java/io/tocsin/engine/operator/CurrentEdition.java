package io.tocsin.engine.operator;

import io.tocsin.engine.plan.Edition;

/**
 * The edition of the current plan, shared by all operators of a fold: a new plan changes the edition for all of them.
 * Engine thread.
 */
public final class CurrentEdition {
    private boolean isSecond;

    /** Sets the edition of a plan that becomes current. */
    public void set(Edition edition) {
        isSecond = edition.includes(Edition.SECOND);
    }

    /** Whether the plan has the meaning of the second edition. */
    public boolean isSecond() {
        return isSecond;
    }
}
