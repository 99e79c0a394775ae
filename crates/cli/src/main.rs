//! The TickleGram program.
fn main() {}
