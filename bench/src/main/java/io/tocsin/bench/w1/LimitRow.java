package io.tocsin.bench.w1;

/** The floor of the machine: one flag a sensor in a flat array. Looks at the event time of a change only. */
final class LimitRow implements Row {
    private final Workload workload;
    private boolean[] active;
    private ResultSum results;

    LimitRow(Workload workload) {
        this.workload = workload;
    }

    @Override
    public void open() {
        active = new boolean[Workload.SENSOR_COUNT];
        results = new ResultSum();
    }

    @Override
    public void pass(long shiftNs) {
        int[] sensorIds = workload.sensorIds();
        long[] eventTimesNs = workload.eventTimesNs();
        double[] values = workload.values();
        boolean[] flags = active;
        for (int i = 0; i < sensorIds.length; i++) {
            int sensor = sensorIds[i];
            double value = values[i];
            if (flags[sensor]) {
                if (value <= Workload.CLEAR_AT) {
                    flags[sensor] = false;
                    results.add(sensor, eventTimesNs[i] + shiftNs, false, value);
                }
            } else if (value > Workload.LIMIT) {
                flags[sensor] = true;
                results.add(sensor, eventTimesNs[i] + shiftNs, true, value);
            }
        }
    }

    @Override
    public void finish() {}

    @Override
    public ResultSum results() {
        return results;
    }

    @Override
    public void close() {}
}
