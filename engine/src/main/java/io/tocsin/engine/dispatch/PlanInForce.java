package io.tocsin.engine.dispatch;

import io.tocsin.engine.operator.CurrentEdition;
import io.tocsin.engine.plan.Plan;

/** The current plan of the fold. */
public final class PlanInForce {
    private final CurrentEdition edition = new CurrentEdition();
    private Plan plan;

    public PlanInForce() {}

    /** The plan, or null before the first. */
    public Plan get() {
        return plan;
    }

    public CurrentEdition edition() {
        return edition;
    }

    public void use(Plan newPlan) {
        plan = newPlan;
        edition.set(newPlan.edition());
    }
}
