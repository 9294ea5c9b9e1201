package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;

/**
 * Why a document as a whole gives no reading.
 *
 * @param reason counts its message
 * @param detail for people
 */
public record DocumentFault(Counter reason, String detail) {}
