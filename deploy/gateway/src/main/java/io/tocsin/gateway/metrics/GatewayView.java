package io.tocsin.gateway.metrics;

/** Numbers of a running gateway. Any thread; no call waits for another thread. */
public interface GatewayView {
    /** The gateway's name. */
    String name();

    int sensorCount();

    long activeAlarmCount();

    /** Slots of the input ring. */
    int ringSlots();

    /** Slots whose record waits for the engine. */
    long ringUsed();

    /** Journalled records that are not durable yet. */
    long undurableRecords();

    /** Bytes this process has appended to the journal. */
    long journalBytes();

    /** Syncs this process has done. */
    long syncCount();

    /** Free bytes of the file system of the data directory; 0 when it cannot be asked. */
    long freeBytes();
}
