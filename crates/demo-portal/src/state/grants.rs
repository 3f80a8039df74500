//! Who granted what: installed apps, their refresh tokens, access tokens and codes. Tokens are kept as hashes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    accounts::Account,
    credentials::{new_access_token, new_code, new_refresh_token, sha256_hex},
};

/// HubSpot's access tokens live half an hour.
pub(crate) const ACCESS_TOKEN_SECONDS: i64 = 1800;
const CODE_LIFE_MS: i64 = 60_000;

/// What becomes of a refresh token when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// It comes back, as with HubSpot.
    None,
    /// A new one comes, and the used one stops working.
    AtOnce,
    /// A new one comes, and the used one works until the new one is used.
    Gentle,
}

/// An app's installation in an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) portal_id: u64,
    pub(crate) user_id: u64,
    pub(crate) scopes: Vec<String>,
    /// None once the refresh token is revoked.
    pub(crate) refresh_sha256: Option<String>,
    /// The one before, while the present one has not been used.
    #[serde(default)]
    pub(crate) previous_refresh_sha256: Option<String>,
    pub(crate) uninstalled: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    /// Index into the grants.
    pub(crate) grant: usize,
    pub(crate) expires_at_ms: i64,
}

/// What the consent page hands to the token endpoint.
#[derive(Debug, Clone)]
pub(crate) struct CodeFacts {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) portal_id: u64,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<String>,
}

#[derive(Debug)]
struct Code {
    facts: CodeFacts,
    expires_at_ms: i64,
    used: bool,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodeRefusal {
    Unknown,
    Expired,
}

/// A new pair, in clear this once.
pub(crate) struct IssuedTokens {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) grant: Grant,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct GrantStore {
    grants: Vec<Grant>,
    /// By SHA-256 of the token.
    access_tokens: HashMap<String, AccessToken>,
    #[serde(skip)]
    codes: HashMap<String, Code>,
}

impl GrantStore {
    pub(crate) fn issue_code(&mut self, facts: CodeFacts, now_ms: i64) -> String {
        let hublet = Account::find(facts.portal_id).map_or("na1", |account| account.hublet);
        let code = new_code(hublet);
        let expires_at_ms = now_ms + CODE_LIFE_MS;
        self.codes.insert(sha256_hex(&code), Code { facts, expires_at_ms, used: false });
        code
    }

    /// What a code stands for. It is used up by [`GrantStore::redeem`], not by looking.
    pub(crate) fn look_up_code(&self, code: &str, now_ms: i64) -> Result<CodeFacts, CodeRefusal> {
        let code = self.codes.get(&sha256_hex(code)).filter(|code| !code.used).ok_or(CodeRefusal::Unknown)?;
        if code.expires_at_ms <= now_ms { Err(CodeRefusal::Expired) } else { Ok(code.facts.clone()) }
    }

    /// Exchanges a code that was looked up.
    pub(crate) fn redeem(&mut self, code: &str, facts: CodeFacts, now_ms: i64) -> Option<IssuedTokens> {
        let account = Account::find(facts.portal_id)?;
        if let Some(code) = self.codes.get_mut(&sha256_hex(code)) {
            code.used = true;
        }
        let refresh_token = new_refresh_token(account.hublet);
        self.grants.push(Grant {
            client_id: facts.client_id,
            portal_id: facts.portal_id,
            user_id: account.user_id,
            scopes: facts.scopes,
            refresh_sha256: Some(sha256_hex(&refresh_token)),
            previous_refresh_sha256: None,
            uninstalled: false,
        });
        let grant = self.grants.len() - 1;
        let access_token = self.issue_access_token(grant, now_ms);
        Some(IssuedTokens { access_token, refresh_token, grant: self.grants[grant].clone() })
    }

    /// A new access token for a refresh token; with rotation, a new refresh token too.
    pub(crate) fn refresh(
        &mut self,
        refresh_token: &str,
        rotation: Rotation,
        now_ms: i64,
    ) -> Option<IssuedTokens> {
        let (index, _) = self.by_refresh_token(refresh_token)?;
        let mut refresh_token = refresh_token.to_owned();
        if rotation != Rotation::None {
            let used = sha256_hex(&refresh_token);
            let grant = &mut self.grants[index];
            let hublet = Account::find(grant.portal_id).map_or("na1", |account| account.hublet);
            refresh_token = new_refresh_token(hublet);
            grant.refresh_sha256 = Some(sha256_hex(&refresh_token));
            grant.previous_refresh_sha256 = (rotation == Rotation::Gentle).then_some(used);
        }
        let access_token = self.issue_access_token(index, now_ms);
        Some(IssuedTokens { access_token, refresh_token, grant: self.grants[index].clone() })
    }

    fn issue_access_token(&mut self, grant: usize, now_ms: i64) -> String {
        let access_token = new_access_token();
        let expires_at_ms = now_ms + ACCESS_TOKEN_SECONDS * 1000;
        self.access_tokens.insert(sha256_hex(&access_token), AccessToken { grant, expires_at_ms });
        access_token
    }

    pub(crate) fn by_refresh_token(&self, refresh_token: &str) -> Option<(usize, &Grant)> {
        let hash = sha256_hex(refresh_token);
        let known = |grant: &Grant| {
            [&grant.refresh_sha256, &grant.previous_refresh_sha256]
                .into_iter()
                .any(|it| it.as_ref() == Some(&hash))
        };
        let holds = |grant: &&Grant| !grant.uninstalled && known(grant);
        self.grants.iter().enumerate().find(|(_, grant)| holds(grant))
    }

    pub(crate) fn by_access_token(&self, access_token: &str) -> Option<(&AccessToken, &Grant)> {
        let token = self.access_tokens.get(&sha256_hex(access_token))?;
        let grant = self.grants.get(token.grant).filter(|grant| !grant.uninstalled)?;
        Some((token, grant))
    }

    /// Access tokens issued so far live to their end, as with HubSpot.
    pub(crate) fn revoke_refresh_token(&mut self, refresh_token: &str) -> bool {
        let Some((index, _)) = self.by_refresh_token(refresh_token) else { return false };
        (self.grants[index].refresh_sha256, self.grants[index].previous_refresh_sha256) = (None, None);
        true
    }

    pub(crate) fn revoke_access_token(&mut self, access_token: &str) -> bool {
        self.access_tokens.remove(&sha256_hex(access_token)).is_some()
    }

    /// Takes the app out of an account: all its tokens end.
    pub(crate) fn uninstall(&mut self, client_id: &str, portal_id: u64) {
        let of_app = |grant: &&mut Grant| grant.client_id == client_id && grant.portal_id == portal_id;
        self.grants.iter_mut().filter(of_app).for_each(|grant| grant.uninstalled = true);
    }

    pub(crate) fn expire_access_tokens(&mut self, now_ms: i64) {
        for token in self.access_tokens.values_mut() {
            token.expires_at_ms = token.expires_at_ms.min(now_ms);
        }
    }

    /// Forgets what cannot matter any more: tokens that expired more than a day ago, and codes past their life.
    pub(crate) fn prune(&mut self, now_ms: i64) {
        self.access_tokens.retain(|_, token| token.expires_at_ms > now_ms - 86_400_000);
        self.codes.retain(|_, code| code.expires_at_ms > now_ms - 600_000);
    }
}
