//! Texts that a person wants gone from one document, beside what the rules find. They are looked for whole, in any case and
//! in any spelling that the finders read.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::find::{Finder, Level};
use crate::finding::{Found, What};
use crate::known::KnownSecrets;

/// The texts. Of letters beyond ASCII the case counts.
#[derive(Debug, Default)]
pub struct Masks {
    /// `None`: there are none.
    search: Option<AhoCorasick>,
}

impl Masks {
    /// Empty texts are left out. Their numbers in labels, `«masked#1»`, are those of their order here.
    pub fn new(texts: &[String]) -> Self {
        let texts: Vec<&str> = texts.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        if texts.is_empty() {
            return Self::default();
        }
        let mut search = AhoCorasick::builder();
        search.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        // It fails only for more texts than fit in memory.
        Self { search: search.build(texts).ok() }
    }

    /// Whether any of them stands in a text, in whatever spelling. Labels are not looked into.
    pub fn occur_in(&self, text: &[u8]) -> bool {
        let finder = Finder { known: &KnownSecrets::default(), masks: self, level: Level::Masks, nesting: 0 };
        self.search.is_some() && !finder.find(text).is_empty()
    }

    pub(crate) fn find(&self, text: &[u8], found: &mut Vec<Found>) {
        let matches = self.search.iter().flat_map(|search| search.find_iter(text));
        found.extend(matches.map(|one| Found::new(one.range(), What::Masked(one.pattern().as_usize()))));
    }
}

/// The label of the text with this index.
pub(crate) fn label(index: usize) -> String {
    format!("«masked#{}»", index + 1)
}

#[cfg(test)]
mod tests {
    use super::Masks;
    use crate::finding::Rule;
    use crate::personal::PersonalData;
    use crate::redactor::Redactor;

    fn masked(texts: &[&str], text: &str) -> (String, Vec<(String, Rule)>) {
        let masks = Masks::new(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>());
        let mut told = Vec::new();
        let clean = Redactor::new().masked(text, PersonalData::Mask, &masks, &mut |removal| {
            told.push((removal.label.to_owned(), removal.rule));
        });
        assert_eq!(masks.occur_in(text.as_bytes()), told.iter().any(|(_, rule)| *rule == Rule::Mask));
        assert!(!masks.occur_in(clean.as_bytes()), "{clean}");
        (clean, told)
    }

    #[test]
    fn what_a_person_masks_is_gone_in_every_spelling_and_told() {
        for text in [
            "for Project Bluebird",
            "for project bluebird",
            r#"{"a":"for Project\u0020Bluebird"}"#,
            "?q=for+Project%20Bluebird",
            "QSBib2R5IHRoYXQgaXMgZm9yIFByb2plY3QgQmx1ZWJpcmQsIGFzIHRleHQu",
        ] {
            let (_, told) = masked(&["Project Bluebird"], text);
            assert_eq!(told, [("«masked#1»".to_owned(), Rule::Mask)], "{text}");
        }
    }

    #[test]
    fn masks_stand_beside_the_rules_and_leave_labels_alone() {
        let (clean, told) =
            masked(&["token", "Oslo"], "Oslo: ada@example.org, access_token=abc1def2ghi3, «access-token#9»");
        assert_eq!(
            clean,
            "«masked#2»: person-1@example.com, access_«masked#1»=«access-token#1», «access-token#9»"
        );
        assert_eq!(told.len(), 4);
    }

    #[test]
    fn labels_that_stand_already_are_told() {
        let text = "Bearer «access-token#12», code=«code%231»&x, «e-mail», «no label», «Q#1»";
        let told: Vec<_> = crate::labels_in(text).collect();
        let expected =
            [("«access-token#12»", "access-token"), ("«code%231»", "code"), ("«e-mail»", "e-mail")];
        assert_eq!(told, expected);
    }

    #[test]
    fn nothing_to_mask_changes_nothing() {
        let masks = Masks::new(&[String::new()]);
        let clean = Redactor::new().masked("as it is", PersonalData::Keep, &masks, &mut |_| panic!("told"));
        assert_eq!((clean.as_str(), masks.occur_in(b"as it is")), ("as it is", false));
    }
}
