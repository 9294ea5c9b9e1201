/** Composes the modules into one process: command line, configuration, start and stop. */
package io.tocsin.gateway;
