/** Text for people: aligned tables, numbers with their units. No control codes, ever. */
package io.tocsin.gateway.print;
