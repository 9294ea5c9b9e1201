/**
 * Ports that every station may use and the gateway provides: stop the process ({@code FailStop}), and how old a record
 * is ({@code RecordAges}).
 */
package io.tocsin.engine.port;
