/** Formats text for people: aligned tables, numbers with their units. Never prints control codes. */
package io.tocsin.gateway.print;
