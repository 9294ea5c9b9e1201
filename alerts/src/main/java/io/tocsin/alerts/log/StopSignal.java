package io.tocsin.alerts.log;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Stops a thread, also while it waits. Any thread. */
public final class StopSignal {
    private final CountDownLatch stopped = new CountDownLatch(1);

    /** Sets the signal: {@link #isSet()} returns true from now on. */
    public void set() {
        stopped.countDown();
    }

    /** Whether to stop. */
    public boolean isSet() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits for the signal.
     *
     * @param timeoutNs nanoseconds
     * @return whether it is set
     */
    public boolean await(long timeoutNs) throws InterruptedException {
        return stopped.await(timeoutNs, TimeUnit.NANOSECONDS);
    }
}
