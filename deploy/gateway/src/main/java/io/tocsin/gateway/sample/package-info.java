/**
 * The readings of one message, without a gateway: for {@code tocsin check --sample}.
 *
 * <pre>
 *   topic, payload ─ SampleMessage ─→ Sample (a topic filter) ─ SampleReading, lost ones as text ─→ SampleReport
 * </pre>
 */
package io.tocsin.gateway.sample;
