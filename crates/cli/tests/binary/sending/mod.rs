//! Sending: Meta takes a message and we do not hear of it, or hear of it in another order. However it comes, the
//! customer gets it once, the thread shows it once, and nothing that was sent is called failed.

mod errors;
mod killed;
mod lost;
mod order;
mod patience;
