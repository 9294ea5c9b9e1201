/** What stands in the place of a file: to be looked at before it is opened. */
package io.tocsin.engine.file;
