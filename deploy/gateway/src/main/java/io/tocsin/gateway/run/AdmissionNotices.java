package io.tocsin.gateway.run;

import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.admission.StateAdmission;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.config.schema.Durations;
import io.tocsin.gateway.config.schema.Sizes;
import io.tocsin.gateway.print.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Logs that new sensors are refused, with advice: for each bound the first time, then at most every {@value
 * #PERIOD_MINUTES} minutes, with the number since. Logs the number of sensors of each eviction. Called by one thread at
 * a time.
 */
final class AdmissionNotices implements StateAdmission.Notices {
    private static final int PERIOD_MINUTES = 10;
    private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(PERIOD_MINUTES);

    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private final Map<Bound, Told> tolds = new HashMap<>();

    /** Key of refusals: a verdict, and the filter whose quota it concerns. */
    private record Bound(Verdict verdict, String filter) {}

    private static final class Told {
        private final long atNs;
        private long untold;

        private Told(long atNs) {
            this.atNs = atNs;
        }
    }

    /**
     * @param log takes the lines
     * @param clockNs elapsed time, ns
     */
    AdmissionNotices(Consumer<String> log, LongSupplier clockNs) {
        this.log = log;
        this.clockNs = clockNs;
    }

    @Override
    public void onRefused(String sensorName, Verdict verdict, long bytes, SensorQuota quota, StateAdmission admission) {
        long nowNs = clockNs.getAsLong();
        Bound bound = new Bound(verdict, verdict == Verdict.FILTER_FULL ? quota.filter() : "");
        Told told = tolds.get(bound);
        if (told != null && nowNs - told.atNs < PERIOD_NS) {
            told.untold++;
            return;
        }
        String since = told == null || told.untold == 0
                ? ""
                : " and " + Numbers.grouped(told.untold) + " more times since the last such line";
        LineLog.warn(
                log,
                "sensor " + sensorName + " is refused" + since + ", its readings are dropped "
                        + switch (verdict) {
                            case TOO_MANY -> tooMany(admission);
                            case NO_MEMORY -> noMemory(bytes, admission);
                            case FILTER_FULL -> filterFull(quota);
                            case ADMITTED -> throw new IllegalArgumentException("an admitted sensor is not refused");
                        });
        tolds.put(bound, new Told(nowNs));
    }

    @Override
    public void onEvicted(List<String> sensorNames, long idleNs) {
        String which = sensorNames.size() == 1
                ? "sensor " + sensorNames.get(0) + " was"
                : Numbers.grouped(sensorNames.size()) + " sensors were";
        String example = sensorNames.size() == 1 ? "" : "; the first is " + sensorNames.get(0);
        LineLog.warn(
                log,
                which + " evicted to make room for new ones: no alarm or stream selects "
                        + (sensorNames.size() == 1 ? "it, and it was" : "them, and they were") + " silent for "
                        + Durations.format(idleNs) + " (engine.evictAfter)" + example);
    }

    private static String tooMany(StateAdmission admission) {
        return "(droppedSensorLimit): " + Numbers.grouped(admission.sensorCount())
                + " sensors are known, the most that engine.maxSensors allows."
                + " Raise engine.maxSensors, or subscribe to fewer topics";
    }

    private static String filterFull(SensorQuota quota) {
        return "(droppedFilterLimit): " + Numbers.grouped(quota.maxSensors()) + " sensors have come through topic"
                + " filter "
                + quota.filter()
                + ", the most that its maxSensors allows. Raise maxSensors of that topic, or narrow the filter";
    }

    private static String noMemory(long bytes, StateAdmission admission) {
        return "(droppedStateMemory): alarms and streams need " + Sizes.round(bytes) + " for it, and the "
                + Numbers.grouped(admission.sensorCount()) + " known sensors take " + Sizes.round(admission.usedBytes())
                + " of " + Sizes.round(admission.budgetBytes())
                + ". Raise engine.stateMemory, or narrow the selectors that tocsin check shows";
    }
}
