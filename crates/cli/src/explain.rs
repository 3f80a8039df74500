//! `explain`: the page of a cause. Never goes online.

use clap::Args;
use portalscope_diagnosis::{Cause, Page};

use crate::failure::Failure;
use crate::output::{Format, print, table};

#[derive(Args)]
pub struct Options {
    /// A label such as `token-expired`, or words to look for. Without it, all causes are listed
    #[arg(value_name = "LABEL")]
    label: Vec<String>,
    /// JSON instead of text
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Options) -> Result<(), Failure> {
    let format = Format::asked(options.json);
    let words = options.label.join(" ");
    if let Some(cause) = Cause::from_label(&words) {
        return print(format, cause.page(), as_text);
    }
    let found = Page::search(&words);
    match found.as_slice() {
        [] => Err(Failure::new(
            "no_such_cause",
            "No cause has this label or these words.",
            "See `portalscope-cli explain` for all causes.",
        )),
        [one] if !words.is_empty() => print(format, *one, as_text),
        _ => print(format, &found, |found| listed(found)),
    }
}

fn listed(pages: &[&Page]) -> String {
    let rows = pages.iter().map(|page| vec![page.label.to_string(), page.title.to_owned()]);
    table(&rows.collect::<Vec<_>>())
}

fn as_text(page: &Page) -> String {
    format!(
        "{}\n{}, must act: {}\n\nWhat it means\n{}\n\nHow it shows\n{}\n\nHow to mend it\n{}\n\nIn exact terms\n{}\n\nHow to prevent it\n{}\n",
        page.title,
        page.label,
        page.who.as_str(),
        page.means,
        page.shows,
        page.mend,
        page.exact,
        page.prevent
    )
}
