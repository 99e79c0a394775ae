//! The built binary, from outside: what it promises when answers are lost, lines are cut and processes are killed.
//!
//! Everything here starts `target/quick/ticklegram` (or what `TICKLEGRAM_BIN` names) and talks to it over HTTP, sockets
//! and signals.

mod admin;
mod crash;
mod guide;
mod log;
mod nodes;
mod parts;
mod real;
mod sending;
mod sockets;
mod start;
mod stop;
mod support;
