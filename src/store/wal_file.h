// How the writer's connection writes SQLite's write-ahead log: gathered, in one piece for each
// commit. SQLite itself writes a frame in two calls, 24 bytes and a page, and a group of commands
// makes some hundred frames; most of what a small commit costs is those calls.
//
// What SQLite writes to the log is kept in memory until it asks for the log to be synced, or to be
// read, measured or cut. Nothing is lost by that: what has not been synced may be gone after a
// crash in any case, and other connections read no frame before its commit has been synced. It
// holds because the connection syncs at every commit (synchronous = FULL), and only then.
#pragma once

namespace fx::store {

// The name of the VFS to open such a connection with. Thread-safe; registers it at the first call.
const char* gathered_log_vfs();

}  // namespace fx::store
