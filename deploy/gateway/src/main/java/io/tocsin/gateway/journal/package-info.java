/** The journal for people: its segments, and its records as JSON. */
package io.tocsin.gateway.journal;
