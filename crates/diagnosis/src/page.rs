//! The page of each cause: what it means, how it shows, how to mend and to prevent it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Serialize;
use specta::Type;

use crate::cause::{Cause, Who};

/// What is written about a cause. Plain sentences, with code between backticks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct Page {
    /// The cause that it is about.
    pub label: Cause,
    /// The group of the cause.
    pub group: &'static str,
    /// A short sentence that names the cause.
    pub title: &'static str,
    /// Who must act.
    pub who: Who,
    /// What it means.
    pub means: &'static str,
    /// How it shows, and how it differs from what looks alike.
    pub shows: &'static str,
    /// How to mend it, in plain words.
    pub mend: &'static str,
    /// The same in exact terms.
    pub exact: &'static str,
    /// How to prevent it.
    pub prevent: &'static str,
}

static PAGES: LazyLock<BTreeMap<Cause, Page>> =
    LazyLock::new(|| Cause::ALL.iter().map(|cause| (*cause, Page::parse(*cause))).collect());

impl Cause {
    /// The page of the cause.
    pub fn page(self) -> &'static Page {
        &PAGES[&self]
    }
}

impl Page {
    fn parse(cause: Cause) -> Self {
        let text = cause.page_text();
        let section = |heading: &str| {
            let start = text.find(heading).map_or(text.len(), |at| at + heading.len());
            let rest = &text[start..];
            rest[..rest.find("\n#").unwrap_or(rest.len())].trim()
        };
        Self {
            label: cause,
            group: cause.group(),
            title: text.lines().next().unwrap_or_default().trim_start_matches("# "),
            who: cause.who(),
            means: section("\n## What it means\n"),
            shows: section("\n## How it shows\n"),
            mend: section("\n## How to mend it\n"),
            exact: section("\n### In exact terms\n"),
            prevent: section("\n## How to prevent it\n"),
        }
    }

    /// Pages with all the words of a search, those with the words in the title or the label first.
    pub fn search(words: &str) -> Vec<&'static Self> {
        let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
        let rank = |page: &Page| {
            let has = |text: &str| {
                let text = text.to_lowercase();
                words.iter().all(|word| text.contains(word))
            };
            let name = format!("{} {}", page.label, page.title);
            let all =
                [&name, page.group, page.means, page.shows, page.mend, page.exact, page.prevent].join(" ");
            (has(&all), !has(&name))
        };
        let mut found: Vec<_> =
            PAGES.values().map(|page| (rank(page), page)).filter(|(rank, _)| rank.0).collect();
        found.sort_by_key(|(rank, page)| (rank.1, page.title));
        found.into_iter().map(|(_, page)| page).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Cause, Page};

    #[test]
    fn every_cause_has_a_whole_page_that_says_what_the_cause_says() {
        for cause in Cause::ALL {
            let page = cause.page();
            for text in [page.title, page.means, page.shows, page.mend, page.exact, page.prevent] {
                assert!(text.len() >= 12 && !text.contains("\n#"), "{cause}: {text:?}");
            }
            assert!(page.title.chars().count() <= 80 && !page.title.starts_with('#'), "{cause}");
            let text = cause.page_text();
            assert!(text.contains(&format!("\nGroup: {}\n", cause.group())), "{cause}");
            assert!(text.contains(&format!("\nWho: {}\n", cause.who().as_str())), "{cause}");
        }
    }

    #[test]
    fn a_search_finds_the_cause_that_is_called_so_first() {
        assert_eq!(Page::search("token-expired")[0].label, Cause::TokenExpired);
        assert!(Page::search("captcha").iter().any(|page| page.label == Cause::FormCaptchaEnabled));
        assert!(Page::search("zzz no such words").is_empty());
    }
}
