//! What is said of a link that is not followed, and what to do then.

/// Why a link is not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkProblem {
    #[error("longer than 8 kB")]
    TooLong,
    #[error("not a link of the documented form")]
    Malformed,
    #[error("asks for something unknown")]
    UnknownAction,
    #[error("has a parameter that is unknown")]
    UnknownParameter,
    #[error("has a parameter twice")]
    Repeated,
    #[error("holds characters that cannot be seen")]
    Invisible,
    /// A secret in a link stands in the history of browsers and chats. Revoke it.
    #[error("holds a secret")]
    Secret,
    #[error("its method is none of the API's")]
    Method,
    #[error("its path is none of the API's")]
    Path,
    #[error("its body is longer than 4 kB, or its method takes none")]
    Body,
    #[error("its Hub ID is none")]
    Portal,
    #[error("its scopes are none")]
    Scopes,
    #[error("its data centre is unknown")]
    Hublet,
    #[error("its client id is none")]
    ClientId,
    #[error("its app is not in the list")]
    AppUnknown,
    /// The answer of a consent page that nobody waits for.
    #[error("an answer nobody waits for")]
    NotExpected,
}

impl LinkProblem {
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
            Self::AppUnknown => "The link names an app that is not in your list.",
            Self::NotExpected => "The link is an answer to a consent page that nobody waits for.",
        }
    }

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
}
