package io.tocsin.engine.pipeline;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.Sequence;
import java.util.function.LongSupplier;

/**
 * The engine thread between its waits: hands records to the {@link InputStage} and gives the {@link Ticker} its turns.
 * Says when to wake up for a duty that no record brings ({@code EngineWait}).
 */
final class EngineHandler implements EventHandler<InputSlot>, LongSupplier {
    private final InputStage stage;
    private final Ticker ticker;

    EngineHandler(InputStage stage, Ticker ticker) {
        this.stage = stage;
        this.ticker = ticker;
    }

    @Override
    public void setSequenceCallback(Sequence sequence) {
        stage.progress(sequence);
    }

    @Override
    public void onEvent(InputSlot slot, long sequence, boolean endOfBatch) {
        stage.take(slot, sequence, endOfBatch);
        if (endOfBatch && ticker.dueInNs() <= 0) {
            ticker.look();
        }
    }

    @Override
    public void onTimeout(long sequence) {
        stage.commitIfDue();
        ticker.look();
    }

    /** When the next duty is due, by {@link System#nanoTime}. */
    @Override
    public long getAsLong() {
        return System.nanoTime() + Math.min(stage.commitInNs(), ticker.dueInNs());
    }
}
