/** What the process says on standard error: its own lines, and those of libraries. */
package io.tocsin.gateway.log;
