package io.tocsin.engine.result;

/** Takes what the operators decide, in the order of decision. Called by one thread. */
public interface ResultHandler {
    /**
     * @param event valid during the call only
     */
    void onAlarm(AlarmEventFlyweight event);
}
