/**
 * The device below the journal: room, forcing, the lock.
 *
 * <pre>
 *    DiskSpace ── reserves for one file ── DiskReserve: how much of the device stays free
 *         └─ NoRoomException ──► RoomGate: the journal thread waits ──► RoomListener: people hear of it
 *    Forcer: from the operating system's cache to the device        DataExtents: where a file's data ends
 *    DataDirectoryLock: one gateway in a data directory
 * </pre>
 */
package io.tocsin.persistence.journal.disk;
