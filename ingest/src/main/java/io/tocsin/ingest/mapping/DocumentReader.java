package io.tocsin.ingest.mapping;

/** Reads documents of one format. Not thread-safe: one reader a thread. */
public interface DocumentReader {
    /**
     * Reads a document and reports the members that the tree marks. Never throws. Allocates nothing for a document
     * without a fault.
     *
     * @param bytes holds the document
     * @param from where it begins
     * @param to where it ends
     * @param root of the tree
     * @param findings takes the members; of a faulty document their content means nothing
     * @return null; or what is wrong with the document, and where
     */
    DocumentFault read(byte[] bytes, int from, int to, PathNode root, Findings findings);
}
