//! Slows down guessing: per address of the network and per account, whether it exists or not.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Tries of one account at once, then one every six seconds: nobody mistypes faster.
const PER_ACCOUNT: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// Pause between two tries of an account, once its burst is used.
const ACCOUNT_PAUSE: Duration = Duration::from_secs(6);
/// Tries from one address at once, then one a second: an office shares one address.
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(60).expect("not zero");
/// Keys that are remembered before the idle ones are dropped.
const KEYS: usize = 10_000;

/// The throttle of logins.
pub struct LoginThrottle {
    accounts: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for LoginThrottle {
    fn default() -> Self {
        let account = Quota::with_period(ACCOUNT_PAUSE).map(|q| q.allow_burst(PER_ACCOUNT));
        Self {
            accounts: RateLimiter::keyed(account.unwrap_or_else(|| Quota::per_minute(PER_ACCOUNT))),
            addresses: RateLimiter::keyed(
                Quota::per_second(NonZeroU32::MIN).allow_burst(PER_ADDRESS),
            ),
        }
    }
}

impl LoginThrottle {
    /// Whether another try is allowed; if not, how many seconds to wait.
    ///
    /// # Errors
    /// Seconds, at least 1.
    pub fn check(&self, address: IpAddr, account: &str) -> Result<(), u64> {
        if self.accounts.len() > KEYS {
            self.accounts.retain_recent();
        }
        if self.addresses.len() > KEYS {
            self.addresses.retain_recent();
        }
        let now = DefaultClock::default().now();
        self.addresses
            .check_key(&address)
            .map_err(|no| no.wait_time_from(now).as_secs().max(1))?;
        self.accounts
            .check_key(&account.trim().to_lowercase())
            .map_err(|no| no.wait_time_from(now).as_secs().max(1))
    }
}

/// People who sign up or set up from one address at once: a class of trainees.
const NEWCOMERS: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
/// Pause between two of them, once the burst is used.
const NEWCOMER_PAUSE: Duration = Duration::from_secs(30);

/// The throttle of signing up, per address of the network.
pub struct NewcomerThrottle {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
}

impl Default for NewcomerThrottle {
    fn default() -> Self {
        let quota = Quota::with_period(NEWCOMER_PAUSE).map(|q| q.allow_burst(NEWCOMERS));
        Self {
            addresses: RateLimiter::keyed(quota.unwrap_or_else(|| Quota::per_minute(NEWCOMERS))),
        }
    }
}

impl NewcomerThrottle {
    /// Whether another try is allowed; if not, how many seconds to wait.
    ///
    /// # Errors
    /// Seconds, at least 1.
    pub fn check(&self, address: IpAddr) -> Result<(), u64> {
        if self.addresses.len() > KEYS {
            self.addresses.retain_recent();
        }
        let now = DefaultClock::default().now();
        let no = self.addresses.check_key(&address);
        no.map_err(|no| no.wait_time_from(now).as_secs().max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_eleventh_try_waits_and_others_do_not() {
        let throttle = LoginThrottle::default();
        let here = IpAddr::from([127, 0, 0, 1]);
        for _ in 0..10 {
            assert_eq!(throttle.check(here, "a@x.example"), Ok(()));
        }
        assert!(throttle.check(here, "A@x.example ").is_err());
        assert_eq!(throttle.check(here, "b@x.example"), Ok(()));
    }

    #[test]
    fn newcomers_wait_after_a_while_and_others_do_not() {
        let throttle = NewcomerThrottle::default();
        let here = IpAddr::from([192, 0, 2, 1]);
        let let_in = (0..30).filter(|_| throttle.check(here).is_ok()).count();
        assert_eq!(let_in, 20);
        assert!(throttle.check(here).is_err_and(|wait| wait <= 30));
        assert_eq!(throttle.check(IpAddr::from([192, 0, 2, 2])), Ok(()));
    }

    #[test]
    fn one_address_cannot_try_many_accounts() {
        let throttle = LoginThrottle::default();
        let here = IpAddr::from([192, 0, 2, 1]);
        let refused = (0..100)
            .filter(|n| throttle.check(here, &format!("{n}@x.example")).is_err())
            .count();
        assert!(refused >= 39, "{refused}");
    }
}
