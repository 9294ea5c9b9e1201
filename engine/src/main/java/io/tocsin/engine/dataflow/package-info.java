/**
 * The Java API for plans: streams of readings that are mapped, filtered, keyed, windowed, processed. Builds the same
 * {@link io.tocsin.engine.plan.Plan} as a configuration does, and the functions that it names. Begin with
 * {@link io.tocsin.engine.dataflow.DataflowBuilder}.
 */
package io.tocsin.engine.dataflow;
