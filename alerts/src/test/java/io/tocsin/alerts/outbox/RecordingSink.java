package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.sink.Receipts;
import io.tocsin.alerts.sink.Sink;
import io.tocsin.alerts.sink.SuspectException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A sink that records its frames, and can be down or hang. Refuses frames with "refused"; fails like a broken
 * connection while it holds a frame with "poison", and with an exception of its own for a frame with "fault".
 */
final class RecordingSink implements Sink {
    final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger syncFailuresLeft = new AtomicInteger();
    final BlockingQueue<Integer> batchSizes = new LinkedBlockingQueue<>();
    final CountDownLatch aborted = new CountDownLatch(1);
    final CountDownLatch hanging = new CountDownLatch(1);
    volatile boolean hangs;

    @Override
    public String name() {
        return "rec";
    }

    @Override
    public String description() {
        return "a recorder";
    }

    @Override
    public String target(LogFrame frame) {
        return "shelf 7";
    }

    @Override
    public void open() throws IOException {
        if (failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IOException("no\nroute");
        }
    }

    @Override
    public void deliver(List<LogFrame> events, Receipts receipts) throws IOException {
        if (hangs) {
            hanging.countDown();
            try {
                aborted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("aborted");
        }
        batchSizes.add(events.size());
        for (int i = 0; i < events.size(); i++) {
            LogFrame event = events.get(i);
            if (event.json().contains("poison")) {
                throw new SuspectException("it broke", events.subList(i, events.size()), null);
            }
            if (event.json().contains("fault")) {
                throw new IndexOutOfBoundsException("no such thing");
            }
            if (event.json().contains("refused")) {
                receipts.refused(event, "it is too large");
            } else {
                delivered.add(event.json());
                receipts.delivered(event);
            }
        }
    }

    @Override
    public void check() {}

    @Override
    public void sync() throws IOException {
        if (syncFailuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IOException("the disk fails");
        }
    }

    @Override
    public void abort() {
        aborted.countDown();
    }

    @Override
    public void close() {}
}
