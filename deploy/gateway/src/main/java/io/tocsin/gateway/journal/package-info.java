/** Prints a journal: its segments as a table, and its records as JSON. */
package io.tocsin.gateway.journal;
