//! The simulator over real HTTP, against a small webhook receiver.

mod control;
mod deliveries;
mod faults;
mod reading;
mod sending;
mod support;
