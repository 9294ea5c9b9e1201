package io.tocsin.ingest.modbus;

/**
 * Order in which a device sends the bytes of a number, A being the most significant byte of 32 bits. Numbers of 64 bits
 * follow the same pattern ({@link #CDAB} is GHEFCDAB), numbers of 16 bits have the bytes of one register.
 */
public enum RegisterOrder {
    /** Big-endian: the order of the specification. */
    ABCD(false, false),
    /** Least significant register first. */
    CDAB(true, false),
    /** Least significant byte of each register first. */
    BADC(false, true),
    /** Little-endian. */
    DCBA(true, true);

    private final boolean isLowRegisterFirst;
    private final boolean isLowByteFirst;

    RegisterOrder(boolean isLowRegisterFirst, boolean isLowByteFirst) {
        this.isLowRegisterFirst = isLowRegisterFirst;
        this.isLowByteFirst = isLowByteFirst;
    }

    boolean isLowRegisterFirst() {
        return isLowRegisterFirst;
    }

    boolean isLowByteFirst() {
        return isLowByteFirst;
    }
}
