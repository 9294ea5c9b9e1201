package io.tocsin.engine.operator;

import java.util.Objects;

/**
 * Receives the keys of {@code latest} joins whose lookup fails, and passes them to a listener. The gateway sets the
 * listener before it accepts readings, so a replay reports nothing. The listener is called when a key's lookup first
 * fails and when a partner has arrived; both are rare. The folding threads call it.
 */
public final class UnmatchedKeys {
    /** Receives the keys; called by several threads at once when there are several shards. */
    public interface Listener {
        /** Reports a key whose lookup has failed. */
        void onUnmatched(Key key);

        /** Reports a key whose partner has arrived after its lookup had failed. */
        void onMatched(Key key);
    }

    /**
     * A key of a join.
     *
     * @param nodeId of the join
     * @param keyId of the key
     */
    public record Key(int nodeId, int keyId) {}

    private Listener listener;

    /** Sets the listener, before the folding threads start. */
    public void tellTo(Listener newListener) {
        listener = Objects.requireNonNull(newListener, "newListener");
    }

    /**
     * Reports a key whose lookup has failed.
     *
     * @return whether there is a listener; if so, the caller reports the key's partner by {@link #remove}
     */
    public boolean add(int nodeId, int keyId) {
        if (listener == null) {
            return false;
        }
        listener.onUnmatched(new Key(nodeId, keyId));
        return true;
    }

    /** Reports that a key {@linkplain #add reported before} has found a partner. */
    public void remove(int nodeId, int keyId) {
        listener.onMatched(new Key(nodeId, keyId));
    }
}
