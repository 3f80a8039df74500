//! The words for failed calls that their status alone explains.

use serde::{Deserialize, Serialize};
use specta::Type;

/// The next action that the window offers for a failed call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum SuggestedAction {
    /// Refresh the access token.
    Refresh,
    /// Re-authorize the portal, with the scopes that the server named, if any.
    Reauthorize,
    /// Correct the request.
    FixRequest,
    /// Wait, then send again.
    Wait,
    /// Nothing that the window can do.
    None,
}

/// The words of an explanation.
pub(super) struct Words {
    pub title: &'static str,
    pub detail: String,
    pub hint: &'static str,
    pub action: SuggestedAction,
}

pub(super) fn words(
    title: &'static str,
    detail: impl Into<String>,
    hint: &'static str,
    action: SuggestedAction,
) -> Words {
    Words { title, detail: detail.into(), hint, action }
}

pub(super) fn redirected() -> Words {
    words(
        "The server wanted to send the request elsewhere.",
        "Portalscope does not follow redirects: the token must not reach another host. The address is in the Location header.",
        "Check the path. Files are often behind such a redirect and can be opened from that address.",
        SuggestedAction::FixRequest,
    )
}

pub(super) fn wrong_method() -> Words {
    words(
        "This address does not take this method.",
        "The path exists with another method.",
        "Choose another method; the endpoint search shows which.",
        SuggestedAction::FixRequest,
    )
}

pub(super) fn conflict() -> Words {
    words(
        "It is there already.",
        "A record with the same unique value exists, or the record was changed at the same moment.",
        "Update the existing record; HubSpot often names its id in the message.",
        SuggestedAction::FixRequest,
    )
}

pub(super) fn too_long() -> Words {
    words(
        "The address is too long.",
        "Usually the list of properties in the query makes it so.",
        "Ask for fewer properties, or use the search or batch endpoint, which takes them in the body.",
        SuggestedAction::FixRequest,
    )
}

pub(super) fn wrong_type() -> Words {
    words(
        "HubSpot does not take this kind of body here.",
        "The Content-Type and the endpoint do not fit.",
        "Remove an own Content-Type header; JSON is what most endpoints want.",
        SuggestedAction::FixRequest,
    )
}

pub(super) fn locked() -> Words {
    words(
        "The record is locked for a moment.",
        "Something else is changing it.",
        "Wait two seconds, then send again.",
        SuggestedAction::Wait,
    )
}

pub(super) fn migrating() -> Words {
    words(
        "The portal is being moved to another data centre.",
        "HubSpot answers nothing for it meanwhile.",
        "Wait as long as the Retry-After header says.",
        SuggestedAction::Wait,
    )
}

pub(super) fn server_error(status: u16) -> Words {
    words(
        "HubSpot has trouble of its own.",
        format!("Status {status} means that the request was not at fault."),
        "Wait a little and send again. If it lasts, look at HubSpot's status page.",
        SuggestedAction::Wait,
    )
}

pub(super) fn refused() -> Words {
    words(
        "The request was not taken as it is.",
        "A value, a field or the form of the body is not what the endpoint wants. The server's words below name it.",
        "Correct the request and send it again.",
        SuggestedAction::FixRequest,
    )
}

/// A private app's token acts for the person who made it, a user-level one for its user.
pub(super) fn user_lacks_permission() -> Words {
    words(
        "The person that this token stands for may not do this.",
        "The scopes are enough; the permissions of the user are not. A private app's token stands for the super admin who made it, and loses its rights when that person leaves or is no super admin any more.",
        "Ask an admin for the permission. If the token's maker left, rotate the token: whoever does so takes their place.",
        SuggestedAction::None,
    )
}

pub(super) fn banned() -> Words {
    words(
        "HubSpot does not let this app into the portal.",
        "The app itself is banned from it, so no scope and no new token helps.",
        "Ask an admin of the portal, or HubSpot's support with the correlation id of this answer.",
        SuggestedAction::None,
    )
}
