package io.tocsin.alerts.outbox;

import io.tocsin.alerts.log.LogFrame;
import io.tocsin.alerts.sink.Sink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink that keeps what it gets, and can be down or hang. */
final class RecordingSink implements Sink {
    final BlockingQueue<String> delivered = new LinkedBlockingQueue<>();
    final AtomicInteger failuresLeft = new AtomicInteger();
    final AtomicInteger syncFailuresLeft = new AtomicInteger();
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
    public void open() throws IOException {
        if (failuresLeft.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            throw new IOException("no\nroute");
        }
    }

    @Override
    public void deliver(List<LogFrame> events) throws IOException {
        if (hangs) {
            hanging.countDown();
            try {
                aborted.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("aborted");
        }
        for (LogFrame event : events) {
            delivered.add(event.json());
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
