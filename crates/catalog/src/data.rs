//! The catalogue's files of operations: one operation a line, under a heading for what a group of lines shares.
//!
//! ```text
//! [CRM | Contacts | 2026-03 | spec 424 of 2026-08-21]
//! GET /crm/objects/2026-03/contacts scopes=crm.objects.contacts.read query=after,limit:integer
//! ```
//!
//! Reads only; the generated file is written by `examples/compile_facts.rs`.

use std::sync::Arc;

use crate::kept_lines::kept;
use crate::lines::{DataError, ScopeSets, content_lines};
use crate::operation::{
    Certainty, Effect, Exemption, Narrowing, Operation, Parameter, Requirement, Tier, UserLevel,
};
use crate::segments::{parameter_name, segments};
use crate::title::Title;

/// The facts that all lines under a heading share.
#[derive(Clone, Debug, Default)]
struct Heading {
    group: &'static str,
    api: &'static str,
    version: &'static str,
    source: &'static str,
    tiers: Arc<[Tier]>,
}

/// Reads a bundled file of operations. Titles are made when they are first needed.
pub(crate) fn parse_operations(
    file: &str,
    text: &'static str,
    sets: &mut ScopeSets,
) -> Result<Vec<Operation>, DataError> {
    parse_with(Ok, file, text, sets)
}

/// Reads an update's operations. They borrow from lines that are kept until the process ends.
pub(crate) fn parse_update(text: &str, sets: &mut ScopeSets) -> Result<Vec<Operation>, DataError> {
    parse_with(kept, "update", text, sets)
}

fn parse_with<'a>(
    keep: impl Fn(&'a str) -> Result<&'static str, String>,
    file: &str,
    text: &'a str,
    sets: &mut ScopeSets,
) -> Result<Vec<Operation>, DataError> {
    let mut heading = Heading::default();
    let mut operations = Vec::new();
    for (number, line) in content_lines(text) {
        let fault = |what: String| DataError::new(file, number, what);
        if let Some(inner) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            heading = keep(inner).and_then(parse_heading).map_err(fault)?;
        } else if !line.starts_with("date ") && !line.starts_with("replaces ") && !line.starts_with('$') {
            let operation = keep(line).and_then(|line| parse_operation(line, &heading, sets));
            operations.push(operation.map_err(fault)?);
        }
    }
    Ok(operations)
}

/// The day on which the facts were published, from the `date` line.
pub(crate) fn parse_date(text: &str) -> Option<&str> {
    content_lines(text).find_map(|(_, line)| line.strip_prefix("date ")).filter(|date| is_day(date))
}

/// Whether a text has the form of `2026-08-21`.
fn is_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let is_number = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    parts.iter().map(|part| part.len()).eq([4, 2, 2]) && parts.iter().all(is_number)
}

fn parse_heading(inner: &'static str) -> Result<Heading, String> {
    let parts: Vec<&'static str> = inner.split(" | ").collect();
    let [group, api, version, source, ref rest @ ..] = parts[..] else {
        return Err("a heading is [group | api | version | source | tiers]".to_owned());
    };
    let tiers = rest.first().map_or(Ok(Arc::default()), |text| parse_tiers(text))?;
    Ok(Heading { group, api, version, source, tiers })
}

fn parse_tiers(text: &'static str) -> Result<Arc<[Tier]>, String> {
    let pairs = text.split(' ').map(|pair| {
        let (product, plan) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is not product=plan"))?;
        Ok(Tier { product, plan })
    });
    pairs.collect()
}

fn parse_operation(line: &'static str, heading: &Heading, sets: &mut ScopeSets) -> Result<Operation, String> {
    let mut words = line.split(' ');
    let method = parse_method(words.next().unwrap_or_default())?;
    let path =
        words.next().filter(|path| path.starts_with('/')).ok_or("a path is wanted after the method")?;
    let mut operation = bare_operation(method, path, heading);
    for word in words {
        apply(&mut operation, word, sets)?;
    }
    Ok(operation)
}

pub(crate) fn parse_method(text: &str) -> Result<&'static str, String> {
    let known = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"].into_iter();
    known.into_iter().find(|m| m.eq_ignore_ascii_case(text)).ok_or_else(|| format!("`{text}` is no method"))
}

fn bare_operation(method: &'static str, path: &'static str, heading: &Heading) -> Operation {
    let names = segments(path).filter_map(parameter_name);
    let parameter = |name| Parameter { name, required: true, kind: "string" };
    Operation {
        method,
        path,
        title: Title::default(),
        group: heading.group,
        api: heading.api,
        version: heading.version,
        deprecated: false,
        path_parameters: names.map(parameter).collect(),
        query_parameters: Vec::new(),
        has_body: false,
        content_types: Vec::new(),
        effect: Effect::by_rule(method, path),
        source: heading.source,
        certainty: Certainty::Official,
        tiers: heading.tiers.clone(),
        user_level: UserLevel::NotStated,
        rate_limit_exemptions: Vec::new(),
        requirement: Requirement::Undeclared,
        in_file: None,
        narrowing: None,
        oauth_only: false,
        next: None,
    }
}

/// Sets one fact from a word such as `scopes=...` or `deprecated`.
pub(crate) fn apply(
    operation: &mut Operation,
    word: &'static str,
    sets: &mut ScopeSets,
) -> Result<(), String> {
    let (key, value) = word.split_once('=').unwrap_or((word, ""));
    match key {
        "scopes" => operation.requirement = Requirement::Scopes(sets.get(value)?),
        "object" => operation.requirement = Requirement::Object(value),
        "developer" => operation.requirement = Requirement::DeveloperCredential(sets.get(value)?),
        "auth" => operation.requirement = parse_auth(value)?,
        "narrow" => operation.narrowing = Some(parse_narrowing(value)?),
        "query" => operation.query_parameters = value.split(',').map(parse_parameter).collect(),
        "body" => set_body(operation, value),
        "effect" => operation.effect = parse_effect(value)?,
        "sure" => operation.certainty = parse_certainty(value)?,
        "user-level" => operation.user_level = parse_user_level(value)?,
        "exempt" => {
            operation.rate_limit_exemptions =
                value.split(',').map(parse_exemption).collect::<Result<_, _>>()?;
        }
        "next" => operation.next = Some(value),
        "only" if value == "oauth" => operation.oauth_only = true,
        "deprecated" if value.is_empty() => operation.deprecated = true,
        _ => return Err(format!("`{word}` is not known")),
    }
    Ok(())
}

fn parse_auth(value: &str) -> Result<Requirement, String> {
    match value {
        "any-token" => Ok(Requirement::AnyToken),
        "none" => Ok(Requirement::NoCredential),
        "developer" => Ok(Requirement::DeveloperCredential(Arc::default())),
        "undeclared" => Ok(Requirement::Undeclared),
        _ => Err(format!("`auth={value}` is not known")),
    }
}

fn parse_narrowing(value: &str) -> Result<Narrowing, String> {
    match value {
        "record" => Ok(Narrowing::Record),
        "schema" => Ok(Narrowing::Schema),
        "pipeline" => Ok(Narrowing::Pipeline),
        "association" => Ok(Narrowing::Association),
        "definition" => Ok(Narrowing::Definition),
        _ => Err(format!("`narrow={value}` is not known")),
    }
}

/// `limit:integer`, `name` for a string, `id!` for a required one.
fn parse_parameter(text: &'static str) -> Parameter {
    let (name, kind) = text.split_once(':').unwrap_or((text, "string"));
    let bare = name.strip_suffix('!').unwrap_or(name);
    Parameter { name: bare, required: bare != name, kind }
}

fn set_body(operation: &mut Operation, value: &'static str) {
    operation.has_body = true;
    let content_type = |short: &'static str| match short {
        "json" => "application/json",
        "form" => "application/x-www-form-urlencoded",
        "multipart" => "multipart/form-data",
        "text" => "text/plain",
        "any" => "*/*",
        other => other,
    };
    operation.content_types = value.split(',').map(content_type).collect();
}

fn parse_effect(value: &str) -> Result<Effect, String> {
    match value {
        "read" => Ok(Effect::Read),
        "write" => Ok(Effect::Write),
        "destructive" => Ok(Effect::Destructive),
        _ => Err(format!("`effect={value}` is not known")),
    }
}

pub(crate) fn parse_certainty(value: &str) -> Result<Certainty, String> {
    match value {
        "official" => Ok(Certainty::Official),
        "reported" => Ok(Certainty::Reported),
        "inferred" => Ok(Certainty::Inferred),
        _ => Err(format!("`sure={value}` is not known")),
    }
}

fn parse_user_level(value: &str) -> Result<UserLevel, String> {
    match value {
        "public" => Ok(UserLevel::Public),
        "internal" => Ok(UserLevel::Internal),
        _ => Err(format!("`user-level={value}` is not known")),
    }
}

fn parse_exemption(value: &str) -> Result<Exemption, String> {
    match value {
        "daily" => Ok(Exemption::Daily),
        "ten-secondly" => Ok(Exemption::TenSecondly),
        _ => Err(format!("`exempt={value}` is not known")),
    }
}
