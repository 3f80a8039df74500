//! Why a link is refused, and what to do then, in words.

/// Why a link from outside is refused. Nothing was sent or stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    /// The link is longer than 8 kB (8,192 bytes).
    #[error("longer than 8 kB")]
    TooLong,
    /// It is not a URL of the documented form, a parameter is not UTF-8, or it names both a client id and an app.
    #[error("not a link of the documented form")]
    Malformed,
    /// It is neither `connect`, `request`, `report` nor `oauth/callback`.
    #[error("asks for something unknown")]
    UnknownAction,
    /// It has a parameter that its action does not have.
    #[error("has a parameter that is unknown")]
    UnknownParameter,
    /// It has a parameter twice, or a query both in its path and as a parameter.
    #[error("has a parameter twice")]
    Repeated,
    /// It contains control characters or invisible ones.
    #[error("holds characters that cannot be seen")]
    Invisible,
    /// It contains a secret, which is now in the history of browsers and chats. Revoke it.
    #[error("holds a secret")]
    Secret,
    /// Its method is not `GET`, `POST`, `PUT`, `PATCH`, `DELETE` or `HEAD`.
    #[error("its method is none of the API's")]
    Method,
    /// Its path is missing, or could lead to another host or a parent folder.
    #[error("its path is none of the API's")]
    Path,
    /// Its body is longer than 4 kB (4,096 bytes), or its method takes none.
    #[error("its body is longer than 4 kB, or its method takes none")]
    Body,
    /// Its Hub ID is not a number.
    #[error("its Hub ID is none")]
    Portal,
    /// Its scopes do not have the form of scopes.
    #[error("its scopes are none")]
    Scopes,
    /// Its data center is not known.
    #[error("its data centre is unknown")]
    Hublet,
    /// Its client id does not have the form of one.
    #[error("its client id is none")]
    ClientId,
    /// Its period is not `1h`, `2h`, `24h` or `all`.
    #[error("its period is none")]
    Period,
    /// Its note has more than 500 characters.
    #[error("its note is longer than 500 characters")]
    Note,
    /// It names an app that is not in the list. Add the app first.
    #[error("its app is not in the list")]
    AppUnknown,
    /// It is the response of a consent page, but no consent flow is waiting for it.
    #[error("an answer nobody waits for")]
    NotExpected,
}

impl LinkProblem {
    /// Why the link is refused, in one sentence.
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::TooLong => "The link is longer than 8 kB.",
            Self::Malformed => "The link is not of the form that Portalscope knows.",
            Self::UnknownAction => "The link asks for something that Portalscope does not do.",
            Self::UnknownParameter => "The link has a parameter that Portalscope does not know.",
            Self::Repeated => "The link has a parameter twice, so it can be read in two ways.",
            Self::Invisible => "The link holds characters that nobody sees, so it may not be what it seems.",
            Self::Secret => "The link holds something that looks like a token or a secret.",
            Self::Method => "The link's method is none that HubSpot's API knows.",
            Self::Path => "The link's path is not one of the portal's own API.",
            Self::Body => "The link's body is larger than 4 kB, or stands with a method that takes none.",
            Self::Portal => "The link's Hub ID is not a number.",
            Self::Scopes => "The link's scopes are not scopes.",
            Self::Hublet => "The link names a data centre that is not known here.",
            Self::ClientId => "The link's client id is not one.",
            Self::Period => "The link asks for a time that a report cannot be made of.",
            Self::Note => "The link's note has more than 500 characters.",
            Self::AppUnknown => "The link names an app that is not in your list.",
            Self::NotExpected => "The link is an answer to a consent page that nobody waits for.",
        }
    }

    /// What to do about a link that arrived, in one or two sentences.
    pub(crate) fn hint(self) -> &'static str {
        match self {
            Self::Secret => {
                "Nothing was done. A secret in a link stays in the history of browsers and chats: revoke it at HubSpot, and send links without it."
            }
            Self::AppUnknown => {
                "Nothing was done. Add the app under OAuth apps first, then open the link again."
            }
            Self::NotExpected => {
                "Nothing was done. If you were connecting a portal, start again and give consent within five minutes."
            }
            Self::Body => "Nothing was done. Send the body another way, and the link without it.",
            _ => "Nothing was done. Ask whoever sent it for a link that was copied from Portalscope.",
        }
    }

    /// What to do where such a link was to be made, in two sentences.
    pub(crate) fn own_hint(self) -> &'static str {
        match self {
            Self::Secret => "No link was made. Take the secret out, then copy the link again.",
            Self::Body => "No link was made. Send the body another way, and copy the link without it.",
            Self::TooLong => "No link was made. Make it shorter, or send it another way.",
            Self::Note => "No link was made. Shorten the note, then copy it again.",
            Self::Portal => "No link was made. Write the Hub ID in digits alone, or leave it empty.",
            Self::Path => "No link was made. Correct or shorten the path, then copy the link again.",
            _ => "No link was made. Correct what it says, then copy the link again.",
        }
    }
}
