/**
 * The way of a reading through the gateway. {@link io.tocsin.engine.pipeline.Pipeline} wires it.
 *
 * <pre>
 *  source threads                     engine thread                              output thread
 *
 *  Intake ─┐                     ┌─ InputStage ─────────────────┐
 *  Intake ─┼─► InputRing ──────►│ 1 Journal.commit  (a batch)  │
 *  Ticker ─┘   (multi-producer)  │ 2 JournalFold     (results)  │──► ResultRing ──► OutputStage ──► alarm log
 *      ▲                         └──────────────────────────────┘                   (the gate)
 *      └── durable position ◄── Journal's maintenance thread ──► journalled, durable position ──┘
 * </pre>
 *
 * One slot of the ring is one record of the journal, so position = first position + sequence, and a source knows the
 * position of each record it published by itself. Recovery is the same picture with the journal in place of the ring:
 * {@link io.tocsin.engine.pipeline.Recovery}.
 */
package io.tocsin.engine.pipeline;
