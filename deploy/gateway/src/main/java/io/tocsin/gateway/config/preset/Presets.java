package io.tocsin.gateway.config.preset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The presets that ship with the gateway, in the order of their index. */
public final class Presets {
    private static final List<Preset> ALL =
            read("index.txt").lines().map(Preset::new).toList();

    private Presets() {}

    public static List<Preset> all() {
        return ALL;
    }

    static String read(String file) {
        try (InputStream in = Presets.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the program has no file " + file + " beside its presets");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the preset file " + file, e);
        }
    }
}
