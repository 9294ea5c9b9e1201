package io.tocsin.engine.pipeline.thread;

/** Threads of the pipeline for the cores there are. */
public enum ThreadLayout {
    /**
     * The engine thread journals, decides, opens the gate and writes the alarm log: with two cores, a thread that the
     * engine would wake for each alarm has to wait for a time slice.
     */
    TOGETHER,
    /** The alarm log is written by a thread of its own. */
    APART;

    private static final int CORES_FOR_APART = 4;

    /**
     * Chooses the layout for a machine.
     *
     * @param coreCount number of processors that the gateway may use
     * @param waitsForDevice whether results wait for the device, as the engine thread must not
     */
    public static ThreadLayout of(int coreCount, boolean waitsForDevice) {
        return coreCount >= CORES_FOR_APART || waitsForDevice ? APART : TOGETHER;
    }
}
