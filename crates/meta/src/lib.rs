//! Meta's side of the wire: is this delivery really from Meta, what does it say, and how do we answer.
//!
//! * [`verify`]: raw bytes and a signature become [`verify::Verified`], the only thing that can be parsed.
//! * [`inbound`]: a tolerant reader that turns a delivery into [`domain::inbound::Element`]s. Pure.
//! * [`graph`]: the Graph API client. Its errors *are* the retry decisions.
//!
//! Facts about Meta's behaviour are cited as § of the platform notes, as in the domain crate.

pub mod graph;
pub mod inbound;
mod loose;
pub mod verify;
