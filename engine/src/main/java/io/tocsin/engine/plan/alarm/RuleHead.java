package io.tocsin.engine.plan.alarm;

import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/** Fields common to alarm rules of all types. A plan stores these common fields before those of the type. */
public record RuleHead(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        long reorderNs,
        OnBad onBad) {}
