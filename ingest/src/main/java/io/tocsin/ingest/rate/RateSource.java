package io.tocsin.ingest.rate;

import io.tocsin.ingest.ResumePoint;
import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;

/** Bounded readings. */
public final class RateSource implements Source {
    private final RateSourceConfig config;
    private final SourceContext context;
    private final ResumePoint resume;

    /** Reads nothing before {@link #start()}. */
    public RateSource(RateSourceConfig config, SourceContext context, ResumePoint resume) {
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
