//! `scopes propose`: the scopes for what an app must do. Never goes online.

use clap::Args;
use portalscope_catalog::{Catalog, ScopeProposal};
use portalscope_redact::Redactor;

use super::Credential;
use crate::failure::Failure;
use crate::output::{self, Format};

#[derive(Args)]
pub struct Propose {
    /// As "sync deals and notes, optionally create tasks"
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    #[arg(long, value_enum, default_value_t = Credential::Oauth)]
    credential: Credential,
    /// As Markdown instead of plain text
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

pub fn run(options: &Propose) -> Result<(), Failure> {
    // What was not understood is repeated.
    let words = Redactor::new().text(&options.words.join(" "));
    let proposal = Catalog::bundled().propose(&words, options.credential.into());
    if proposal.scopes.is_empty() {
        let hint = "Name what is read or changed, as \"sync deals and notes\".";
        return Err(Failure::new("not_understood", "No call was recognized in these words.", hint));
    }
    let text = |proposal: &ScopeProposal| {
        if options.markdown { proposal.markdown.clone() } else { proposal.plain.clone() }
    };
    output::print(Format::asked(options.json), &proposal, text)
}
