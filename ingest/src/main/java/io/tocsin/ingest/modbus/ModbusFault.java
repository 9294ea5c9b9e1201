package io.tocsin.ingest.modbus;

/** Reason for the lack of values from a device. The message is for people. */
final class ModbusFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Kinds, by their consequences. */
    enum Kind {
        /** There is no connection; its loss is told once for all sensors. */
        NO_CONNECTION,
        /** An earlier request of the poll failed in a way that holds for the whole unit. */
        NOT_ASKED,
        /** No answer in time. */
        TIMEOUT,
        /** A gateway cannot reach the unit. */
        UNIT_AWAY,
        /** The unit answered with an exception, or with something else than was asked for. */
        REFUSED
    }

    private final Kind kind;

    ModbusFault(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    /** Whether further requests to the same unit would fail for the same reason. */
    boolean isOfUnit() {
        return kind != Kind.REFUSED;
    }

    /** Whether it is told with the request that it struck. */
    boolean isOfRequest() {
        return kind != Kind.NO_CONNECTION && kind != Kind.NOT_ASKED;
    }

    /** Whether it is the same fault to people. */
    boolean isSameAs(ModbusFault other) {
        return other != null && kind == other.kind && getMessage().equals(other.getMessage());
    }
}
