//! Sockets against a real log: resuming, confirming, ending, and nothing lost or repeated under load.

mod confirm;
mod ends;
mod load;
mod presence;
mod resume;
mod slow;
mod world;
