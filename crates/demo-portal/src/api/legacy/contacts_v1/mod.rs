//! `/contacts/v1`, but for its lists: contacts with a `vid`, and properties that are objects.

mod read;
mod secondary_email;
mod shape;
mod write;

use super::super::shared::{Context, find, not_found};
use crate::{
    crm::{
        object_types::{ObjectType, object_type},
        record::Record,
        store::Crm,
    },
    http::{answer::Outcome, errors::ApiError},
};

pub(super) use shape::{View, list_entry, of_company};

const DOES_NOT_EXIST: &str = "contact does not exist";

/// Serves paths below `/contacts/v1`; `None` for others.
pub(super) fn route(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["lists", "all", "contacts", "all"]) => read::all(context),
        ("GET", ["lists", "all", "contacts", "recent"]) => read::recent(context, read::Order::Created),
        ("GET", ["lists", "recently_updated", "contacts", "recent"]) => {
            read::recent(context, read::Order::Updated)
        }
        ("GET", ["contact", "vid", vid, "profile"]) => read::profile(context, |crm| by_vid(crm, vid)),
        ("GET", ["contact", "email", email, "profile"]) => read::profile(context, |crm| by_email(crm, email)),
        // No visit of a page is recorded here, so that no cookie belongs to anybody.
        ("GET", ["contact", "utk", _, "profile"]) => Err(not_found(DOES_NOT_EXIST)),
        ("GET", ["contact", "vids", "batch"]) => {
            read::batch(context, "vid", |crm, vid| crm.find(contacts(), vid, None))
        }
        ("GET", ["contact", "emails", "batch"]) => {
            read::batch(context, "email", |crm, email| crm.find_by(contacts(), "email", email))
        }
        ("GET", ["search", "query"]) => read::search(context),
        ("GET", ["contacts", "statistics"]) => read::statistics(context),
        ("POST", ["contact"]) => write::create(context),
        ("POST", ["contact", "batch"]) => write::batch(context),
        ("POST", ["contact", "vid", vid, "profile"]) => write::update(context, |crm| by_vid(crm, vid)),
        ("POST", ["contact", "email", email, "profile"]) => {
            write::update(context, |crm| by_email(crm, email))
        }
        ("POST", ["contact", "createOrUpdate", "email", email]) => write::create_or_update(context, email),
        ("POST", ["contact", "merge-vids", vid]) => write::merge(context, vid),
        ("DELETE", ["contact", "vid", vid]) => write::delete(context, vid),
        (_, ["secondary-email", rest @ ..]) => secondary_email::route(context, method, rest)?,
        _ => return None,
    })
}

fn contacts() -> &'static ObjectType {
    object_type("contacts")
}

fn by_vid<'a>(crm: &'a Crm, vid: &str) -> Result<&'a Record, ApiError> {
    find(crm, "contacts", vid, DOES_NOT_EXIST)
}

fn by_email<'a>(crm: &'a Crm, email: &str) -> Result<&'a Record, ApiError> {
    crm.find_by(contacts(), "email", email).ok_or_else(|| not_found(DOES_NOT_EXIST))
}
