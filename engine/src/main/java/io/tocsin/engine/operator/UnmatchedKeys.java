package io.tocsin.engine.operator;

import java.util.Objects;

/**
 * Where {@code latest} joins tell which keys of theirs find nothing to look up: to a listener that the gateway sets
 * before it takes readings, so a replay tells nothing. It is called when a key finds nothing, and again when it finds
 * something; by the folding threads, and rarely.
 */
public final class UnmatchedKeys {
    /** Gets the keys; several threads at once when there are several shards. */
    public interface Listener {
        /** A key has found nothing. */
        void onUnmatched(Key key);

        /** A key that had found nothing has found something. */
        void onMatched(Key key);
    }

    /**
     * One key.
     *
     * @param nodeId of the join
     * @param keyId of the key
     */
    public record Key(int nodeId, int keyId) {}

    private Listener listener;

    /** From now on keys are told. Before the folding threads start. */
    public void tellTo(Listener newListener) {
        listener = Objects.requireNonNull(newListener, "newListener");
    }

    /**
     * A key has found nothing.
     *
     * @return whether it was told: if so the caller says when it finds something
     */
    public boolean add(int nodeId, int keyId) {
        if (listener == null) {
            return false;
        }
        listener.onUnmatched(new Key(nodeId, keyId));
        return true;
    }

    /** A key that was {@linkplain #add told} has found something. */
    public void remove(int nodeId, int keyId) {
        listener.onMatched(new Key(nodeId, keyId));
    }
}
