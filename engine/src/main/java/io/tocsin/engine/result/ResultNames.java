package io.tocsin.engine.result;

import io.tocsin.engine.plan.DerivedNode;

/** Names behind the numbers in events and rows. Any thread that got the event or row may ask. */
public interface ResultNames extends AlarmRules {
    /** The stream as its newest plan presents it. */
    DerivedNode stream(int streamId);

    /** Its version: 1 for the first stream of that name, one more whenever what it computes changes. */
    int streamVersion(int streamId);

    /** The name of a sensor of a source, of a derived one, or of a group's key. */
    String sensorName(int sensorId);

    /** The text that a value {@linkplain io.tocsin.engine.reading.TextValue stands for}. */
    String text(int textId);
}
