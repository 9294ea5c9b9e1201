/**
 * The workloads in Esper's query language; the caller's thread runs the statements.
 *
 * <p>Esper has no watermarks. A window of event time closes with the sensor's first reading after it, which is enough
 * here, because no reading of the workloads overtakes another of its sensor. Its windows do not slide by a second, so
 * ten tumbling ones in a row are taken for one, and the windows during and after a silence are missing or too long.
 */
package io.tocsin.bench.peers.esper;
