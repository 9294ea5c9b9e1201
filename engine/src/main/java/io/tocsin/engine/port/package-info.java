/**
 * Ports that every station may use and the gateway provides: stopping the process ({@code FailStop}), and the ages of
 * records ({@code RecordAges}).
 */
package io.tocsin.engine.port;
