//! What a search finds: the words of a text, folded so that case and form do not matter.
//!
//! Databases disagree about letters beyond ASCII (`LOWER` of SQLite leaves "É" alone, PostgreSQL asks the locale), so
//! the folding is done here, and they compare bytes. Words are found by how they begin, in any order, wherever in
//! the chat they stand.

use std::collections::BTreeSet;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup, Script};

/// Words of one text that are kept: the longest message has 2,000 characters, of which some 350 words.
pub const MAX_WORDS: usize = 400;
/// Characters of a word that are kept. What is longer is an address or noise, and is found by its beginning.
pub const MAX_WORD_CHARS: usize = 40;
/// Words of a search that are looked for. Each costs one look into the index per chat, and after eight nothing is left
/// to be told apart.
pub const MAX_SEARCH_WORDS: usize = 8;
/// Goes after every word with this beginning: the last code point there is.
const AFTER: char = '\u{10FFFF}';

/// The rules by which words are made. Raise it when they change: what is stored is then counted anew after the next start.
pub const RULES: u32 = 3;

/// A text without what people do not mean to tell apart: case (also "ß" and "SS"), composed and decomposed letters,
/// wide and narrow forms. Accents stay: labels that differ in them are two.
#[must_use]
pub fn fold(text: &str) -> String {
    folded(text, |_| true)
        .chars()
        .flat_map(spelled_out)
        .collect()
}

/// Also without the accents of Latin, Greek and Cyrillic letters, which people leave out where their keyboard has none
/// ("zofia" finds "Žofia"). Marks of other scripts are vowels and stay.
fn fold_accents(text: &str) -> String {
    // What is not seen goes before marks are put in order: it would stand between them.
    let folded = folded(text, |c| !is_accent(c) && part(c) != Part::Nothing);
    folded
        .chars()
        .flat_map(without_stroke)
        .flat_map(spelled_out)
        .collect()
}

fn folded(text: &str, keep: impl Fn(char) -> bool) -> String {
    let apart = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let folded: String = apart
        .chars()
        .filter(|c| keep(*c))
        .flat_map(char::to_lowercase)
        // "ß" has no capital of its own, "ς" is another "σ": going up and down again makes them one.
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .filter(|c| keep(*c))
        .collect();
    ComposingNormalizerBorrowed::new_nfkc()
        .normalize(&folded)
        .into_owned()
}

/// A mark of Unicode's common block, which holds the accents of European letters; those of other scripts are in their
/// own blocks.
fn is_accent(c: char) -> bool {
    ('\u{0300}'..='\u{036F}').contains(&c)
}

/// Latin letters whose stroke is no accent to Unicode, as they are typed without it.
fn without_stroke(c: char) -> impl Iterator<Item = char> {
    let (one, other) = match c {
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ħ' => ('h', None),
        'ı' => ('i', None),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        _ => (c, None),
    };
    [Some(one), other].into_iter().flatten()
}

/// The Malayalam letters that are written in two ways: with one code point, and as a consonant with a mark. (Joiners
/// that may follow the mark are no part of a word at all.)
fn spelled_out(c: char) -> impl Iterator<Item = char> {
    const MARK: char = '\u{0D4D}';
    let base = match c {
        '\u{0D7A}' => '\u{0D23}',
        '\u{0D7B}' => '\u{0D28}',
        '\u{0D7C}' => '\u{0D30}',
        '\u{0D7D}' => '\u{0D32}',
        '\u{0D7E}' => '\u{0D33}',
        '\u{0D7F}' => '\u{0D15}',
        _ => return [Some(c), None].into_iter().flatten(),
    };
    [Some(base), Some(MARK)].into_iter().flatten()
}

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Belongs to a word.
    Letter,
    /// Belongs to a script that is written without spaces.
    Dense,
    /// A word by itself: pictures and signs.
    Sign,
    /// Not seen: joiners, marks of direction.
    Nothing,
    /// Between words.
    Gap,
}

fn part(c: char) -> Part {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    if GeneralCategoryGroup::Letter.contains(category) {
        let script = CodePointMapData::<Script>::new().get(c);
        let dense = [
            Script::Han,
            Script::Hiragana,
            Script::Katakana,
            Script::Thai,
            Script::Lao,
            Script::Khmer,
            Script::Myanmar,
        ];
        if dense.contains(&script) {
            return Part::Dense;
        }
        return Part::Letter;
    }
    match category {
        // The form in which a picture is shown says nothing of what it shows.
        GeneralCategory::NonspacingMark if ('\u{FE00}'..='\u{FE0F}').contains(&c) => Part::Nothing,
        _ if GeneralCategoryGroup::Mark.contains(category)
            || GeneralCategoryGroup::Number.contains(category) =>
        {
            Part::Letter
        }
        GeneralCategory::PrivateUse => Part::Letter,
        GeneralCategory::Format => Part::Nothing,
        // Stands for what could not be read.
        _ if c == char::REPLACEMENT_CHARACTER => Part::Gap,
        _ if GeneralCategoryGroup::Symbol.contains(category) && !c.is_ascii() => Part::Sign,
        _ => Part::Gap,
    }
}

/// A run of characters that belong together.
struct Run {
    text: Vec<char>,
    dense: bool,
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut open = false;
    for c in fold_accents(text).chars() {
        let part = part(c);
        let dense = part == Part::Dense;
        match part {
            Part::Nothing => continue,
            Part::Gap => open = false,
            Part::Sign => {
                runs.push(Run {
                    text: vec![c],
                    dense: false,
                });
                open = false;
            }
            Part::Letter | Part::Dense => {
                // A mark goes with whatever it stands on.
                let mark = GeneralCategoryGroup::Mark
                    .contains(CodePointMapData::<GeneralCategory>::new().get(c));
                match runs
                    .last_mut()
                    .filter(|run| open && (mark || run.dense == dense))
                {
                    Some(run) => run.text.push(c),
                    None => runs.push(Run {
                        text: vec![c],
                        dense,
                    }),
                }
                open = true;
            }
        }
    }
    runs
}

fn cut(word: &[char]) -> String {
    word.iter().take(MAX_WORD_CHARS).collect()
}

/// The words by which a text is found, each once. Where words are not set apart by spaces, every two neighbouring
/// characters are one, and the last one alone.
#[must_use]
pub fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for run in runs(text) {
        if run.dense {
            words.extend(run.text.windows(2).map(|pair| pair.iter().collect()));
            words.extend(run.text.last().map(char::to_string));
        } else {
            words.insert(cut(&run.text));
        }
        if words.len() >= MAX_WORDS {
            break;
        }
    }
    while words.len() > MAX_WORDS {
        words.pop_last();
    }
    words
}

/// A range of words: from the first to before the second, compared byte by byte.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Range {
    /// The beginning that is looked for.
    pub from: String,
    /// Behind everything that begins so.
    pub to: String,
}

/// What a search looks for: a chat is found if it has a word of each range. Empty if nothing in it can be found,
/// such as punctuation alone.
#[must_use]
pub fn ranges(search: &str) -> Vec<Range> {
    let mut wanted = BTreeSet::new();
    for run in runs(search) {
        if run.dense && run.text.len() > 1 {
            wanted.extend(run.text.windows(2).map(|pair| pair.iter().collect()));
        } else {
            wanted.insert(cut(&run.text));
        }
    }
    let mut wanted: Vec<String> = wanted.into_iter().collect();
    // The longest say most.
    wanted.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    wanted.truncate(MAX_SEARCH_WORDS);
    let range = |from: String| Range {
        to: format!("{from}{AFTER}"),
        from,
    };
    wanted.into_iter().map(range).collect()
}

/// Whether a text is found by a search: what the index answers, for one text.
#[must_use]
pub fn finds(search: &str, text: &str) -> bool {
    let words = words(text);
    let ranges = ranges(search);
    !ranges.is_empty()
        && ranges
            .iter()
            .all(|r| words.range(r.from.clone()..r.to.clone()).next().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn case_and_form_do_not_matter() {
        for (one, other) in [
            ("É", "e\u{301}"),
            ("ÉCOLE", "école"),
            ("Straße", "STRASSE"),
            ("STRAẞE", "strasse"),
            ("ΟΔΟΣ", "οδος"),
            ("ОДЕССА", "одесса"),
            ("Ａｎｎａ", "anna"),
            ("ﬁn", "fin"),
            // Malayalam, with the last letter written in both ways.
            ("അവൻ", "അവന്\u{200D}"),
            ("മലയാളം", "മലയാളം"),
        ] {
            assert!(finds(one, other), "{one} in {other}");
            assert!(finds(other, one), "{other} in {one}");
        }
        assert!(!finds("ա", "բ"), "other letters are other letters");
    }

    #[test]
    fn what_is_not_seen_does_not_keep_marks_from_their_order() {
        // Marks of N'Ko with a mark of direction between them.
        let text = "\u{07EC}\u{061C}\u{07F2}";
        for word in words(text) {
            assert!(finds(&word, text), "{word:?}");
        }
    }

    #[test]
    fn accents_may_be_left_out_and_vowels_may_not() {
        for (typed, written) in [
            ("zofia", "Žofia"),
            ("uber", "ÜBER"),
            ("Łódź", "lodz"),
            ("smorrebrod", "Smørrebrød"),
            ("coeur", "cœur"),
            ("istanbul", "İstanbul ısı"),
            ("αθηνα", "Αθήνα"),
            ("елка", "Ёлка"),
            ("tieng viet", "Tiếng Việt"),
        ] {
            assert!(finds(typed, written), "{typed} in {written}");
            assert!(finds(written.split(' ').next().unwrap(), written));
        }
        assert!(!finds("കി", "കു"), "vowels of Malayalam");
        assert!(!finds("か", "が"), "voiced kana are other letters");
    }

    #[test]
    fn words_are_found_by_their_beginning_in_any_order() {
        let text = "Is the BLUE-one (No. 42) in stock? anna@example.com 👍🏽 50%_off";
        for found in [
            "blue",
            "stock the",
            "sto",
            "42 is",
            "anna",
            "example com",
            "👍",
            "50%",
            "OFF",
            "50%_off",
        ] {
            assert!(finds(found, text), "{found}");
        }
        for not in ["lue", "green", "blue green", "422", "", " ", "%%", "👎"] {
            assert!(!finds(not, text), "{not}");
        }
    }

    #[test]
    fn marks_and_joiners_do_not_break_words() {
        let malayalam = "നമസ്കാരം സുഹൃത്തേ";
        assert_eq!(words(malayalam).len(), 2);
        assert!(finds("സുഹൃ", malayalam) && finds("നമസ്", malayalam));
        assert!(!finds("കാരം", malayalam), "within a word");
        assert_eq!(words("क्\u{200D}ष").len(), 1);
    }

    #[test]
    fn scripts_without_spaces_are_found_anywhere() {
        let text = "青いシャツはありますか 42番";
        for found in ["シャツ", "青", "あり", "か", "42", "番"] {
            assert!(finds(found, text), "{found}");
        }
        assert!(!finds("赤", text) && !finds("ツシ", text));
        assert!(finds("สวัสดี", "คุณสวัสดีครับ"));
    }

    #[test]
    fn bounds_hold() {
        let many: String = (0..2_000).map(|n| format!("word{n} ")).collect();
        assert_eq!(words(&many).len(), MAX_WORDS);
        let long = "x".repeat(500);
        assert_eq!(words(&long), BTreeSet::from(["x".repeat(MAX_WORD_CHARS)]));
        assert!(finds(&long, &long));
        assert_eq!(ranges(&many).len(), MAX_SEARCH_WORDS);
        assert_eq!(words(&"青い".repeat(1_000)).len(), 3);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
            prop_assert_eq!(fold_accents(&fold_accents(&text)), fold_accents(&text));
        }

        #[test]
        fn a_text_is_found_by_each_of_its_words(text in "\\PC{0,40}") {
            for word in words(&text) {
                prop_assert!(finds(&word, &text), "{word:?}");
                prop_assert!(finds(&word.to_uppercase(), &text), "{word:?}");
            }
        }

        #[test]
        fn a_range_holds_what_begins_so(word in "\\PC{1,5}", rest in "\\PC{0,5}", other in "\\PC{1,8}") {
            let range = Range { to: format!("{word}{AFTER}"), from: word.clone() };
            let holds = |text: &str| text >= range.from.as_str() && text < range.to.as_str();
            let longer = format!("{word}{rest}");
            prop_assert!(holds(&longer));
            prop_assert_eq!(holds(&other), other.starts_with(&word));
        }
    }
}
