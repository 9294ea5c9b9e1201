package io.tocsin.ingest.file;

import io.tocsin.ingest.ResumePoint;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;

/** Bounded readings. */
public final class CsvFileSource implements Source {
    private final FileSourceConfig config;
    private final SourceContext context;
    private final ResumePoint resume;

    /** Reads nothing before {@link #start()}. */
    public CsvFileSource(FileSourceConfig config, SourceContext context, ResumePoint resume) {
        this.config = config;
        this.context = context;
        this.resume = resume;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return resume.ended();
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException(context.toString());
    }

    @Override
    public void stop() {}

    @Override
    public boolean awaitEnd(long timeoutMs) {
        return resume.ended();
    }
}
