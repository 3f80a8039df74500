//! `catalog search`, `show` and `import`: HubSpot's operations, from the catalog in the program. Never goes online.

mod import;

use std::fmt::Write;

use clap::{Args, Subcommand};
use portalscope_catalog::{
    Catalog, Certainty, CredentialKind, Effect, Exemption, GrantedScopes, Narrowing, Operation,
    OperationNote, Parameter, Requirement, Resolved, Sunset, Tier, UserLevel, supported_until,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{self, Format, table, word};

#[derive(Subcommand)]
pub enum Command {
    /// Find operations by words, scopes, a path or a pasted URL; best first
    Search(Search),
    /// Everything known about one operation
    Show(Show),
    /// What HubSpot's OpenAPI files would add to the catalogue, change or remove
    Import(import::Import),
}

#[derive(Args)]
pub struct Search {
    /// As "create contact", "deals batch read" or /crm/v3/objects/contacts/123
    #[arg(required = true, value_name = "TEXT")]
    words: Vec<String>,
    /// At most this many operations
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct Show {
    method: String,
    /// A template, a path with values, or a URL
    path: String,
    /// One JSON document instead of text
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Hit<'a> {
    method: &'a str,
    path: &'a str,
    title: &'a str,
    group: &'a str,
    version: &'a str,
    deprecated: bool,
}

#[derive(Serialize)]
struct Details<'a> {
    method: &'a str,
    /// In the spelling and the version of the call.
    path: &'a str,
    /// As HubSpot's file spells it; null where that is the same.
    hubspot_path: Option<String>,
    title: &'a str,
    group: &'a str,
    api: &'a str,
    version: &'a str,
    deprecated: bool,
    effect: Effect,
    requirement: RequirementDetails,
    tiers: &'a [Tier],
    user_level: UserLevel,
    rate_limit_exemptions: &'a [Exemption],
    path_parameters: &'a [Parameter],
    query_parameters: &'a [Parameter],
    content_types: &'a [&'static str],
    successor: Option<String>,
    sunset: Option<&'a Sunset>,
    /// For dated versions, 18 months after the release.
    supported_until: Option<String>,
    /// What is worth knowing beside the scopes.
    notes: Vec<&'a OperationNote>,
    source: &'a str,
    certainty: Certainty,
}

/// Any one alternative is enough; of that one, all scopes are required.
#[derive(Serialize)]
struct RequirementDetails {
    kind: &'static str,
    any_of: Vec<Vec<String>>,
    /// How the object type in the path narrows `any_of`; null where it does not.
    narrowed_by: Option<Narrowing>,
    oauth_only: bool,
}

pub fn run(command: &Command) -> Result<(), Failure> {
    match command {
        Command::Search(options) => search(options),
        Command::Show(options) => show(options),
        Command::Import(options) => import::run(options),
    }
}

fn search(options: &Search) -> Result<(), Failure> {
    let found = Catalog::bundled().search(&options.words.join(" "), options.limit);
    let hits: Vec<Hit> = found.into_iter().map(hit).collect();
    output::print(Format::asked(options.json), &hits, |hits| hits_as_text(hits))
}

fn hit(operation: &Operation) -> Hit<'_> {
    Hit {
        method: operation.method,
        path: operation.path,
        title: operation.title(),
        group: operation.group,
        version: operation.version,
        deprecated: operation.deprecated,
    }
}

fn hits_as_text(hits: &[Hit]) -> String {
    if hits.is_empty() {
        return "No operation fits.\n".to_owned();
    }
    let row = |hit: &Hit| {
        let title = if hit.deprecated { format!("{} (deprecated)", hit.title) } else { hit.title.to_owned() };
        vec![hit.method.to_owned(), hit.path.to_owned(), title]
    };
    table(&hits.iter().map(row).collect::<Vec<_>>())
}

fn show(options: &Show) -> Result<(), Failure> {
    let catalog = Catalog::bundled();
    let found = catalog.resolve(&options.method, &options.path);
    let found = found.ok_or_else(|| unknown(catalog, options))?;
    let details = details(catalog, &found, &options.path);
    output::print(Format::asked(options.json), &details, details_as_text)
}

fn unknown(catalog: &Catalog, options: &Show) -> Failure {
    let methods = catalog.methods_at(&options.path);
    let near = catalog.near(&options.method, &options.path);
    let hint = if methods.is_empty() {
        near.map_or_else(
            || "Look for it with portalscope-cli catalog search.".to_owned(),
            |near| near.sentence(),
        )
    } else {
        format!("This path is known with {}.", methods.join(", "))
    };
    let message = format!("the catalogue knows no {} {}", options.method.to_uppercase(), options.path);
    Failure::new("unknown_operation", message, hint)
}

fn details<'a>(catalog: &Catalog, found: &'a Resolved<'a>, path: &str) -> Details<'a> {
    let operation = found.operation;
    Details {
        method: operation.method,
        path: &found.template,
        hubspot_path: found.hubspot_template(),
        title: operation.title(),
        group: operation.group,
        api: operation.api,
        version: operation.version,
        deprecated: operation.deprecated,
        effect: operation.effect,
        requirement: requirement(catalog, operation, path),
        tiers: &operation.tiers,
        user_level: operation.user_level,
        rate_limit_exemptions: &operation.rate_limit_exemptions,
        path_parameters: &operation.path_parameters,
        query_parameters: &operation.query_parameters,
        content_types: &operation.content_types,
        successor: operation.successor(),
        sunset: operation.sunset(),
        supported_until: supported_until(&found.version),
        notes: operation.notes().collect(),
        source: operation.source,
        certainty: operation.certainty,
    }
}

/// The alternatives for the path as given, narrowed down by the object type in it.
fn requirement(catalog: &Catalog, operation: &Operation, path: &str) -> RequirementDetails {
    let none = GrantedScopes::default();
    let verdict = catalog.verdict(operation.method, path, Some(&none), CredentialKind::Oauth);
    let kind = match operation.requirement {
        Requirement::Scopes(_) | Requirement::Object(_) => "scopes",
        Requirement::AnyToken => "any_token",
        Requirement::NoCredential => "no_credential",
        Requirement::DeveloperCredential(_) => "developer_credential",
        Requirement::Undeclared => "undeclared",
    };
    RequirementDetails {
        kind,
        any_of: verdict.any_of,
        narrowed_by: operation.narrowing,
        oauth_only: operation.oauth_only,
    }
}

fn details_as_text(details: &Details) -> String {
    let mut text = format!("{}\n{} {}\n\n", details.title, details.method, details.path);
    let none = "-".to_owned();
    let tiers = details.tiers.iter().map(|tier| format!("{} {}", tier.product, tier.plan));
    let tiers = tiers.collect::<Vec<_>>().join(", ");
    let mut row = |name: &str, value: String| {
        let value = if value.is_empty() { &none } else { &value };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name:<12}{value}");
    };
    if let Some(path) = &details.hubspot_path {
        row("HubSpot's", path.clone());
    }
    row("area", format!("{}, {}, {}", details.group, details.api, details.version));
    row("effect", word(details.effect));
    row("needs", needs(&details.requirement));
    row("plans", tiers);
    row("successor", details.successor.clone().unwrap_or_default());
    row("sunset", details.sunset.map(sunset_as_text).unwrap_or_default());
    row(
        "supported",
        details.supported_until.as_ref().map(|month| format!("until {month}")).unwrap_or_default(),
    );
    for note in &details.notes {
        row("note", format!("{} ({}, {})", note.text, note.source, word(note.certainty)));
    }
    row("source", format!("{}, {}", details.source, word(details.certainty)));
    text
}

/// The date with its source, and the later one that HubSpot names elsewhere.
fn sunset_as_text(sunset: &Sunset) -> String {
    let other = sunset.other.as_ref().map(|other| format!("; {}: {}", other.source, other.date));
    format!("{} {} ({}{})", word(sunset.kind), sunset.date, sunset.source, other.unwrap_or_default())
}

fn needs(requirement: &RequirementDetails) -> String {
    match requirement.kind {
        "scopes" => output::alternatives(&requirement.any_of),
        kind => kind.replace('_', " "),
    }
}
