//! User data as Meta wants it: normalised, then SHA-256 in lower-case hex (platform notes §7, S:CAPIH).
//!
//! What is hashed already is kept. Keys that Meta does not know are left out: they could hold anything, and nothing that
//! names a person is stored in the clear.

use std::net::IpAddr;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::prepare::Problem;

/// Most values of one key. A person has a few addresses; more are a mistake.
const MAX_VALUES: usize = 20;
/// Longest value, in characters. Browsers name themselves in some 200, with an app's web view in some 600.
const MAX_CHARS: usize = 1_024;
/// Digits of a phone number with its country code: E.164 ends at 15, the shortest plans have 7.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// A SHA-256 in hex.
const HASH_CHARS: usize = 64;

/// How the value of a key is normalised before it is hashed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    Email,
    Phone,
    Name,
    Birthday,
    Gender,
    City,
    State,
    Zip,
    Country,
    External,
}

/// The keys that are hashed.
const HASHED: [(&str, Rule); 11] = [
    ("em", Rule::Email),
    ("ph", Rule::Phone),
    ("fn", Rule::Name),
    ("ln", Rule::Name),
    ("db", Rule::Birthday),
    ("ge", Rule::Gender),
    ("ct", Rule::City),
    ("st", Rule::State),
    ("zp", Rule::Zip),
    ("country", Rule::Country),
    ("external_id", Rule::External),
];

/// The keys that are never hashed. The first by itself names nobody.
const PLAIN: [&str; 16] = [
    "client_user_agent",
    "client_ip_address",
    "fbc",
    "fbp",
    "subscription_id",
    "fb_login_id",
    "lead_id",
    "anon_id",
    "madid",
    "page_id",
    "page_scoped_user_id",
    "ctwa_clid",
    "ig_account_id",
    "ig_sid",
    "instagram_business_account_id",
    "whatsapp_business_account_id",
];

/// Normalises and hashes what a client says of a person.
///
/// # Errors
/// The first value that cannot be one of its kind.
pub(super) fn hashed(raw: &Map<String, Value>) -> Result<Map<String, Value>, Problem> {
    let mut out = Map::new();
    let country = country_of(raw);
    for (key, value) in raw.iter().filter(|(_, v)| !v.is_null()) {
        if let Some((_, rule)) = HASHED.iter().find(|(k, _)| k == key) {
            let hashes = hash_all(key, *rule, value, country.as_deref())?;
            if !hashes.is_empty() {
                out.insert(key.clone(), Value::Array(hashes));
            }
        } else if PLAIN.contains(&key.as_str())
            && let Some(text) = plain(key, value)?
        {
            out.insert(key.clone(), Value::String(text));
        }
    }
    Ok(out)
}

/// The words with which a client learns which keys there are.
pub(super) fn known_keys() -> String {
    let hashed = HASHED.iter().map(|(k, _)| *k);
    hashed.chain(PLAIN).collect::<Vec<_>>().join(", ")
}

fn problem(key: &str, message: impl Into<String>) -> Problem {
    Problem::new(&format!("/user_data/{key}"), message)
}

/// The values of a key: one, or a list of them. Empty ones say nothing.
fn values<'a>(key: &str, value: &'a Value) -> Result<Vec<std::borrow::Cow<'a, str>>, Problem> {
    let list = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    if list.len() > MAX_VALUES {
        return Err(problem(
            key,
            format!("{key} takes at most {MAX_VALUES} values."),
        ));
    }
    let mut out = Vec::with_capacity(list.len());
    for value in list {
        let text: std::borrow::Cow<'_, str> = match value {
            Value::String(text) => text.trim().into(),
            Value::Number(number) => number.to_string().into(),
            Value::Null => continue,
            _ => {
                return Err(problem(
                    key,
                    format!("{key} must be text or a list of texts."),
                ));
            }
        };
        if text.chars().count() > MAX_CHARS {
            return Err(problem(
                key,
                format!("{key} has more than {MAX_CHARS} characters."),
            ));
        }
        if !text.is_empty() {
            out.push(text);
        }
    }
    Ok(out)
}

fn plain(key: &str, value: &Value) -> Result<Option<String>, Problem> {
    let values = values(key, value)?;
    let [text] = values.as_slice() else {
        return match values.is_empty() {
            true => Ok(None),
            false => Err(problem(key, format!("{key} takes one value only."))),
        };
    };
    if key == "client_ip_address" && text.parse::<IpAddr>().is_err() {
        return Err(problem(
            key,
            "client_ip_address must be an IPv4 or IPv6 address.",
        ));
    }
    Ok(Some(text.clone().into_owned()))
}

fn hash_all(
    key: &str,
    rule: Rule,
    value: &Value,
    country: Option<&str>,
) -> Result<Vec<Value>, Problem> {
    let mut out: Vec<Value> = Vec::new();
    for text in values(key, value)? {
        let hash = if is_hash(&text) {
            text.to_ascii_lowercase()
        } else {
            let text = normal(rule, &text, country).map_err(|why| problem(key, why))?;
            hex::encode(Sha256::digest(text.as_bytes()))
        };
        let hash = Value::String(hash);
        if !out.contains(&hash) {
            out.push(hash);
        }
    }
    Ok(out)
}

fn is_hash(text: &str) -> bool {
    text.len() == HASH_CHARS && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// The country, if it is one and in the clear: states and zip codes of the United States are written in their own way.
fn country_of(raw: &Map<String, Value>) -> Option<String> {
    let values = values("country", raw.get("country")?).ok()?;
    let [one] = values.as_slice() else {
        return None;
    };
    let us = Sha256::digest(b"us");
    if is_hash(one) && one.eq_ignore_ascii_case(&hex::encode(us)) {
        return Some("us".to_owned());
    }
    normal(Rule::Country, one, None).ok()
}

fn normal(rule: Rule, text: &str, country: Option<&str>) -> Result<String, String> {
    let lower = text.trim().to_lowercase();
    let american = country == Some("us");
    let found = match rule {
        Rule::Email => {
            let parts: Vec<&str> = lower.split('@').collect();
            let whole =
                matches!(parts.as_slice(), [name, host] if !name.is_empty() && !host.is_empty());
            if !whole || lower.contains(char::is_whitespace) {
                return Err("em must be an e-mail address, or the SHA-256 of one.".to_owned());
            }
            lower
        }
        Rule::Phone => {
            let digits: String = lower
                .chars()
                .filter_map(|c| c.to_digit(10))
                .filter_map(|d| char::from_digit(d, 10))
                .collect();
            let digits = digits.trim_start_matches('0').to_owned();
            if lower.contains(char::is_alphabetic) || !PHONE_DIGITS.contains(&digits.len()) {
                return Err("ph must be a phone number with its country code, such as +1 650 555 1212, or the SHA-256 of one.".to_owned());
            }
            digits
        }
        Rule::Name => words(&lower),
        Rule::Birthday => birthday(&lower)?,
        Rule::Gender => match lower.as_str() {
            "f" | "female" => "f".to_owned(),
            "m" | "male" => "m".to_owned(),
            _ => return Err("ge must be f or m.".to_owned()),
        },
        Rule::City => bare(&lower).chars().filter(|c| !c.is_numeric()).collect(),
        Rule::State => {
            let state = bare(&lower);
            let code = STATES.iter().find(|(name, _)| american && *name == state);
            code.map_or(state, |(_, code)| (*code).to_owned())
        }
        Rule::Zip => {
            let zip: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
            let plus_four = lower.len() == 10
                && lower.as_bytes().get(5) == Some(&b'-')
                && zip.bytes().all(|b| b.is_ascii_digit());
            if american || plus_four {
                zip.chars().take(5).collect()
            } else {
                zip
            }
        }
        Rule::Country => {
            if lower.len() != 2 || !lower.bytes().all(|b| b.is_ascii_lowercase()) {
                return Err(
                    "country must be a code of two letters (ISO 3166-1 alpha-2), such as us."
                        .to_owned(),
                );
            }
            lower
        }
        // Whoever chose the id may tell upper from lower case.
        Rule::External => text.trim().to_owned(),
    };
    if found.is_empty() {
        return Err("This holds nothing that could be hashed.".to_owned());
    }
    Ok(found)
}

/// Without punctuation, with one space between words.
fn words(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !is_punctuation(*c)).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without punctuation and spaces.
fn bare(text: &str) -> String {
    text.chars()
        .filter(|c| !is_punctuation(*c) && !c.is_whitespace())
        .collect()
}

/// The signs of ASCII, and Unicode's for the scripts in which names are written. Accents that stand alone are no
/// punctuation.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '\u{a1}' | '\u{a7}' | '\u{ab}' | '\u{b4}' | '\u{b6}' | '\u{b7}' | '\u{bb}' | '\u{bf}' | '\u{2bc}'
            | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}' | '\u{3001}'..='\u{3003}'
            | '\u{3008}'..='\u{3011}' | '\u{30fb}' | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}')
}

/// `YYYYMMDD`, also with signs between. Other orders are told apart by nobody.
fn birthday(text: &str) -> Result<String, String> {
    let wrong = || "db must be a date of birth as YYYYMMDD, or the SHA-256 of one.".to_owned();
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let digits = match parts.as_slice() {
        [all] if all.len() == 8 => (*all).to_owned(),
        [year, month, day] if year.len() == 4 => format!("{year}{month:0>2}{day:0>2}"),
        _ => return Err(wrong()),
    };
    if digits.len() != 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>().map_err(|_| wrong());
    let small = |n: i16| i8::try_from(n).map_err(|_| wrong());
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    jiff::civil::Date::new(year, small(month)?, small(day)?).map_err(|_| wrong())?;
    Ok(digits)
}

/// The states of the United States, as [`bare`] writes their names.
const STATES: [(&str, &str); 51] = [
    ("alabama", "al"),
    ("alaska", "ak"),
    ("arizona", "az"),
    ("arkansas", "ar"),
    ("california", "ca"),
    ("colorado", "co"),
    ("connecticut", "ct"),
    ("delaware", "de"),
    ("districtofcolumbia", "dc"),
    ("florida", "fl"),
    ("georgia", "ga"),
    ("hawaii", "hi"),
    ("idaho", "id"),
    ("illinois", "il"),
    ("indiana", "in"),
    ("iowa", "ia"),
    ("kansas", "ks"),
    ("kentucky", "ky"),
    ("louisiana", "la"),
    ("maine", "me"),
    ("maryland", "md"),
    ("massachusetts", "ma"),
    ("michigan", "mi"),
    ("minnesota", "mn"),
    ("mississippi", "ms"),
    ("missouri", "mo"),
    ("montana", "mt"),
    ("nebraska", "ne"),
    ("nevada", "nv"),
    ("newhampshire", "nh"),
    ("newjersey", "nj"),
    ("newmexico", "nm"),
    ("newyork", "ny"),
    ("northcarolina", "nc"),
    ("northdakota", "nd"),
    ("ohio", "oh"),
    ("oklahoma", "ok"),
    ("oregon", "or"),
    ("pennsylvania", "pa"),
    ("rhodeisland", "ri"),
    ("southcarolina", "sc"),
    ("southdakota", "sd"),
    ("tennessee", "tn"),
    ("texas", "tx"),
    ("utah", "ut"),
    ("vermont", "vt"),
    ("virginia", "va"),
    ("washington", "wa"),
    ("westvirginia", "wv"),
    ("wisconsin", "wi"),
    ("wyoming", "wy"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn sha(text: &str) -> String {
        hex::encode(Sha256::digest(text.as_bytes()))
    }

    fn run(raw: Value) -> Result<Map<String, Value>, Problem> {
        hashed(raw.as_object().unwrap())
    }

    /// What a value is before it is hashed.
    #[track_caller]
    fn is(key: &str, value: &str, normal: &str) {
        let out = run(json!({ key: value })).unwrap();
        assert_eq!(out[key], json!([sha(normal)]), "{key} {value}");
    }

    #[track_caller]
    fn refused(key: &str, value: Value) {
        let problem = run(json!({ key: value })).unwrap_err();
        assert_eq!(problem.pointer, format!("/user_data/{key}"), "{value}");
    }

    /// The vectors of the platform notes, §7.
    #[test]
    fn the_published_vectors() {
        for (key, value, hash) in [
            (
                "em",
                "John_Smith@gmail.com",
                "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
            ),
            (
                "em",
                "  john_smith@gmail.com ",
                "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f",
            ),
            (
                "ph",
                "16505551212",
                "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
            ),
            (
                "ph",
                "+1 (650) 555-1212",
                "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
            ),
            (
                "ph",
                "0016505551212",
                "e323ec626319ca94ee8bff2e4c87cf613be6ea19919ed1364124e16807ab3176",
            ),
            (
                "fn",
                "Mary",
                "6915771be1c5aa0c886870b6951b03d7eafc121fea0e80a5ea83beb7c449f4ec",
            ),
            (
                "fn",
                "정",
                "8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14",
            ),
            (
                "ln",
                "Valéry",
                "08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c",
            ),
            (
                "db",
                "19970216",
                "01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c",
            ),
            (
                "db",
                "1997-02-16",
                "01acdbf6ec7b4f478a225f1a246e5d6767eeab1a7ffa17f025265b5b94f40f0c",
            ),
            (
                "country",
                "US",
                "79adb2a2fce5c6ba215fe5f27f532d4e7edbac4b6a5e09e1ef3a08084a904621",
            ),
        ] {
            let out = run(json!({ key: value })).unwrap();
            assert_eq!(out[key], json!([hash]), "{key} {value}");
        }
    }

    #[test]
    fn each_key_has_its_form() {
        is("fn", "O'Neil-Müller, Jr.", "oneilmüller jr");
        is("ln", "  van   der “Berg” ", "van der berg");
        is("db", "1997/2/6", "19970206");
        is("ge", "Female", "f");
        is("ge", "M", "m");
        is("ct", "São Paulo 01", "sãopaulo");
        is("ct", "Saint-Étienne", "saintétienne");
        is("st", "CA", "ca");
        is("st", "New South Wales", "newsouthwales");
        is("st", "California", "california");
        is("zp", "SW1A 1AA", "sw1a1aa");
        is("zp", "94105-1234", "94105");
        is("zp", "01310-100", "01310100");
        is("external_id", " User-42 ", "User-42");
    }

    #[test]
    fn the_united_states_have_codes_and_five_digits() {
        let out = run(json!({"st": "New York", "zp": "941051234", "country": "us"})).unwrap();
        assert_eq!(out["st"], json!([sha("ny")]));
        assert_eq!(out["zp"], json!([sha("94105")]));
        let out = run(json!({"st": "California", "country": sha("us")})).unwrap();
        assert_eq!(out["st"], json!([sha("ca")]));
        let out = run(json!({"st": "California", "zp": "941051234", "country": "mx"})).unwrap();
        assert_eq!(out["st"], json!([sha("california")]));
        assert_eq!(out["zp"], json!([sha("941051234")]));
    }

    #[test]
    fn what_is_hashed_is_kept_and_lists_are_taken() {
        let hash = sha("a@b.example");
        let out = run(json!({"em": ["A@b.example", hash.to_uppercase(), "", null, "c@d.example"], "external_id": 42}))
            .unwrap();
        assert_eq!(out["em"], json!([hash, sha("c@d.example")]));
        assert_eq!(out["external_id"], json!([sha("42")]));
        assert!(
            run(json!({"em": "", "ph": null, "fn": []}))
                .unwrap()
                .is_empty()
        );
    }

    #[test]
    fn some_keys_are_never_hashed() {
        for key in PLAIN {
            let value = if key == "client_ip_address" {
                "2001:db8::1"
            } else {
                "fb.1.1554763741205.AbCd"
            };
            let out = run(json!({ key: value })).unwrap();
            assert_eq!(out[key], json!(value), "{key}");
        }
        assert_eq!(
            run(json!({"lead_id": 525_645_896_321_548_i64})).unwrap()["lead_id"],
            "525645896321548"
        );
    }

    #[test]
    fn what_meta_does_not_know_is_left_out() {
        let out =
            run(json!({"email": "a@b.example", "name": {"first": "Ada"}, "em": "a@b.example"}))
                .unwrap();
        assert_eq!(out.keys().collect::<Vec<_>>(), ["em"]);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for em in ["Ada", "@b.example", "a@", "a b@c.example", "a@b@c"] {
            refused("em", json!(em));
        }
        for ph in ["12345", "1234567890123456", "call me 5551212", "000"] {
            refused("ph", json!(ph));
        }
        for db in ["16021997", "1997-02-30", "1997", "02/16/1997", "1997021"] {
            refused("db", json!(db));
        }
        refused("ge", json!("x"));
        refused("country", json!("USA"));
        refused("ct", json!("123"));
        refused("fn", json!("..."));
        refused("client_ip_address", json!("localhost"));
        refused("fbp", json!(["a", "b"]));
        refused("em", json!({"address": "a@b.example"}));
        refused("em", json!([["a@b.example"]]));
        refused("em", json!(vec!["a@b.example"; MAX_VALUES + 1]));
        refused("client_user_agent", json!("x".repeat(MAX_CHARS + 1)));
    }

    proptest! {
        /// Nothing that names a person leaves in the clear, and normalising never fails on odd input.
        #[test]
        fn what_leaves_is_a_hash(key in 0..HASHED.len(), value in "\\PC{0,40}") {
            let key = HASHED[key].0;
            if let Ok(out) = run(json!({ key: value })) {
                for hash in out.get(key).and_then(Value::as_array).into_iter().flatten() {
                    prop_assert!(is_hash(hash.as_str().unwrap()));
                }
            }
        }

        /// Hashing what was hashed changes nothing.
        #[test]
        fn hashing_twice_is_hashing_once(name in "[a-z]{1,20}", host in "[a-z]{1,20}") {
            let once = run(json!({"em": format!("{name}@{host}.example"), "fn": name})).unwrap();
            let twice = run(Value::Object(once.clone())).unwrap();
            prop_assert_eq!(once, twice);
        }
    }
}
