//! Comments, mentions and a Page's timeline, in every spelling that Meta has been seen to use (§1.5, §1.9).

use serde_json::{Value, json};

use super::describe::lines_of;

const IG: &str = "17841400000000001";
const PAGE: &str = "100000000000001";
const TIME: i64 = 1_762_785_321;

fn instagram(field: &str, value: &Value) -> String {
    let body = json!({"object": "instagram", "entry": [{"id": IG, "time": TIME, "changes": [{"field": field, "value": value}]}]});
    only(&body)
}

fn feed(value: &Value) -> String {
    let body = json!({"object": "page", "entry": [{"id": PAGE, "time": TIME, "changes": [{"field": "feed", "value": value}]}]});
    only(&body)
}

#[track_caller]
fn only(body: &Value) -> String {
    let mut lines = lines_of(body);
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.remove(0)
}

#[test]
fn a_comment_is_the_same_in_every_form() {
    let rest = json!({"from": {"id": "101", "username": "anna"}, "text": "How much?", "media": {"id": "m1", "media_product_type": "FEED"}});
    let with = |key: &str, id: Value| {
        let mut value = rest.clone();
        value[key] = id;
        value
    };
    let expected = format!(
        "{IG} comments: 101 Written 7001 under m1 by \"anna\" says \"How much?\" at {TIME}"
    );
    for value in [
        with("id", json!("7001")),
        with("id", json!(7001)),
        with("comment_id", json!("7001")),
        with("comment_id", json!(7001)),
    ] {
        assert_eq!(instagram("comments", &value), expected, "{value}");
        for time in [json!(TIME), json!(TIME * 1_000), json!(TIME.to_string())] {
            let flat = json!({"entry": [{"id": IG, "time": time, "field": "comments", "value": value}], "object": "instagram"});
            assert_eq!(only(&flat), expected, "{flat}");
        }
    }
}

#[test]
fn what_a_comment_lacks_is_left_open() {
    assert_eq!(
        instagram("comments", &json!({"id": "c1"})),
        format!("{IG} comments: nobody Written c1 under - at {TIME}")
    );
    assert_eq!(
        instagram(
            "comments",
            &json!({"id": "c1", "from": "101", "media": "m1", "media_id": "m2"})
        ),
        format!("{IG} comments: 101 Written c1 under m2 at {TIME}")
    );
    for (value, why) in [
        (json!({"text": "x"}), "the comment has no id"),
        (json!([]), "a change whose value is a list"),
        (json!("c1"), "a change whose value is text"),
        (Value::Null, "a change without a value"),
    ] {
        assert_eq!(
            instagram("comments", &value),
            format!("{IG} comments: quarantined: {why}")
        );
    }
    let bare = json!({"object": "instagram", "entry": [{"changes": [{"field": "comments", "value": {"id": "c1"}}]}]});
    assert_eq!(
        only(&bare),
        "- comments: quarantined: neither the entry nor the event names the account"
    );
}

#[test]
fn live_comments_are_told_by_field_or_product() {
    let value =
        json!({"id": "c1", "text": "hi", "media": {"id": "m1", "media_product_type": "LIVE"}});
    for field in ["live_comments", "comments"] {
        assert_eq!(
            instagram(field, &value),
            format!("{IG} {field}: live, nobody Written c1 under m1 says \"hi\" at {TIME}")
        );
    }
}

#[test]
fn mentions_carry_ids_and_little_else() {
    assert_eq!(
        instagram("mentions", &json!({"media_id": 18, "comment_id": "c1"})),
        format!("{IG} mentions: mentioned in 18 comment c1 by nobody says None at Some({TIME})")
    );
    assert_eq!(
        instagram("mentions", &json!({"media_id": "18"})),
        format!("{IG} mentions: mentioned in 18 comment - by nobody says None at Some({TIME})")
    );
    assert_eq!(
        instagram("mentions", &json!({})),
        format!("{IG} mentions: quarantined: the mention names neither a post nor a comment")
    );
    let page = |value: Value| {
        let body = json!({"object": "page", "entry": [{"id": PAGE, "time": TIME, "changes": [{"field": "mention", "value": value}]}]});
        only(&body)
    };
    assert_eq!(
        page(json!({"item": "post", "post_id": "p_1", "verb": "add", "created_time": TIME - 5})),
        format!(
            "{PAGE} mention: mentioned in p_1 comment - by nobody says None at Some({})",
            TIME - 5
        )
    );
    assert_eq!(
        page(
            json!({"item": "comment", "post_id": "p_1", "comment_id": "1_2", "sender_id": 300, "sender_name": "Anna", "message": "see @Page", "verb": "add"})
        ),
        format!(
            "{PAGE} mention: mentioned in p_1 comment 1_2 by 300 \"Anna\" says Some(\"see @Page\") at Some({TIME})"
        )
    );
    assert_eq!(
        page(json!({"item": "post", "post_id": "p_1", "verb": "remove"})),
        format!("{PAGE} mention: not shown: a mention was edited or removed")
    );
}

#[test]
fn page_comments_have_their_verbs() {
    let value = |verb: &str| json!({"item": "comment", "verb": verb, "comment_id": "1_2", "post_id": "p_1", "parent_id": "p_1", "created_time": TIME - 5, "from": {"id": "300", "name": "Anna"}, "message": "hi"});
    let line = |verb: &str, rest: &str| {
        format!("{PAGE} feed: 300 {verb} 1_2 under p_1 by \"Anna\" says \"hi\"{rest} at {TIME}")
    };
    assert_eq!(
        feed(&value("add")),
        line("Written", &format!(" created {}", TIME - 5))
    );
    for (verb, read) in [
        ("edited", "Edited"),
        ("edit", "Edited"),
        ("hide", "Hidden"),
        ("unhide", "Unhidden"),
        ("remove", "Removed"),
    ] {
        assert_eq!(feed(&value(verb)), line(read, ""));
    }
    assert_eq!(
        feed(&value("follow")),
        format!("{PAGE} feed: not shown: a comment, `follow`")
    );
    // A removal has little, older subscriptions other names, and the parent of an answer is a comment.
    assert_eq!(
        feed(&json!({"item": "comment", "verb": "remove", "comment_id": "1_2", "post_id": "p_1"})),
        format!("{PAGE} feed: nobody Removed 1_2 under p_1 at {TIME}")
    );
    assert_eq!(
        feed(
            &json!({"item": "comment", "verb": "add", "comment_id": "1_3", "post": {"id": "p_1"}, "parent_id": "1_2", "sender_id": 300, "sender_name": "Anna", "photo": "https://cdn.example/1.jpg"})
        ),
        format!(
            "{PAGE} feed: 300 Written 1_3 under p_1 answers 1_2 by \"Anna\" photo https://cdn.example/1.jpg at {TIME}"
        )
    );
    assert_eq!(
        feed(
            &json!({"item": "comment", "verb": "add", "comment_id": "1_3", "post_id": "p_1", "parent_id": "1", "message": "hi"})
        ),
        format!("{PAGE} feed: nobody Written 1_3 under p_1 says \"hi\" at {TIME}")
    );
    assert_eq!(
        feed(&json!({"item": "comment", "verb": "add"})),
        format!("{PAGE} feed: quarantined: the comment has no id")
    );
}

#[test]
fn the_rest_of_the_timeline_is_said_and_not_shown() {
    for (value, line) in [
        (
            json!({"item": "status", "verb": "edited", "post_id": "p_1", "published": 1}),
            "post p_1",
        ),
        (
            json!({"item": "photo", "verb": "add", "post_id": "p_1"}),
            "post p_1",
        ),
        (
            json!({"item": "post", "verb": "remove", "post_id": "p_1"}),
            "not shown: a post was removed; its comments are kept",
        ),
        (
            json!({"item": "photo", "verb": "add"}),
            "not shown: photo without a post",
        ),
        (
            json!({"item": "reaction", "verb": "add", "reaction_type": "love", "post_id": "p_1"}),
            "not shown: a reaction to a post or comment; it is counted at Meta",
        ),
        (
            json!({"item": "milestone", "verb": "add"}),
            "not shown: `milestone` of the Page's timeline",
        ),
        (
            json!({"verb": "add"}),
            "quarantined: it does not say what of the timeline changed",
        ),
    ] {
        assert_eq!(feed(&value), format!("{PAGE} feed: {line}"));
    }
}

#[test]
fn the_test_button_is_no_comment() {
    let body = json!({"object": "instagram", "entry": [{"id": "0", "time": TIME, "changes": [{"field": "comments", "value": {"id": "17865799348089039", "text": "This is an example."}}]}]});
    assert_eq!(only(&body), "0 comments: test");
}
