//! What a person's name, address and password must be, and which changes an installation can bear.

use std::fmt;

use crate::user::Role;
use crate::wire::User;

/// Longest address that mail can have (RFC 5321 §4.5.3.1.3).
pub const MAX_EMAIL_BYTES: usize = 254;
/// Longest name: longer ones fit no list and no bubble.
pub const MAX_NAME_CHARS: usize = 100;
/// Shortest password that is accepted (contract §2).
pub const MIN_PASSWORD_CHARS: usize = 8;
/// Longest password that is accepted: a hash of more is only a way to burn our time.
pub const MAX_PASSWORD_BYTES: usize = 512;

/// What is wrong with what somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// Nothing that mail could be sent to.
    #[error(
        "The e-mail address must look like name@example.com and have at most {MAX_EMAIL_BYTES} characters."
    )]
    Email,
    /// Empty, too long or unreadable.
    #[error("The name must have 1 to {MAX_NAME_CHARS} characters.")]
    Name,
    /// Too short to be guessed slowly.
    #[error("The password must have at least {MIN_PASSWORD_CHARS} characters.")]
    ShortPassword,
    /// Longer than anybody types.
    #[error("The password must have at most {MAX_PASSWORD_BYTES} bytes.")]
    LongPassword,
    /// One of those that are tried first.
    #[error("This password is among the first that anybody would try. Choose another one.")]
    WellKnownPassword,
}

impl PersonError {
    /// The field it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::ShortPassword | Self::LongPassword | Self::WellKnownPassword => "password",
        }
    }
}

/// An address to log in with, in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads an address. Whether mail arrives there is not asked: we send none.
    ///
    /// # Errors
    /// [`PersonError::Email`].
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        let text = text.trim().to_lowercase();
        let sides = text.split_once('@');
        let good = sides.is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        });
        let strange = |c: char| c.is_whitespace() || c.is_control();
        if good && text.len() <= MAX_EMAIL_BYTES && !text.contains(strange) {
            Ok(Self(text))
        } else {
            Err(PersonError::Email)
        }
    }

    /// As stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A name to be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    /// Reads a name.
    ///
    /// # Errors
    /// [`PersonError::Name`].
    pub fn parse(text: &str) -> Result<Self, PersonError> {
        let text = text.trim();
        let chars = text.chars().count();
        if (1..=MAX_NAME_CHARS).contains(&chars) && !text.contains(char::is_control) {
            Ok(Self(text.to_owned()))
        } else {
            Err(PersonError::Name)
        }
    }

    /// As shown.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// How much is asked of a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Mock mode: everybody knows its passwords anyway.
    LengthOnly,
    /// Real mode: none of the well-known ones.
    NotWellKnown,
}

/// Whether a password is accepted for the person with this address.
///
/// # Errors
/// Why it is not.
pub fn check_password(
    password: &str,
    email: &str,
    strictness: Strictness,
) -> Result<(), PersonError> {
    if password.chars().count() < MIN_PASSWORD_CHARS {
        return Err(PersonError::ShortPassword);
    }
    if password.len() > MAX_PASSWORD_BYTES {
        return Err(PersonError::LongPassword);
    }
    if strictness == Strictness::NotWellKnown && is_well_known(password, email) {
        return Err(PersonError::WellKnownPassword);
    }
    Ok(())
}

fn is_well_known(password: &str, email: &str) -> bool {
    let lower = password.to_lowercase();
    let email = email.to_lowercase();
    let name = email.split('@').next().unwrap_or_default();
    let first = lower.chars().next();
    lower == email
        || lower == name
        || lower.chars().all(|c| Some(c) == first)
        || WELL_KNOWN.contains(&lower.as_str())
}

/// Those of eight characters and more that lists of leaked passwords begin with, and the ones that our own examples and
/// mock mode use.
const WELL_KNOWN: &[&str] = &[
    "0123456789",
    "0987654321",
    "11223344",
    "1122334455",
    "12341234",
    "12344321",
    "123123123",
    "123321123",
    "12345678",
    "123456789",
    "1234567890",
    "12345678910",
    "1234qwer",
    "123abc123",
    "123qweasd",
    "123qweasdzxc",
    "147258369",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "1qaz2wsx",
    "1qaz2wsx3edc",
    "1qazxsw2",
    "21122112",
    "789456123",
    "87654321",
    "987654321",
    "9876543210",
    "a1b2c3d4",
    "a1234567",
    "a12345678",
    "a123456789",
    "aa123456",
    "aa12345678",
    "abc12345",
    "abc123456",
    "abcd1234",
    "abcdefgh",
    "access14",
    "admin123",
    "admin1234",
    "admin12345",
    "admin@123",
    "administrator",
    "agent123",
    "america1",
    "anthony1",
    "asdf1234",
    "asdfasdf",
    "asdfghjk",
    "asdfghjkl",
    "baseball",
    "baseball1",
    "basketball",
    "beautiful",
    "changeme",
    "changeme1",
    "changeme123",
    "charlie1",
    "chocolate",
    "computer",
    "consumer",
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "dragon123",
    "facebook",
    "facebook1",
    "football",
    "football1",
    "football123",
    "fuckyou1",
    "g_czechout",
    "hello123",
    "iloveyou",
    "iloveyou1",
    "iloveyou123",
    "instagram",
    "instagram1",
    "internet",
    "jennifer",
    "jordan23",
    "letmein1",
    "letmein123",
    "liverpool",
    "liverpool1",
    "master123",
    "metallica",
    "michael1",
    "michelle",
    "midnight",
    "monkey123",
    "motdepasse",
    "mustang1",
    "myspace1",
    "naruto123",
    "p@ssw0rd",
    "p@ssword",
    "pa$$w0rd",
    "pass1234",
    "pass12345",
    "passord1",
    "passw0rd",
    "passw0rd1",
    "password",
    "password!",
    "password1",
    "password1!",
    "password12",
    "password123",
    "password1234",
    "password2",
    "passwort",
    "passwort1",
    "pokemon1",
    "princess",
    "princess1",
    "q1w2e3r4",
    "q1w2e3r4t5",
    "qazwsxedc",
    "qqww1122",
    "qwer1234",
    "qwerasdf",
    "qwert123",
    "qwerty12",
    "qwerty123",
    "qwerty1234",
    "qwerty12345",
    "qwertyui",
    "qwertyuiop",
    "qwertz123",
    "rockyou1",
    "samsung1",
    "sayang123",
    "secret12",
    "secret123",
    "starwars",
    "starwars1",
    "sunshine",
    "sunshine1",
    "superman",
    "superman1",
    "test1234",
    "testtest",
    "ticklegram",
    "ticklegram1",
    "trustno1",
    "unknown1",
    "welcome1",
    "welcome12",
    "welcome123",
    "whatever",
    "xxxxxxxx",
    "zaq12wsx",
    "zaq1zaq1",
    "zxcvbnm1",
    "zxcvbnm123",
    "zxcvbnma",
];

/// What is to be different about a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Display name.
    pub name: Option<Name>,
    /// Address.
    pub email: Option<Email>,
    /// What they may do.
    pub role: Option<Role>,
    /// Whether they can log in.
    pub is_active: Option<bool>,
}

impl Change {
    /// The person after it.
    #[must_use]
    pub fn applied(&self, user: &User) -> User {
        User {
            name: (self.name.as_ref()).map_or_else(|| user.name.clone(), |n| n.0.clone()),
            email: (self.email.as_ref()).map_or_else(|| user.email.clone(), |e| e.0.clone()),
            role: self.role.unwrap_or(user.role),
            is_active: self.is_active.unwrap_or(user.is_active),
            ..user.clone()
        }
    }
}

/// Whether an installation without this person's being an active admin has one left; `others` counts the active admins
/// beside them.
#[must_use]
pub fn leaves_an_admin(before: &User, after: &User, others: i64) -> bool {
    let counts = |u: &User| u.is_active && u.role == Role::Admin;
    !counts(before) || counts(after) || others > 0
}

/// Whether the logins that the person has must end: what they were opened with is no longer so.
#[must_use]
pub fn ends_logins(before: &User, after: &User) -> bool {
    before.role != after.role || (before.is_active && !after.is_active)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::UserId;
    use crate::time::Timestamp;
    use uuid::Uuid;

    #[test]
    fn addresses() {
        for (text, read) in [
            (" Ann@Example.COM ", "ann@example.com"),
            ("a@b", "a@b"),
            ("élise+x@münchen.example", "élise+x@münchen.example"),
        ] {
            assert_eq!(Email::parse(text).unwrap().as_str(), read);
        }
        let long = format!("{}@example.com", "x".repeat(250));
        for text in [
            "", " ", "ann", "@", "ann@", "@b", "a@b@c", "a b@c", "a@b\0", "a\n@b", &long,
        ] {
            assert_eq!(Email::parse(text), Err(PersonError::Email), "{text:?}");
        }
    }

    #[test]
    fn names() {
        assert_eq!(Name::parse(" Ann Lee ").unwrap().as_str(), "Ann Lee");
        assert!(Name::parse(&"ä".repeat(MAX_NAME_CHARS)).is_ok());
        for text in ["", "  ", "a\0b", "a\nb", &"x".repeat(MAX_NAME_CHARS + 1)] {
            assert_eq!(Name::parse(text), Err(PersonError::Name), "{text:?}");
        }
    }

    #[test]
    fn passwords() {
        let check = |text: &str, strict| check_password(text, "ann.lee@example.com", strict);
        let (loose, strict) = (Strictness::LengthOnly, Strictness::NotWellKnown);
        assert_eq!(check("1234567", loose), Err(PersonError::ShortPassword));
        assert_eq!(check("äöüßéèà", loose), Err(PersonError::ShortPassword));
        assert_eq!(check("äöüßéèàê", strict), Ok(()));
        assert_eq!(
            check(&"x1".repeat(257), loose),
            Err(PersonError::LongPassword)
        );
        assert_eq!(check(&"x1".repeat(256), strict), Ok(()));
        for known in [
            "admin123",
            "AGENT123",
            "Password1",
            "aaaaaaaaaaaa",
            "ann.lee@example.com",
            "Ann.Lee@example.com",
        ] {
            assert_eq!(check(known, loose), Ok(()));
            assert_eq!(
                check(known, strict),
                Err(PersonError::WellKnownPassword),
                "{known}"
            );
        }
        assert_eq!(
            check_password("bartholomew", "bartholomew@x.example", strict),
            Err(PersonError::WellKnownPassword)
        );
        assert_eq!(check("seven green lamps", strict), Ok(()));
    }

    #[test]
    fn the_list_holds_nothing_that_length_refuses() {
        let mut sorted = WELL_KNOWN.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        assert_eq!(sorted.len(), WELL_KNOWN.len(), "twice in the list");
        for known in WELL_KNOWN {
            assert!(known.chars().count() >= MIN_PASSWORD_CHARS, "{known}");
            assert_eq!(*known, known.to_lowercase());
        }
    }

    fn user(role: Role, is_active: bool) -> User {
        User {
            id: UserId::new(Uuid::from_u128(1)),
            name: "Ann".to_owned(),
            email: "ann@example.com".to_owned(),
            role,
            is_active,
            created_at: Timestamp::EPOCH,
        }
    }

    #[test]
    fn somebody_stays_in_charge() {
        let (admin, agent) = (user(Role::Admin, true), user(Role::Agent, true));
        let gone = user(Role::Admin, false);
        for (before, after, others, may) in [
            (&admin, &agent, 0, false),
            (&admin, &gone, 0, false),
            (&admin, &agent, 1, true),
            (&admin, &admin, 0, true),
            (&agent, &gone, 0, true),
            (&gone, &agent, 0, true),
            (&gone, &admin, 0, true),
        ] {
            assert_eq!(
                leaves_an_admin(before, after, others),
                may,
                "{before:?} {after:?}"
            );
        }
    }

    #[test]
    fn logins_end_with_what_they_stood_for() {
        let (admin, agent) = (user(Role::Admin, true), user(Role::Agent, true));
        let gone = user(Role::Agent, false);
        assert!(ends_logins(&admin, &agent) && ends_logins(&agent, &admin));
        assert!(ends_logins(&agent, &gone));
        assert!(!ends_logins(&gone, &agent), "there are none");
        let renamed = Change {
            name: Name::parse("Anna").ok(),
            ..Change::default()
        };
        let after = renamed.applied(&agent);
        assert_eq!(after.name, "Anna");
        assert!(!ends_logins(&agent, &after));
        assert_eq!(Change::default().applied(&agent), agent);
    }
}
