//! The checks that separate causes: which one splits what remains, and what each may find.

use std::fmt;

use serde::{Deserialize, Serialize};
use specta::Type;

use crate::cause::Cause;

/// A check that reads only. Those that run it list it before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Ask HubSpot what the token is: active, whose, with which scopes.
    Introspect,
    /// Read the account's details with the token: the shortest call that any token may make.
    AccountDetails,
    /// Make the same call, if it reads, with the header built anew from the connection's token.
    Repeat,
    /// Make a small call that wants the same scope.
    SameScope,
    /// Call the path that replaced the one that failed.
    Successor,
    /// Read the record that the path names.
    ReadRecord,
    /// Look for the record that holds the value already.
    FindDuplicate,
    /// Look at what is left of the rate limits.
    RateWindow,
    /// Compare this computer's clock with HubSpot's.
    Clock,
    /// Read in which data center the portal is, and whether the token is served there.
    HubletHost,
    /// Read the property's definition: whether it exists, with its type and options.
    ReadProperty,
}

impl Check {
    /// Its name, as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Introspect => "introspect",
            Self::AccountDetails => "account_details",
            Self::Repeat => "repeat",
            Self::SameScope => "same_scope",
            Self::Successor => "successor",
            Self::ReadRecord => "read_record",
            Self::FindDuplicate => "find_duplicate",
            Self::RateWindow => "rate_window",
            Self::Clock => "clock",
            Self::HubletHost => "hublet_host",
            Self::ReadProperty => "read_property",
        }
    }

    /// What it does and what it tells, in one sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Introspect => {
                "Ask HubSpot what the token is: whether it is active, whose it is, and which scopes it has."
            }
            Self::AccountDetails => {
                "Read the account's details with the same token: if that works, the token itself is good."
            }
            Self::Repeat => {
                "Send the same call once more with the header built anew: if that works, the header or the moment was at fault."
            }
            Self::SameScope => {
                "Make a small call that wants the same scope: if that is refused too, it is the scope and not this call."
            }
            Self::Successor => "Call the path that replaced this one.",
            Self::ReadRecord => {
                "Read the record that the path names, to see whether it exists in this portal."
            }
            Self::FindDuplicate => {
                "Look for the record by its unique value, by id and by search, to see who holds the value."
            }
            Self::RateWindow => {
                "Make a small call and look at what its headers leave of the limits of ten seconds and of the day."
            }
            Self::Clock => "Make a small call and compare this computer's clock with the time of its answer.",
            Self::HubletHost => {
                "Read in which data center the portal is: if that works, the token is served at this address."
            }
            Self::ReadProperty => {
                "Read the property's definition: whether it exists, its type, its options, whether it can be written."
            }
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The check.
    pub check: Check,
    /// How it came out.
    pub outcome: Outcome,
}

/// How a check came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It worked: the status was a 2xx.
    Worked,
    /// HubSpot refused it with this status and category.
    Refused {
        /// The status.
        status: u16,
        /// HubSpot's category, in capitals.
        category: Option<String>,
    },
    /// HubSpot told what the token is.
    Token {
        /// It may still be used.
        is_active: bool,
        /// Its scopes. `None`: it did not tell them.
        scopes: Option<Vec<String>>,
    },
    /// Who holds a unique value.
    Holder {
        /// A read by the value itself finds a record.
        by_value: bool,
        /// A search finds it.
        by_search: bool,
        /// It was made in the same moment as the call that failed.
        is_new: bool,
    },
    /// The definition of a property.
    Property {
        /// Its values can be written.
        is_writable: bool,
        /// It takes one of a list of options.
        has_options: bool,
        /// It holds a date or a time.
        is_time: bool,
    },
    /// What is left of the limits. `None`: the answer does not tell it.
    Window {
        /// Calls in the present window.
        remaining: Option<u32>,
        /// Calls today.
        daily_remaining: Option<u32>,
    },
    /// The data center in which the portal is, such as `eu1`.
    Hublet(String),
    /// The local clock is ahead of HubSpot's by this many seconds.
    ClockOff(i64),
    /// No answer came, or the check could not be made.
    NotMade,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let found = |is_found: bool| if is_found { "found" } else { "not found" };
        match self {
            Self::Worked => formatter.write_str("worked"),
            Self::Refused { status, category: None } => write!(formatter, "refused with {status}"),
            Self::Refused { status, category: Some(category) } => {
                write!(formatter, "refused with {status} {category}")
            }
            Self::Token { is_active: false, .. } => formatter.write_str("not active"),
            Self::Token { scopes: None, .. } => formatter.write_str("active"),
            Self::Token { scopes: Some(scopes), .. } => write!(formatter, "active, {} scopes", scopes.len()),
            Self::Holder { by_value, by_search, .. } => {
                write!(formatter, "by its value {}, by search {}", found(*by_value), found(*by_search))
            }
            Self::Property { .. } => formatter.write_str("there is such a property"),
            Self::Window { remaining, daily_remaining } => {
                let left =
                    |calls: &Option<u32>| calls.map_or("not told".to_owned(), |calls| calls.to_string());
                write!(formatter, "left now: {}, left today: {}", left(remaining), left(daily_remaining))
            }
            Self::Hublet(name) => write!(formatter, "the portal is in {name}"),
            Self::ClockOff(seconds) => write!(formatter, "{seconds} seconds off"),
            Self::NotMade => formatter.write_str("not made"),
        }
    }
}

/// What each check tells apart: two causes that stand in different groups of a row.
const SPLITS: &[(Check, &[&[Cause]])] = &[
    (
        Check::AccountDetails,
        &[
            &[
                Cause::TokenExpired,
                Cause::TokenInvalid,
                Cause::TokenPlaceholder,
                Cause::HubletMismatch,
                Cause::AppBannedInPortal,
            ],
            &[
                Cause::HeaderMissing,
                Cause::HeaderMalformed,
                Cause::HeaderDoubleBearer,
                Cause::AuthMethodUnsupported,
                Cause::WrongTokenKind,
                Cause::WrongHost,
                Cause::ScopeNotGranted,
                Cause::TokenOtherPortal,
            ],
        ],
    ),
    // What fails for every call, and what for one.
    (
        Check::AccountDetails,
        &[
            &[Cause::HubspotOutage, Cause::RateLimitSecondly, Cause::RateLimitTenSecondly],
            &[Cause::HubspotServerError, Cause::RateLimitSearchSecondly],
        ],
    ),
    (
        Check::Repeat,
        &[
            &[
                Cause::HeaderMissing,
                Cause::HeaderMalformed,
                Cause::HeaderDoubleBearer,
                Cause::WrongHost,
                Cause::ScopePropagationDelay,
                Cause::HubspotServerError,
                Cause::RecordLocked,
                Cause::ClientRequestDefect,
            ],
            &[
                Cause::AuthMethodUnsupported,
                Cause::WrongTokenKind,
                Cause::TokenInvalid,
                Cause::ScopeNotGranted,
                Cause::ScopeUnavailableInPortal,
                Cause::HubspotApiChange,
                Cause::EndpointNotAvailable,
                Cause::BodyWrongShape,
                Cause::BodyMissing,
                Cause::WrongPath,
                Cause::ObjectNotFound,
                Cause::ScopeNamedMisleadingly,
            ],
        ],
    ),
    (
        Check::Introspect,
        &[
            &[
                Cause::ScopeNotGranted,
                Cause::ScopeAddedNotReauthorized,
                Cause::TokenInvalid,
                Cause::TokenExpired,
            ],
            &[
                Cause::ScopeNamedMisleadingly,
                Cause::ScopePropagationDelay,
                Cause::ScopeUnavailableInPortal,
                Cause::UserLacksPermission,
                Cause::SensitiveDataBlocked,
                Cause::AppGovernanceUnapproved,
                Cause::ScopeNotPublic,
            ],
        ],
    ),
    (
        Check::SameScope,
        &[
            &[
                Cause::ScopeNotGranted,
                Cause::ScopeAddedNotReauthorized,
                Cause::ScopeUnavailableInPortal,
                Cause::AppGovernanceUnapproved,
            ],
            &[
                Cause::ScopeNamedMisleadingly,
                Cause::EndpointNotAvailable,
                Cause::SensitiveDataBlocked,
                Cause::UserLacksPermission,
                Cause::ScopeNotPublic,
                Cause::AuthMethodUnsupported,
            ],
        ],
    ),
    (
        Check::Successor,
        &[
            &[Cause::EndpointSunset, Cause::HubspotApiChange],
            &[Cause::WrongPath, Cause::EndpointNotAvailable, Cause::ObjectNotFound, Cause::BodyWrongShape],
        ],
    ),
    (
        Check::ReadRecord,
        &[
            &[Cause::ObjectNotFound],
            &[
                Cause::WrongPath,
                Cause::EndpointNotAvailable,
                Cause::EndpointSunset,
                Cause::AssociationTypeWrong,
                Cause::HeaderMissing,
            ],
        ],
    ),
    (
        Check::FindDuplicate,
        &[
            &[Cause::ContactExists, Cause::UniqueValueConflict],
            &[Cause::SearchIndexLag],
            &[Cause::ConcurrentCreateRace],
            &[Cause::BatchDuplicateInput],
        ],
    ),
    (
        Check::ReadProperty,
        &[
            &[Cause::PropertyNotFound],
            &[Cause::PropertyReadOnly],
            &[Cause::PropertyInvalidOption],
            &[Cause::PropertyInvalidValue],
            &[Cause::TimestampWrongUnit],
        ],
    ),
    (
        Check::HubletHost,
        &[
            &[Cause::HubletMismatch],
            &[Cause::PortalUnknown, Cause::TokenInvalid, Cause::WrongHost, Cause::TokenOtherPortal],
        ],
    ),
    (
        Check::RateWindow,
        &[
            &[Cause::RateLimitTenSecondly, Cause::RateLimitSecondly],
            &[Cause::RateLimitDaily, Cause::RateLimitSearchSecondly, Cause::CloudflareRateLimit],
        ],
    ),
    (Check::Clock, &[&[Cause::TokenExpired], &[Cause::TokenInvalid]]),
];

/// The checks not made yet that tell a cause from one of the others, in the order in which they are best made.
pub(crate) fn separating(cause: Cause, causes: &[Cause], made: &[Check]) -> Vec<Check> {
    let splits = |groups| causes.iter().any(|other| are_split(groups, cause, *other));
    let rows = SPLITS.iter().filter(|(check, groups)| !made.contains(check) && splits(groups));
    let mut checks: Vec<Check> = rows.map(|row| row.0).collect();
    checks.dedup();
    checks
}

/// The checks that split two causes, in the order in which they are best made. Empty: none does.
pub fn between(one: Cause, two: Cause) -> Vec<Check> {
    SPLITS.iter().filter(|(_, groups)| are_split(groups, one, two)).map(|row| row.0).collect()
}

fn are_split(groups: &[&[Cause]], one: Cause, two: Cause) -> bool {
    let group_of = |cause| groups.iter().position(|group| group.contains(&cause));
    group_of(one).zip(group_of(two)).is_some_and(|(one, two)| one != two)
}
