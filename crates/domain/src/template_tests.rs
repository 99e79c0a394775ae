use proptest::prelude::*;
use uuid::Uuid;

use super::*;

fn values(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs
        .iter()
        .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
        .collect()
}

#[test]
fn variables_have_one_or_two_braces() {
    assert_eq!(
        variables("Hi {username}, {{ order_id }} and {username} {1}"),
        ["username", "order_id", "1"]
    );
    for plain in [
        "",
        "{}",
        "{ }",
        "{a b}",
        "{a",
        "a}",
        "{\"a\": 1}",
        "{{}}",
        "{a-b}",
    ] {
        assert_eq!(variables(plain), Vec::<&str>::new(), "{plain}");
        assert_eq!(fill(plain, &BTreeMap::new()).as_deref(), Ok(plain));
    }
    assert_eq!(variables("{{a}"), ["a"], "the inner one is complete");
    assert_eq!(
        variables("{പേര്}"),
        Vec::<&str>::new(),
        "marks are no letters"
    );
    assert_eq!(variables("{größe}"), ["größe"]);
    assert_eq!(
        variables(&format!("{{{}}}", "a".repeat(VARIABLE_CHARS + 1))),
        Vec::<&str>::new()
    );
}

#[test]
fn what_has_no_value_is_named() {
    let text = "Hi {username}, your order {order} from {platform} comes {day}";
    let given = values(&[("order", "4711"), ("day", " ")]);
    assert_eq!(
        fill(text, &given),
        Err(vec![
            "username".to_owned(),
            "platform".to_owned(),
            "day".to_owned()
        ])
    );
    let mut all = of_chat(Some("maya"), Platform::Facebook);
    all.extend(values(&[("order", "4711"), ("day", "{username}")]));
    assert_eq!(
        fill(text, &all).as_deref(),
        Ok("Hi maya, your order 4711 from Messenger comes {username}"),
        "a value is never filled in again"
    );
    assert_eq!(of_chat(None, Platform::Instagram).get("username"), None);
}

proptest! {
    /// Cutting loses nothing, and a text without variables comes back as it was.
    #[test]
    fn pieces_make_the_text(text in "[ a{}_ä1]{0,30}") {
        let mut from = 0;
        for piece in pieces(&text) {
            let word = match piece { Piece::Text(t) | Piece::Variable(t) => t };
            let found = text[from..].find(word);
            prop_assert!(found.is_some(), "{text:?} {piece:?}");
            from += found.unwrap_or(0) + word.len();
        }
        if variables(&text).is_empty() {
            prop_assert_eq!(fill(&text, &BTreeMap::new()), Ok(text));
        }
    }

    /// Whatever is written, Meta gets numbers without gaps and as many examples.
    #[test]
    fn metas_parameters_have_no_gaps(text in "[ a{}x1]{0,60}") {
        let Ok(made) = utility(&text, &BTreeMap::new()) else { return Ok(()) };
        prop_assert_eq!(made.parameters.len(), made.examples.len());
        for n in 1..=made.parameters.len() {
            let number = format!("{{{{{n}}}}}");
            prop_assert!(made.body.contains(&number), "{} {}", made.body, number);
        }
        prop_assert!(made.examples.iter().all(|e| !e.trim().is_empty()));
    }
}

#[test]
fn what_a_person_wrote_is_checked() {
    let ok = |name: &str, category: &str, language: &str, content: &str| {
        check(Platform::Instagram, name, category, language, content)
    };
    assert_eq!(
        ok("Hours", "general", "en_US", "Open until {time}."),
        Ok(())
    );
    assert_eq!(ok(" ", "general", "en", "x"), Err(TemplateError::Name));
    assert_eq!(
        ok(&"n".repeat(NAME_CHARS + 1), "general", "en", "x"),
        Err(TemplateError::Name)
    );
    assert_eq!(ok("a\nb", "general", "en", "x"), Err(TemplateError::Name));
    assert_eq!(ok("n", "", "en", "x"), Err(TemplateError::Category));
    assert_eq!(
        ok("n", &"c".repeat(CATEGORY_CHARS + 1), "en", "x"),
        Err(TemplateError::Category)
    );
    assert_eq!(ok("n", "c", "en", "\n"), Err(TemplateError::Empty));
    assert_eq!(ok("n", "c", "en", "{username}"), Ok(()));
    for language in ["", "e", "english", "en-US", "en_", "../en"] {
        assert_eq!(
            ok("n", "c", language, "x"),
            Err(TemplateError::Language),
            "{language}"
        );
    }
    for language in ["en", "fil", "pt_BR", "zh_Hant_HK"] {
        assert_eq!(ok("n", "c", language, "x"), Ok(()), "{language}");
    }
    let long = "é".repeat(501);
    assert!(matches!(
        ok("n", "c", "en", &long),
        Err(TemplateError::TooLong(_))
    ));
    assert_eq!(check(Platform::Facebook, "n", "c", "en", &long), Ok(()));
    let names = "{a}".repeat(3_000);
    assert!(matches!(
        ok("n", "c", "en", &names),
        Err(TemplateError::TooLong(_))
    ));
}

#[test]
fn meta_gets_numbers_and_examples() {
    let text = "Hello {username}, your order #{order_id} is on its way. Bye, {username}!";
    let made = utility(text, &values(&[("order_id", "566701")])).unwrap();
    assert_eq!(
        made.body,
        "Hello {{1}}, your order #{{2}} is on its way. Bye, {{3}}!"
    );
    assert_eq!(made.parameters, ["username", "order_id", "username"]);
    assert_eq!(made.examples, ["Maria", "566701", "Maria"]);
    assert_eq!(
        utility("Your table is booked.", &BTreeMap::new())
            .unwrap()
            .examples,
        Vec::<String>::new()
    );
    for dangling in ["{username}, hello", "Hello {username}", " {a} "] {
        assert_eq!(
            utility(dangling, &BTreeMap::new()),
            Err(TemplateError::DanglingVariable),
            "{dangling}"
        );
    }
    assert_eq!(
        utility("A {a} {b} {c} {d}.", &BTreeMap::new()),
        Err(TemplateError::MostlyVariables)
    );
    let long = "x".repeat(UTILITY_BODY_CHARS + 1);
    assert_eq!(
        utility(&long, &BTreeMap::new()),
        Err(TemplateError::UtilityTooLong {
            chars: UTILITY_BODY_CHARS + 1
        })
    );
}

#[test]
fn names_at_meta_are_plain_and_used_once() {
    let one = meta_name("Order: on its way!", Uuid::from_u128(0xabc));
    assert_eq!(one, "order_on_its_way_000000000abc");
    assert_ne!(one, meta_name("Order: on its way!", Uuid::from_u128(0xabd)));
    assert_eq!(
        meta_name("ഓർഡർ", Uuid::from_u128(1)),
        "template_000000000001"
    );
    let long = meta_name(&"é x".repeat(200), Uuid::from_u128(1));
    assert!(long.len() <= SLUG_CHARS + 13, "{long}");
    assert!(
        long.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    );
}

/// The table of [`pass`], line by line.
#[test]
fn as_what_a_message_leaves() {
    let plain = Content::default();
    let template = |approved: bool| Content {
        template: Some(TemplateUse {
            template: TemplateId::new(Uuid::from_u128(1)),
            approved: approved.then(|| Approved {
                name: "n".to_owned(),
                language: "en".to_owned(),
                parameters: Vec::new(),
            }),
        }),
        ..Content::default()
    };
    use Pass::{HumanAgent, Response, Utility};
    for (state, expected) in [
        (
            WindowState::Open,
            [Some(Response), Some(Response), Some(Response)],
        ),
        (
            WindowState::HumanAgent,
            [Some(HumanAgent), None, Some(Utility)],
        ),
        (WindowState::Closed, [None, None, Some(Utility)]),
        (
            WindowState::Unknown,
            [Some(Response), Some(Response), Some(Utility)],
        ),
    ] {
        let window = ReplyWindow {
            state,
            closes_at: None,
        };
        let got = [&plain, &template(false), &template(true)].map(|c| pass(&window, c));
        assert_eq!(got, expected, "{state:?}");
    }
}

#[test]
fn some_states_are_not_the_last_word() {
    for status in ["PENDING", "IN_APPEAL", UNKNOWN] {
        assert!(is_open(status));
    }
    for status in [APPROVED, "REJECTED", "PAUSED", "DISABLED", "something new"] {
        assert!(!is_open(status));
    }
}
