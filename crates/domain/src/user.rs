//! People who work here, and what they may see.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

/// What a person may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Admin,
    /// Answers customers.
    Agent,
}

impl Role {
    /// As stored and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Agent => "agent",
        }
    }

    /// Reads the stored word.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Admin, Self::Agent]
            .into_iter()
            .find(|r| r.as_str() == text)
    }
}

/// What agents see besides the chats assigned to them (`AGENT_CHAT_VISIBILITY`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgentVisibility {
    /// Nothing.
    #[default]
    Assigned,
    /// Chats that nobody has.
    Unassigned,
}

/// Who gets a chat that nobody has yet (`AUTO_ASSIGN`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AutoAssign {
    /// Nobody: somebody takes it.
    #[default]
    Off,
    /// Active agents in turn.
    RoundRobin,
}

/// Who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub id: UserId,
    /// Their role.
    pub role: Role,
    /// The installation's setting.
    pub visibility: AgentVisibility,
}

impl Viewer {
    /// Whether they may see a chat that is `assigned_to` somebody or nobody.
    #[must_use]
    pub fn may_see(&self, assigned_to: Option<UserId>) -> bool {
        match (self.role, assigned_to) {
            (Role::Admin, _) => true,
            (Role::Agent, Some(owner)) => owner == self.id,
            (Role::Agent, None) => self.visibility == AgentVisibility::Unassigned,
        }
    }

    /// Whether they may give a chat that is `now` somebody's to `to`: admins always; an agent takes an
    /// unassigned chat they can see, and gives back their own.
    #[must_use]
    pub fn may_assign(&self, now: Option<UserId>, to: Option<UserId>) -> bool {
        match self.role {
            Role::Admin => true,
            Role::Agent => match (now, to) {
                (None, Some(to)) => to == self.id && self.may_see(None),
                (Some(owner), None) => owner == self.id,
                (Some(owner), Some(to)) => owner == self.id && to == self.id,
                (None, None) => self.may_see(None),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn agents_see_theirs_and_admins_all() {
        let me = UserId::new(Uuid::from_u128(1));
        let other = UserId::new(Uuid::from_u128(2));
        let viewer = |role, visibility| Viewer {
            id: me,
            role,
            visibility,
        };
        let agent = viewer(Role::Agent, AgentVisibility::Assigned);
        assert!(agent.may_see(Some(me)));
        assert!(!agent.may_see(Some(other)));
        assert!(!agent.may_see(None));
        assert!(viewer(Role::Agent, AgentVisibility::Unassigned).may_see(None));
        assert!(viewer(Role::Admin, AgentVisibility::Assigned).may_see(Some(other)));
    }

    #[test]
    fn agents_take_and_give_back_only() {
        let me = UserId::new(Uuid::from_u128(1));
        let other = UserId::new(Uuid::from_u128(2));
        let agent = Viewer {
            id: me,
            role: Role::Agent,
            visibility: AgentVisibility::Unassigned,
        };
        assert!(agent.may_assign(None, Some(me)));
        assert!(agent.may_assign(Some(me), None));
        assert!(!agent.may_assign(None, Some(other)));
        assert!(!agent.may_assign(Some(other), Some(me)));
        assert!(!agent.may_assign(Some(me), Some(other)));
        let blind = Viewer {
            visibility: AgentVisibility::Assigned,
            ..agent
        };
        assert!(!blind.may_assign(None, Some(me)));
    }
}
