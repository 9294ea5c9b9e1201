package io.tocsin.engine.testkit;

import io.tocsin.engine.admission.SensorAdmission.Verdict;
import io.tocsin.engine.admission.SensorQuota;
import io.tocsin.engine.admission.StateAdmission;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Keeps who was refused or evicted. */
public final class AdmissionLog implements StateAdmission.Notices {
    private final List<String> refused = Collections.synchronizedList(new ArrayList<>());
    private final List<String> evicted = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void onRefused(String sensorName, Verdict verdict, long bytes, SensorQuota quota, StateAdmission admission) {
        refused.add(sensorName + " " + verdict + " " + bytes);
    }

    @Override
    public void onEvicted(List<String> sensorNames, long idleNs) {
        evicted.addAll(sensorNames);
    }

    /** Name, verdict and bytes of each refusal. */
    public List<String> refused() {
        return refused;
    }

    /** Names, in their order. */
    public List<String> evicted() {
        return evicted;
    }
}
