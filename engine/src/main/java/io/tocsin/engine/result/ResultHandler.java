package io.tocsin.engine.result;

/** Receives the decisions of the operators, in their order. Called by one thread. */
public interface ResultHandler {
    /** Ignores events and rows, for a fold of which only the state is needed. */
    ResultHandler NOTHING = new ResultHandler() {
        @Override
        public void onAlarm(AlarmEventFlyweight event) {}

        @Override
        public void onRow(StreamRowFlyweight row) {}
    };

    /**
     * @param event valid during the call only
     */
    void onAlarm(AlarmEventFlyweight event);

    /**
     * @param row valid during the call only
     */
    default void onRow(StreamRowFlyweight row) {
        throw new UnsupportedOperationException("this handler does not accept rows, ordinal=" + row.ordinal());
    }
}
