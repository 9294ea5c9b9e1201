package io.tocsin.engine.alarm;

import static io.tocsin.engine.alarm.MissingLayout.OUTAGE_OFFSET;

import io.tocsin.engine.operator.EventEmitter;
import io.tocsin.engine.operator.SourceLinks;
import org.agrona.UnsafeApi;

/**
 * Outages of sources, for the slots of a missing alarm. A slot is <i>down</i> from the loss of a source that feeds the
 * slot to the return of the last such source, and <i>back</i> for a while after that. Messages that waited in the
 * broker arrive in that while, with gaps where the broker kept no more, so a gap between them is no silence.
 *
 * <p>The state is an int in the slot's cold part: {@link #NONE}, {@link #DOWN}, or one more than the index of the
 * source that came back last.
 */
final class OutageHold {
    static final int NONE = 0;
    static final int DOWN = -1;

    private final SourceLinks links;
    private final EventEmitter emitter;
    private final long whileNs;
    /** Whether any slot was ever down; until then the cold parts need not be read. */
    private boolean isUsed;

    /**
     * @param whileNs elapsed time after a return in which no silence ends
     */
    OutageHold(SourceLinks links, EventEmitter emitter, long whileNs) {
        this.links = links;
        this.emitter = emitter;
        this.whileNs = whileNs;
    }

    void begin(long coldAt) {
        isUsed = true;
        UnsafeApi.putInt(coldAt + OUTAGE_OFFSET, DOWN);
    }

    void end(long coldAt, int sourceIndex) {
        UnsafeApi.putInt(coldAt + OUTAGE_OFFSET, sourceIndex + 1);
    }

    /** Takes in a slot that was read. */
    void onRead(long coldAt) {
        isUsed |= UnsafeApi.getInt(coldAt + OUTAGE_OFFSET) != NONE;
    }

    boolean isDown(long coldAt) {
        return isUsed && UnsafeApi.getInt(coldAt + OUTAGE_OFFSET) == DOWN;
    }

    /** Whether the slot's source came back only a while ago, at the current record. */
    boolean isBack(long coldAt) {
        int outage = isUsed ? UnsafeApi.getInt(coldAt + OUTAGE_OFFSET) : NONE;
        return outage > NONE && links.cameBackWithin(outage - 1, emitter.elapsedNs(), whileNs);
    }
}
