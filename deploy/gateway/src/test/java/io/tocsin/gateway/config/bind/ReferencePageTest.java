package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReferencePageTest {
    @Test
    void shouldEqualTheDocsWhenTheyAreFresh() throws IOException {
        Path page = Path.of(System.getProperty("tocsin.root"), "docs", "configuration.md");

        assertThat(ReferencePage.markdown())
                .as("stale; run: ./tocsin reference > docs/configuration.md")
                .isEqualTo(Files.readString(page));
    }
}
