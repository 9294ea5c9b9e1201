package io.tocsin.bench.recovery;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Opens a gateway like {@code tocsin run}, prints the duration, and is killed, so that it writes no snapshot. */
final class RecoveryWorker {
    private RecoveryWorker() {}

    /** Arguments: the configuration. */
    public static void main(String[] args) throws IOException, ConfigException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        in.readLine();
        long startNs = System.nanoTime();
        Gateway gateway =
                Gateway.open(new ConfigLoader().load(Path.of(args[0])), System.err::println, (where, cause) -> {
                    cause.printStackTrace();
                    Runtime.getRuntime().halt(1);
                });
        long openNs = System.nanoTime() - startNs;
        System.out.println(
                new RecoveryRound(gateway.replayedCount(), gateway.replayNs(), openNs, gateway.digest()).encode());
        in.readLine();
        Runtime.getRuntime().halt(0);
    }
}
