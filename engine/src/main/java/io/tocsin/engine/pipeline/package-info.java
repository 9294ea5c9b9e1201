/**
 * The way of a reading through the gateway. {@link io.tocsin.engine.pipeline.Pipeline} wires it.
 *
 * <pre>
 *  source threads                engine thread                              engine or output thread
 *
 *                              ┌─ InputStage ───────────────────┐
 *  Intake ─┐                   │ 1 Journal       (open group)   │
 *  Intake ─┼─► InputRing ────►│ 2 JournalFold   (results)      │──► ResultRing ──► OutputStage ──► alarm log
 *  Ticker ─┘ (multi-producer)  │ 3 Journal.commit  (when due)   │                   (the gate)
 *      ▲                       └────────────────────────────────┘
 *      └── durable position ◄── Journal's maintenance thread ──► journalled, durable position ──┘
 * </pre>
 *
 * The engine thread runs {@link io.tocsin.engine.pipeline.EngineHandler}; how it waits, and which thread passes results
 * on, is in {@code io.tocsin.engine.pipeline.thread}.
 *
 * One slot of the ring is one record of the journal, so position = first position + sequence, and a source knows the
 * position of each record it published by itself. Recovery is the same picture with the journal in place of the ring:
 * {@link io.tocsin.engine.pipeline.Recovery}.
 */
package io.tocsin.engine.pipeline;
