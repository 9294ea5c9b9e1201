package io.tocsin.engine.operator;

import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.security.MessageDigest;

/** An alarm that readings alone raise and clear: it has no timers. What raises and clears it, its kinds say. */
abstract class EpisodeOperator implements KeyedOperator {
    final Episodes episodes;

    EpisodeOperator(int ruleId, EventEmitter emitter) {
        this.episodes = new Episodes(ruleId, emitter);
    }

    @Override
    public final int nodeId() {
        return episodes.ruleId();
    }

    @Override
    public final int openSlot(int sensorId) {
        return episodes.open(sensorId);
    }

    @Override
    public final long nextTimerNs(int slot) {
        return NO_TIMER;
    }

    @Override
    public final void advance(int slot, long timeNs) {}

    @Override
    public final void finish(int slot, long lastTimeNs) {}

    @Override
    public final void close() {
        episodes.closeAll();
    }

    @Override
    public final void closeSlot(int slot) {
        episodes.close(slot);
    }

    @Override
    public final void digest(MessageDigest digest) {
        episodes.digest(digest);
    }

    @Override
    public final long stateBytes() {
        return episodes.stateBytes();
    }

    @Override
    public void writeTo(StateOutput out) {
        episodes.writeTo(out);
    }

    @Override
    public void readFrom(StateInput in) {
        episodes.readFrom(in);
    }
}
