package io.tocsin.gateway.config;

import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.alarm.RuleDelay;
import io.tocsin.gateway.config.schema.GatewayKeys;
import java.util.List;

/**
 * Silence after which the time of a sensor or source advances with the gateway's clock, and the origin of this value.
 * The default is the shortest time that an alarm waits, and at most {@link #LONGEST_NS}: a delay of 5 s is noticed
 * after 5 s.
 *
 * <p>An alarm waits with its {@code reorder} and the delays of its type: {@code onDelay}, {@code offDelay}, {@code
 * timeout}. The windows of streams do not count: a window closed early by the clock would make readings in transit
 * late.
 *
 * @param ns the silence, nanoseconds
 * @param origin where it comes from, for people
 * @param isDefault whether the configuration says nothing
 */
public record IdleAfter(long ns, String origin, boolean isDefault) {
    /** Default when no delay is shorter. */
    public static final long LONGEST_NS = 30_000_000_000L;

    /** Value for a configuration. */
    public static IdleAfter given(long ns) {
        return new IdleAfter(ns, "time." + GatewayKeys.IDLE_AFTER.name(), false);
    }

    /** Default of a configuration without the key, derived from its alarms. */
    public static IdleAfter of(List<AlarmRule> alarms) {
        IdleAfter shortest = new IdleAfter(LONGEST_NS, "default", true);
        for (AlarmRule alarm : alarms) {
            for (RuleDelay delay : alarm.delays()) {
                shortest = shortest.or(delay, alarm);
            }
            shortest = shortest.or(new RuleDelay("reorder", alarm.reorderNs()), alarm);
        }
        return shortest;
    }

    private IdleAfter or(RuleDelay delay, AlarmRule alarm) {
        return delay.ns() > 0 && delay.ns() < ns
                ? new IdleAfter(delay.ns(), delay.key() + " of alarm " + alarm.name(), true)
                : this;
    }
}
