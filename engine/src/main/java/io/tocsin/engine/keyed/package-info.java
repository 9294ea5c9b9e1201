/**
 * The state of a user's function, outside the heap: slots of fixed size a key, nodes of lists and maps in shared
 * arenas.
 */
package io.tocsin.engine.keyed;
