package io.tocsin.engine.plan.alarm;

import io.tocsin.engine.plan.select.SensorSelector;
import java.util.List;

/** Fields that alarm rules of all types have: a plan stores them before those of the type. */
public record RuleHead(
        String name,
        SensorSelector selector,
        Priority priority,
        String message,
        List<String> sinks,
        long reorderNs,
        OnBad onBad) {}
