package io.tocsin.engine.result;

/** Takes what the operators decide, in the order of decision. Called by one thread. */
public interface ResultHandler {
    /** Takes events and rows and keeps nothing of them: for a fold whose state is all that is wanted. */
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
        throw new UnsupportedOperationException("no rows are taken here, ordinal=" + row.ordinal());
    }
}
