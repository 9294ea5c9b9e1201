/** {@code tocsin journal}: {@code ls}, {@code dump} and {@code verify} look at a journal without changing it. */
package io.tocsin.gateway.command.journal;
