//! The authorize URL: what is requested, and the two secrets of the flow (`state` and the code verifier).

use oauth2::basic::BasicClient;
use oauth2::{AuthUrl, ClientId, CsrfToken, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope};
use url::Url;

use super::RedirectUri;
use crate::{Environment, Hublet};

/// What to ask the consent page for.
#[derive(Clone, Debug)]
pub struct AuthorizeRequest {
    /// The server of the consent page.
    pub environment: Environment,
    /// The data center of the expected portal, if it is known.
    pub hublet: Hublet,
    /// The OAuth app's client id.
    pub client_id: String,
    /// Where the browser is sent afterwards. It must be registered in the app.
    pub redirect_uri: RedirectUri,
    /// Required scopes. If the account lacks one, consent cannot be given.
    pub scopes: Vec<String>,
    /// Optional scopes. HubSpot drops those that the account lacks.
    pub optional_scopes: Vec<String>,
}

/// A flow that has begun: the URL to open, and the secrets that its callback is checked against.
#[derive(Debug)]
pub struct Authorization {
    /// The URL to open in the browser.
    pub url: Url,
    /// Must be equal to the `state` of the callback (RFC 6749 §10.12).
    pub state: CsrfToken,
    /// Proves in the exchange that this flow requested the code (RFC 7636 §4.5).
    pub verifier: PkceCodeVerifier,
}

/// Builds the URL with a fresh `state` (RFC 6749 §10.12) and S256 challenge (RFC 7636 §4.2).
pub fn authorize(request: &AuthorizeRequest) -> Authorization {
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let redirect = RedirectUrl::new(request.redirect_uri.text()).expect("BUG: the redirect URI is a URL");
    let client = BasicClient::new(ClientId::new(request.client_id.clone()))
        .set_auth_uri(AuthUrl::from_url(request.environment.authorize_url(request.hublet)))
        .set_redirect_uri(redirect);
    let mut builder = client
        .authorize_url(CsrfToken::new_random)
        .add_scopes(request.scopes.iter().cloned().map(Scope::new))
        .set_pkce_challenge(challenge);
    if !request.optional_scopes.is_empty() {
        builder = builder.add_extra_param("optional_scope", request.optional_scopes.join(" "));
    }
    let (url, state) = builder.url();
    Authorization { url: with_percent_spaces(url), state, verifier }
}

/// HubSpot documents `%20` between scopes. `+` means the same in form encoding but is not documented.
fn with_percent_spaces(mut url: Url) -> Url {
    let query = url.query().unwrap_or_default().replace('+', "%20");
    url.set_query(Some(&query));
    url
}

#[cfg(test)]
mod tests {
    use super::{AuthorizeRequest, RedirectUri, authorize};
    use crate::{Environment, Hublet};
    use std::collections::HashMap;

    fn request() -> AuthorizeRequest {
        AuthorizeRequest {
            environment: Environment::HubSpot,
            hublet: Hublet::Eu1,
            client_id: "client".to_owned(),
            redirect_uri: RedirectUri::new(17421),
            scopes: vec!["oauth".to_owned(), "crm.objects.contacts.read".to_owned()],
            optional_scopes: vec!["tickets".to_owned(), "e-commerce".to_owned()],
        }
    }

    #[test]
    fn the_url_has_every_parameter_that_hubspot_requires() {
        let authorization = authorize(&request());
        let url = authorization.url;
        assert_eq!(url.host_str(), Some("app-eu1.hubspot.com"));
        assert!(url.query().unwrap().contains("scope=oauth%20crm.objects.contacts.read"));
        let fields: HashMap<_, _> = url.query_pairs().into_owned().collect();
        assert_eq!(fields["client_id"], "client");
        assert_eq!(fields["redirect_uri"], "http://localhost:17421/oauth/callback");
        assert_eq!(fields["optional_scope"], "tickets e-commerce");
        assert_eq!(fields["state"], *authorization.state.secret());
        assert_eq!(fields["code_challenge_method"], "S256");
    }

    #[test]
    fn every_flow_has_its_own_state_and_challenge() {
        let (first, second) = (authorize(&request()), authorize(&request()));
        assert_ne!(first.state.secret(), second.state.secret());
        assert_ne!(first.verifier.secret(), second.verifier.secret());
        assert!(first.state.secret().len() >= 20 && first.verifier.secret().len() >= 43, "RFC 7636 §4.1");
    }
}
