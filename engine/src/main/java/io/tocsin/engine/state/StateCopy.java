package io.tocsin.engine.state;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Copies state of any length from an object that writes it to another that reads it, through a pipe, with a thread for
 * the writer.
 */
public final class StateCopy {
    private static final int PIPE_LENGTH = 1 << 16;

    private StateCopy() {}

    /**
     * Copies the state. Writer and reader must agree on the format, and no other thread may change the objects
     * meanwhile.
     */
    public static void copy(Consumer<StateOutput> writer, Consumer<StateInput> reader) {
        try (PipedInputStream in = new PipedInputStream(PIPE_LENGTH)) {
            PipedOutputStream pipe = new PipedOutputStream(in);
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> write(writer, pipe), StateCopy::start);
            reader.accept(new StateInput(in));
            written.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (CompletionException e) {
            throw new IllegalStateException("the state cannot be copied", e.getCause());
        }
    }

    private static void start(Runnable task) {
        new Thread(task, "tocsin-state-copy").start();
    }

    private static void write(Consumer<StateOutput> writer, PipedOutputStream pipe) {
        try (pipe) {
            StateOutput out = new StateOutput(pipe);
            writer.accept(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
