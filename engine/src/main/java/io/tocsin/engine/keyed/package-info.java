/**
 * The state of a user's function, outside the heap: a slot of fixed size per key, and nodes of lists and maps in shared
 * arenas.
 */
package io.tocsin.engine.keyed;
