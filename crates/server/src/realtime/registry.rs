//! Which sockets are open: how many there may be, and how to end those of a login or of a person at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::{SessionId, UserId};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

/// Why a socket was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Full {
    /// This node has as many as it can serve.
    Node,
    /// This person has as many as one person needs.
    User,
}

struct Open {
    id: u64,
    session: SessionId,
    ended: CancellationToken,
    doubt: Arc<Notify>,
}

#[derive(Default)]
struct Sockets {
    users: HashMap<UserId, Vec<Open>>,
    count: usize,
    last_id: u64,
}

/// The open sockets.
pub(super) struct Registry {
    sockets: Mutex<Sockets>,
    per_node: usize,
    per_user: usize,
}

/// One open socket; gives its place back when dropped.
pub(super) struct Slot {
    registry: Arc<Registry>,
    user: UserId,
    /// Unique on this node.
    pub(super) id: u64,
    /// The login behind it.
    pub(super) session: SessionId,
    /// Cancelled when the login behind the socket has ended.
    pub(super) ended: CancellationToken,
    /// Told when the login behind the socket may have ended on another node.
    pub(super) doubt: Arc<Notify>,
}

impl Registry {
    /// None open yet.
    pub(super) fn new(per_node: usize, per_user: usize) -> Self {
        Self {
            sockets: Mutex::default(),
            per_node,
            per_user,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Sockets> {
        self.sockets.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many are open.
    pub(super) fn count(&self) -> usize {
        self.lock().count
    }

    /// Lets a socket in, if there is room.
    pub(super) fn admit(self: &Arc<Self>, user: UserId, session: SessionId) -> Result<Slot, Full> {
        let ended = CancellationToken::new();
        let doubt = Arc::new(Notify::new());
        let id = {
            let mut sockets = self.lock();
            if sockets.count >= self.per_node {
                return Err(Full::Node);
            }
            if sockets
                .users
                .get(&user)
                .is_some_and(|open| open.len() >= self.per_user)
            {
                return Err(Full::User);
            }
            sockets.count += 1;
            sockets.last_id += 1;
            let id = sockets.last_id;
            sockets.users.entry(user).or_default().push(Open {
                id,
                session,
                ended: ended.clone(),
                doubt: Arc::clone(&doubt),
            });
            id
        };
        metrics::gauge!("realtime_sockets").increment(1.0);
        Ok(Slot {
            registry: Arc::clone(self),
            user,
            id,
            session,
            ended,
            doubt,
        })
    }

    /// Ends the sockets of a login.
    pub(super) fn end_session(&self, session: SessionId) {
        let sockets = self.lock();
        for open in sockets
            .users
            .values()
            .flatten()
            .filter(|open| open.session == session)
        {
            open.ended.cancel();
        }
    }

    /// Has the sockets of a person look at once whether their logins still hold. One that is busy looks when it is not.
    pub(super) fn doubt_user(&self, user: UserId) {
        let sockets = self.lock();
        for open in sockets.users.get(&user).into_iter().flatten() {
            open.doubt.notify_one();
        }
    }

    /// Ends the sockets of a person.
    pub(super) fn end_user(&self, user: UserId) {
        let sockets = self.lock();
        for open in sockets.users.get(&user).into_iter().flatten() {
            open.ended.cancel();
        }
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        let mut sockets = self.registry.lock();
        sockets.count = sockets.count.saturating_sub(1);
        if let Some(open) = sockets.users.get_mut(&self.user) {
            open.retain(|o| o.id != self.id);
            if open.is_empty() {
                sockets.users.remove(&self.user);
            }
        }
        drop(sockets);
        metrics::gauge!("realtime_sockets").decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn ids(n: u128) -> (UserId, SessionId) {
        (
            UserId::new(Uuid::from_u128(n)),
            SessionId::new(Uuid::from_u128(100 + n)),
        )
    }

    #[test]
    fn both_bounds_hold_and_places_come_back() {
        let registry = Arc::new(Registry::new(3, 2));
        let (a, login) = ids(1);
        let (b, other) = ids(2);
        let first = registry.admit(a, login).ok().unwrap();
        let _second = registry.admit(a, login).ok().unwrap();
        assert_eq!(registry.admit(a, login).err(), Some(Full::User));
        let _third = registry.admit(b, other).ok().unwrap();
        assert_eq!(registry.admit(b, other).err(), Some(Full::Node));
        assert_eq!(registry.count(), 3);
        drop(first);
        assert_eq!(registry.count(), 2);
        assert!(registry.admit(a, login).is_ok());
    }

    #[test]
    fn ends_only_whom_it_should() {
        let registry = Arc::new(Registry::new(9, 9));
        let (a, login) = ids(1);
        let (b, other) = ids(2);
        let laptop = registry.admit(a, login).ok().unwrap();
        let phone = registry.admit(a, other).ok().unwrap();
        let neighbour = registry
            .admit(b, SessionId::new(Uuid::from_u128(7)))
            .ok()
            .unwrap();
        registry.end_session(login);
        assert!(laptop.ended.is_cancelled() && !phone.ended.is_cancelled());
        registry.end_user(a);
        assert!(phone.ended.is_cancelled() && !neighbour.ended.is_cancelled());
        drop((laptop, phone));
        registry.end_user(a);
        assert_eq!(registry.count(), 1);
    }
}
