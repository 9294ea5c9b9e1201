package io.tocsin.engine.pipeline;

/** Threads of the pipeline for the cores there are. */
public enum ThreadLayout {
    /**
     * The engine thread journals, decides, opens the gate and writes the alarm log: with two cores, a thread that the
     * engine would wake for each alarm has to wait for a time slice.
     */
    TOGETHER("the engine thread also writes the alarm log"),
    /** The alarm log is written by a thread of its own. */
    APART("the alarm log is written by a thread of its own");

    private static final int CORES_FOR_APART = 4;

    private final String label;

    ThreadLayout(String label) {
        this.label = label;
    }

    /**
     * Chooses the layout for a machine.
     *
     * @param coreCount number of processors that the gateway may use
     * @param gate a {@link AlarmGate#DURABLE} gate waits for the device, which the engine thread must not
     */
    public static ThreadLayout of(int coreCount, AlarmGate gate) {
        return coreCount >= CORES_FOR_APART || gate == AlarmGate.DURABLE ? APART : TOGETHER;
    }

    /** The layout as part of a sentence. */
    public String label() {
        return label;
    }
}
