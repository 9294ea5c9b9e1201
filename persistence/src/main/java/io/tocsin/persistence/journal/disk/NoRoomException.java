package io.tocsin.persistence.journal.disk;

import java.io.IOException;

/** The device has no room, or only what must stay free. Nothing was written; it can be tried again. */
public final class NoRoomException extends IOException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message);
    }
}
