//! Who granted what to whom: installations, access tokens, refresh tokens and authorization codes. Tokens are
//! kept as hashes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    accounts::Account,
    credentials::{new_access_token, new_code, new_refresh_token, sha256_hex},
};

/// HubSpot's access tokens are valid for 30 minutes:
/// <https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide>.
pub(crate) const ACCESS_TOKEN_LIFETIME_SECONDS: i64 = 1800;
/// How long an authorization code can be exchanged. RFC 6749, section 4.1.2 recommends at most ten minutes.
const CODE_LIFETIME_MS: i64 = 60_000;

/// What happens to a refresh token when it is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rotation {
    /// It stays the same, as with HubSpot.
    None,
    /// It is replaced and stops working.
    Immediate,
    /// It is replaced, and works until the new one is first used.
    Graceful,
}

/// An app's installation in an account. Part of the state file: field names must not change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub(crate) client_id: String,
    pub(crate) portal_id: u64,
    pub(crate) user_id: u64,
    pub(crate) scopes: Vec<String>,
    /// `None` once the refresh token is revoked.
    pub(crate) refresh_sha256: Option<String>,
    /// The replaced refresh token, while it still works.
    #[serde(default)]
    pub(crate) previous_refresh_sha256: Option<String>,
    pub(crate) uninstalled: bool,
}

/// An access token. Part of the state file: field names must not change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AccessToken {
    /// Index into the grants.
    pub(crate) grant: usize,
    pub(crate) expires_at_ms: i64,
}

/// What an authorization code stands for: the request that a person consented to.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationCode {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) portal_id: u64,
    pub(crate) scopes: Vec<String>,
    pub(crate) challenge: Option<String>,
}

/// A code that was handed out.
#[derive(Debug)]
struct IssuedCode {
    details: AuthorizationCode,
    expires_at_ms: i64,
    used: bool,
}

/// Why a code cannot be exchanged.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CodeError {
    /// No such code, or it was exchanged already.
    Unknown,
    /// It is older than a minute.
    Expired,
}

/// New tokens, in clear text for the one response that carries them.
pub(crate) struct IssuedTokens {
    pub(crate) access_token: String,
    pub(crate) refresh_token: String,
    pub(crate) grant: Grant,
}

/// All grants and tokens. Part of the state file: field names must not change.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct GrantStore {
    grants: Vec<Grant>,
    /// By SHA-256 of the token.
    access_tokens: HashMap<String, AccessToken>,
    #[serde(skip)]
    codes: HashMap<String, IssuedCode>,
}

impl GrantStore {
    /// Creates a code for a request that a person consented to.
    pub(crate) fn issue_code(&mut self, details: AuthorizationCode, now_ms: i64) -> String {
        let hublet = Account::find(details.portal_id).map_or("na1", |account| account.hublet);
        let code = new_code(hublet);
        let expires_at_ms = now_ms + CODE_LIFETIME_MS;
        self.codes.insert(sha256_hex(&code), IssuedCode { details, expires_at_ms, used: false });
        code
    }

    /// What a code stands for. The code can still be exchanged afterwards.
    ///
    /// # Errors
    ///
    /// [`CodeError`] if it cannot be exchanged.
    pub(crate) fn look_up_code(&self, code: &str, now_ms: i64) -> Result<AuthorizationCode, CodeError> {
        let code = self.codes.get(&sha256_hex(code)).filter(|code| !code.used).ok_or(CodeError::Unknown)?;
        if code.expires_at_ms <= now_ms { Err(CodeError::Expired) } else { Ok(code.details.clone()) }
    }

    /// Exchanges a code that [`Self::look_up_code`] found; it cannot be used again. `None` if its account
    /// does not exist.
    pub(crate) fn redeem(
        &mut self,
        code: &str,
        details: AuthorizationCode,
        now_ms: i64,
    ) -> Option<IssuedTokens> {
        let account = Account::find(details.portal_id)?;
        if let Some(code) = self.codes.get_mut(&sha256_hex(code)) {
            code.used = true;
        }
        let refresh_token = new_refresh_token(account.hublet);
        self.grants.push(Grant {
            client_id: details.client_id,
            portal_id: details.portal_id,
            user_id: account.user_id,
            scopes: details.scopes,
            refresh_sha256: Some(sha256_hex(&refresh_token)),
            previous_refresh_sha256: None,
            uninstalled: false,
        });
        let grant = self.grants.len() - 1;
        let access_token = self.issue_access_token(grant, now_ms);
        Some(IssuedTokens { access_token, refresh_token, grant: self.grants[grant].clone() })
    }

    /// Issues an access token for a refresh token and replaces the refresh token as `rotation` says. `None`
    /// if the refresh token is not valid.
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
            grant.previous_refresh_sha256 = (rotation == Rotation::Graceful).then_some(used);
        }
        let access_token = self.issue_access_token(index, now_ms);
        Some(IssuedTokens { access_token, refresh_token, grant: self.grants[index].clone() })
    }

    fn issue_access_token(&mut self, grant: usize, now_ms: i64) -> String {
        let access_token = new_access_token();
        let expires_at_ms = now_ms + ACCESS_TOKEN_LIFETIME_SECONDS * 1000;
        self.access_tokens.insert(sha256_hex(&access_token), AccessToken { grant, expires_at_ms });
        access_token
    }

    /// The grant that a refresh token belongs to, with its index.
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

    /// An access token, which may have expired, and its grant.
    pub(crate) fn by_access_token(&self, access_token: &str) -> Option<(&AccessToken, &Grant)> {
        let token = self.access_tokens.get(&sha256_hex(access_token))?;
        let grant = self.grants.get(token.grant).filter(|grant| !grant.uninstalled)?;
        Some((token, grant))
    }

    /// Revokes a refresh token; false if it is not valid. Access tokens issued before remain valid until they
    /// expire, as with HubSpot.
    pub(crate) fn revoke_refresh_token(&mut self, refresh_token: &str) -> bool {
        let Some((index, _)) = self.by_refresh_token(refresh_token) else { return false };
        (self.grants[index].refresh_sha256, self.grants[index].previous_refresh_sha256) = (None, None);
        true
    }

    /// Revokes an access token; false if there is none.
    pub(crate) fn revoke_access_token(&mut self, access_token: &str) -> bool {
        self.access_tokens.remove(&sha256_hex(access_token)).is_some()
    }

    /// Uninstalls an app from an account: all its tokens there stop working.
    pub(crate) fn uninstall(&mut self, client_id: &str, portal_id: u64) {
        let of_app = |grant: &&mut Grant| grant.client_id == client_id && grant.portal_id == portal_id;
        self.grants.iter_mut().filter(of_app).for_each(|grant| grant.uninstalled = true);
    }

    /// Uninstalls the app of an access token from the account of that token.
    pub(crate) fn uninstall_by_token(&mut self, access_token: &str) {
        if let Some(token) = self.access_tokens.get(&sha256_hex(access_token))
            && let Some(grant) = self.grants.get_mut(token.grant)
        {
            grant.uninstalled = true;
        }
    }

    /// Lets an access token have expired at a time, if it would have later.
    pub(crate) fn expire_access_token(&mut self, access_token: &str, at_ms: i64) {
        if let Some(token) = self.access_tokens.get_mut(&sha256_hex(access_token)) {
            token.expires_at_ms = token.expires_at_ms.min(at_ms);
        }
    }

    /// Expires every access token issued so far.
    pub(crate) fn expire_access_tokens(&mut self, now_ms: i64) {
        for token in self.access_tokens.values_mut() {
            token.expires_at_ms = token.expires_at_ms.min(now_ms);
        }
    }

    /// Drops access tokens that expired more than a day ago, and codes that expired more than ten minutes
    /// ago.
    pub(crate) fn prune(&mut self, now_ms: i64) {
        self.access_tokens.retain(|_, token| token.expires_at_ms > now_ms - 86_400_000);
        self.codes.retain(|_, code| code.expires_at_ms > now_ms - 600_000);
    }
}
