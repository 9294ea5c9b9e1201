/** Checks the kind of a file before it is opened. */
package io.tocsin.engine.file;
