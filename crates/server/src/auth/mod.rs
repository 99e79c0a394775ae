//! Who is asking: passwords, tokens, throttling of logins.

pub mod password;
pub mod throttle;
pub mod token;
