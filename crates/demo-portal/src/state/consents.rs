//! Consent pages that are open in a browser. They expire after ten minutes.

use std::collections::HashMap;

use subtle::ConstantTimeEq;

use super::credentials::new_form_token;

/// How long a consent page can be submitted, in milliseconds.
const PAGE_LIFETIME_MS: i64 = 600_000;
/// Beyond this number of open pages, the oldest is discarded.
const MAX_OPEN_PAGES: usize = 200;

/// A valid authorization request (RFC 6749, section 4.1.1).
#[derive(Debug, Clone)]
pub(crate) struct AuthorizeRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) optional_scopes: Vec<String>,
    pub(crate) state: Option<String>,
    /// The PKCE code challenge (RFC 7636, section 4.3); only S256 is supported.
    pub(crate) challenge: Option<String>,
    /// The account named in the URL, if any.
    pub(crate) portal_id: Option<u64>,
}

/// A page that was shown.
#[derive(Debug)]
struct OpenPage {
    form_token: String,
    request: AuthorizeRequest,
    opened_at_ms: i64,
    /// Where the first submission led. Submitting again, as by a double click, leads to the same place.
    redirect: Option<String>,
}

/// The two random values that the page's form sends back.
pub(crate) struct PageKeys {
    pub(crate) consent: String,
    pub(crate) form_token: String,
}

/// The open consent pages, by their consent id.
#[derive(Debug, Default)]
pub(crate) struct Consents(HashMap<String, OpenPage>);

/// What a submitted form refers to.
pub(crate) enum Submission {
    /// The page had not been submitted before.
    First(AuthorizeRequest),
    /// The page was submitted before and led to this URL.
    Repeated(String),
    /// No open page has this id and form token.
    Unknown,
}

impl Consents {
    /// Registers a page for a request, and discards expired pages.
    pub(crate) fn open(&mut self, request: AuthorizeRequest, now_ms: i64) -> PageKeys {
        self.0.retain(|_, page| page.opened_at_ms > now_ms - PAGE_LIFETIME_MS);
        if self.0.len() >= MAX_OPEN_PAGES {
            self.discard_oldest();
        }
        let keys = PageKeys { consent: new_form_token(), form_token: new_form_token() };
        let form_token = keys.form_token.clone();
        self.0.insert(
            keys.consent.clone(),
            OpenPage { form_token, request, opened_at_ms: now_ms, redirect: None },
        );
        keys
    }

    fn discard_oldest(&mut self) {
        let oldest = self.0.iter().min_by_key(|(_, page)| page.opened_at_ms).map(|(id, _)| id.clone());
        if let Some(id) = oldest {
            self.0.remove(&id);
        }
    }

    /// Looks up the page with this id. The form token is compared in constant time; a wrong one counts as an
    /// unknown page.
    pub(crate) fn submit(&self, consent: &str, form_token: &str, now_ms: i64) -> Submission {
        let page = self.0.get(consent).filter(|page| page.opened_at_ms > now_ms - PAGE_LIFETIME_MS);
        let own = page.filter(|page| bool::from(page.form_token.as_bytes().ct_eq(form_token.as_bytes())));
        match own {
            Some(OpenPage { redirect: Some(redirect), .. }) => Submission::Repeated(redirect.clone()),
            Some(page) => Submission::First(page.request.clone()),
            None => Submission::Unknown,
        }
    }

    /// Records where a submission led.
    pub(crate) fn complete(&mut self, consent: &str, redirect: &str) {
        if let Some(page) = self.0.get_mut(consent) {
            page.redirect = Some(redirect.to_owned());
        }
    }

    /// Forgets a page.
    pub(crate) fn discard(&mut self, consent: &str) {
        self.0.remove(consent);
    }
}
