/** Lines on standard error: the process's own and those of libraries. */
package io.tocsin.gateway.log;
