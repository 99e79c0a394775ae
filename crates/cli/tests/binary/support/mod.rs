//! A server, a simulated Meta, and what tests ask of both.

mod ledger;
mod sim;
mod thread;
mod world;

pub(crate) use ledger::Ledger;
pub(crate) use sim::{Sim, SimProcess, list};
pub(crate) use thread::{Mark, Thread, bubbles, statuses};
pub(crate) use world::{INSTAGRAM, MESSENGER, SECRET, Shop, World, chat_of};
