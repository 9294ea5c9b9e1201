package io.tocsin.persistence.journal.disk;

import java.util.function.Consumer;

/**
 * Listeners for the journal's wait for room on the device. The maintenance thread calls both, so neither may wait for
 * the journal to continue.
 *
 * @param log takes one line for the operator when the wait begins, and one when it ends
 * @param onNoRoom may make room, for example by {@code Retention}; called about once a second while the journal waits
 */
public record RoomListener(Consumer<String> log, Runnable onNoRoom) {
    /** Nobody. */
    public static final RoomListener NONE = new RoomListener(line -> {}, () -> {});
}
