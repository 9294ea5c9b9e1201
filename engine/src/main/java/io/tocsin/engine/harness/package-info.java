/** Tests users' pipelines: runs the engine's fold in memory, without ring, journal, network or clock. */
package io.tocsin.engine.harness;
