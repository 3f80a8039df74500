//! `snippet`: a request as code, without the token. Nothing is sent.

use std::io::Write;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use portalscope_core::SnippetTarget;

use crate::failure::Failure;
use crate::request_options::RequestOptions;
use crate::shared::{Folder, PortalChoice, failure, find, with_core};
use crate::terminal::stdout;

#[derive(Args)]
pub struct Options {
    #[command(flatten)]
    request: RequestOptions,
    #[command(flatten)]
    portal: PortalChoice,
    /// What to write it as
    #[arg(long = "as", value_name = "TARGET", value_parser = targets())]
    target: SnippetTarget,
    #[command(flatten)]
    folder: Folder,
}

fn targets() -> impl TypedValueParser<Value = SnippetTarget> {
    let named = |name: String| {
        let found = SnippetTarget::NAMED.into_iter().find(|(known, _)| *known == name);
        found.map(|(_, target)| target).ok_or("no such target")
    };
    PossibleValuesParser::new(SnippetTarget::NAMED.map(|(name, _)| name)).try_map(named)
}

pub fn run(options: &Options) -> Result<(), Failure> {
    let draft = options.request.draft()?;
    with_core(&options.folder, async |core| {
        let connection = find(&core, &options.portal)?;
        let code = core.snippets.write(&connection.id, &draft, options.target).await.map_err(failure)?;
        // A closed pipe, as of `| head`, is no failure.
        let _ = writeln!(stdout(), "{}", code.trim_end());
        Ok(())
    })
}
