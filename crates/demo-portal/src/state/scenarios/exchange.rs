//! Requests that a connected app cannot send, as a script for the portal.

/// A request and where its answer comes from. Texts may name values that exist only while it is played, as `{code}`.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// `authorize`, `token`, `api` or `webhook`.
    pub(crate) stage: &'static str,
    pub(crate) method: &'static str,
    /// At HubSpot's host.
    pub(crate) url: &'static str,
    pub(crate) headers: &'static [(&'static str, &'static str)],
    pub(crate) body: Option<&'static str>,
    pub(crate) answer: Told,
}

/// Where an answer comes from.
#[derive(Debug)]
pub(crate) enum Told {
    /// The portal answers the request.
    ByPortal,
    /// Whoever answers it is not a part of the portal: a status, headers and a body.
    ByOther(Option<u16>, &'static [(&'static str, &'static str)], &'static str),
}
