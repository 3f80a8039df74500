//! Consent pages that are open in a browser, until they are answered or ten minutes old.

use std::collections::HashMap;

use subtle::ConstantTimeEq;

use super::credentials::new_form_token;

const LIFE_MS: i64 = 600_000;
/// More open pages than this: the oldest are forgotten.
const MOST_OPEN: usize = 200;

/// A valid authorization request.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizeRequest {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scopes: Vec<String>,
    pub(crate) optional_scopes: Vec<String>,
    pub(crate) state: Option<String>,
    pub(crate) challenge: Option<String>,
    /// The address named the account.
    pub(crate) portal_id: Option<u64>,
}

#[derive(Debug)]
struct Open {
    form_token: String,
    request: AuthorizeRequest,
    opened_at_ms: i64,
    /// Where the first answer led. A second click of the same page leads there again.
    redirect: Option<String>,
}

/// The two values that a page sends back; both are random.
pub(crate) struct PageKeys {
    pub(crate) consent: String,
    pub(crate) form_token: String,
}

#[derive(Debug, Default)]
pub(crate) struct Consents(HashMap<String, Open>);

pub(crate) enum Answered {
    Now(AuthorizeRequest),
    Before(String),
    NotOpen,
}

impl Consents {
    pub(crate) fn open(&mut self, request: AuthorizeRequest, now_ms: i64) -> PageKeys {
        self.0.retain(|_, open| open.opened_at_ms > now_ms - LIFE_MS);
        if self.0.len() >= MOST_OPEN {
            self.forget_oldest();
        }
        let keys = PageKeys { consent: new_form_token(), form_token: new_form_token() };
        let form_token = keys.form_token.clone();
        self.0
            .insert(keys.consent.clone(), Open { form_token, request, opened_at_ms: now_ms, redirect: None });
        keys
    }

    fn forget_oldest(&mut self) {
        let oldest = self.0.iter().min_by_key(|(_, open)| open.opened_at_ms).map(|(id, _)| id.clone());
        if let Some(id) = oldest {
            self.0.remove(&id);
        }
    }

    /// The request behind a page, if the page's form token is right.
    pub(crate) fn answer(&self, consent: &str, form_token: &str, now_ms: i64) -> Answered {
        let open = self.0.get(consent).filter(|open| open.opened_at_ms > now_ms - LIFE_MS);
        let own = open.filter(|open| bool::from(open.form_token.as_bytes().ct_eq(form_token.as_bytes())));
        match own {
            Some(Open { redirect: Some(redirect), .. }) => Answered::Before(redirect.clone()),
            Some(open) => Answered::Now(open.request.clone()),
            None => Answered::NotOpen,
        }
    }

    pub(crate) fn close(&mut self, consent: &str, redirect: &str) {
        if let Some(open) = self.0.get_mut(consent) {
            open.redirect = Some(redirect.to_owned());
        }
    }

    pub(crate) fn forget(&mut self, consent: &str) {
        self.0.remove(consent);
    }
}
