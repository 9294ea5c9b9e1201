/** Log lines for the people who run the gateway. */
package io.tocsin.engine.log;
