/** The subcommands of {@code tocsin}. Each parses its options, calls one class that does the work, and prints. */
package io.tocsin.gateway.command;
