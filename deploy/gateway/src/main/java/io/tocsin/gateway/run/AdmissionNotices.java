package io.tocsin.gateway.run;

import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.admission.StateAdmission;
import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.config.Sizes;
import io.tocsin.gateway.print.Numbers;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Says that new sensors are refused, with what to do: the first time, then at most every {@value #PERIOD_MINUTES} minutes, with how
 * many readings were dropped since. Called by one thread at a time.
 */
final class AdmissionNotices implements StateAdmission.Refusals {
    private static final int PERIOD_MINUTES = 10;
    private static final long PERIOD_NS = TimeUnit.MINUTES.toNanos(PERIOD_MINUTES);

    private final Consumer<String> log;
    private final LongSupplier clockNs;
    private boolean isTold;
    private long toldNs;
    private long untold;

    /**
     * @param log takes the lines
     * @param clockNs elapsed time, ns
     */
    AdmissionNotices(Consumer<String> log, LongSupplier clockNs) {
        this.log = log;
        this.clockNs = clockNs;
    }

    @Override
    public void onRefused(String sensorName, Verdict verdict, long bytes, StateAdmission admission) {
        long nowNs = clockNs.getAsLong();
        if (isTold && nowNs - toldNs < PERIOD_NS) {
            untold++;
            return;
        }
        String since = untold == 0 ? "" : " and " + Numbers.grouped(untold) + " more times since this was last told";
        LineLog.warn(
                log,
                verdict == Verdict.TOO_MANY
                        ? tooMany(sensorName, since, admission)
                        : noMemory(sensorName, since, bytes, admission));
        isTold = true;
        toldNs = nowNs;
        untold = 0;
    }

    private static String tooMany(String sensorName, String since, StateAdmission admission) {
        return "sensor " + sensorName + " is refused" + since + ", its readings are dropped (droppedSensorLimit): "
                + Numbers.grouped(admission.sensorCount()) + " sensors are known, as many as engine.maxSensors allows."
                + " Raise engine.maxSensors, or subscribe to fewer topics";
    }

    private static String noMemory(String sensorName, String since, long bytes, StateAdmission admission) {
        return "sensor " + sensorName + " is refused" + since
                + ", its readings are dropped (droppedStateMemory): alarms and"
                + " streams keep " + Sizes.round(bytes) + " of it, and the " + Numbers.grouped(admission.sensorCount())
                + " known sensors take " + Sizes.round(admission.usedBytes()) + " of "
                + Sizes.round(admission.budgetBytes()) + ". Raise engine.stateMemory, or narrow the selectors that"
                + " tocsin check shows";
    }
}
