/**
 * The gateway as one running thing: {@link io.tocsin.gateway.run.Gateway} composes sources, pipeline, journal and alarm
 * outputs; {@link io.tocsin.gateway.restart.Restart} brings back what was there; {@link io.tocsin.gateway.run.Replay} runs a
 * journal through other rules.
 */
package io.tocsin.gateway.run;
