//! `connect`: by an OAuth app and its consent page, or by a token from standard input.

use std::sync::Arc;

use clap::Args;
use portalscope_core::{
    AppConnect, Connection, ConsentFlow, Environment, OauthConnect, Portalscope, TokenConnect, outside_demo,
};
use serde::Serialize;
use url::{Host, Url};

use crate::connections::{Row, summary};
use crate::failure::Failure;
use crate::output::{Format, print};
use crate::shared::{Folder, failure, interrupted, note, read_secret, with_core};

#[derive(Args)]
pub struct Options {
    /// An OAuth app of the window's list, by its name
    #[arg(long, value_name = "NAME", conflicts_with_all = ["client_id", "token", "demo_portal", "hublet"])]
    app: Option<String>,
    /// The OAuth app's client id; its secret is read from standard input
    #[arg(long, value_name = "ID", required_unless_present_any = ["token", "app"], conflicts_with = "token")]
    client_id: Option<String>,
    /// Read a service key or private-app token from standard input
    #[arg(long, conflicts_with_all = ["scopes", "optional_scopes", "port"])]
    token: bool,
    /// A demo portal on this computer instead of HubSpot, by the base URL that `demo-portal` prints
    #[arg(long, value_name = "BASE_URL")]
    demo_portal: Option<String>,
    /// Scopes that the portal must grant; without it those of the app, or `oauth` alone
    #[arg(long, value_name = "SCOPES", num_args = 1.., value_delimiter = ' ')]
    scopes: Vec<String>,
    /// Scopes to ask for that a portal may lack
    #[arg(long, value_name = "SCOPES", num_args = 1.., value_delimiter = ' ')]
    optional_scopes: Vec<String>,
    /// The data centre whose consent page is opened: app (any), na1, na2, na3, eu1, ap1
    #[arg(long, default_value = "app", conflicts_with = "token")]
    hublet: String,
    /// The port of the redirect URL; without it those of the window's settings
    #[arg(long)]
    port: Option<u16>,
    /// Refuse every portal but the one of this Hub ID
    #[arg(long, value_name = "HUB_ID")]
    expect_portal: Option<String>,
    /// JSON documents, one a line: first the address of the consent page, then the connection
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

/// What a person or a script needs to get through the consent page.
#[derive(Serialize)]
struct Waiting {
    authorize_url: String,
    redirect_uri: String,
    expires_at: String,
}

pub fn run(options: &Options) -> Result<(), Failure> {
    let environment = environment(options)?;
    with_core(&options.folder, async |core| {
        let connection = if options.token {
            connect_token(&core, options, environment).await?
        } else {
            connect_app(&core, options, environment).await?
        };
        print(Format::asked(options.json), &Row::from(connection), |row| {
            format!("Connected.\n{}", summary(row))
        })
    })
}

async fn connect_token(
    core: &Portalscope,
    options: &Options,
    environment: Environment,
) -> Result<Connection, Failure> {
    let secret = read_secret(core, "token")?.id;
    let request = TokenConnect { secret, expected_portal: options.expect_portal.clone() };
    core.connect.static_tokens.connect_at(environment, request).await.map_err(failure)
}

async fn connect_app(
    core: &Arc<Portalscope>,
    options: &Options,
    environment: Environment,
) -> Result<Connection, Failure> {
    if let Some(port) = options.port {
        core.settings.use_callback_ports(vec![port]).map_err(failure)?;
    }
    let flow = match &options.app {
        Some(name) => core.connect.begin.with_app(app_request(core, options, name)?).await,
        None => core.connect.begin.at(environment, request(core, options)?).await,
    };
    let flow = flow.map_err(failure)?;
    let interrupted = interrupted();
    announce(options, &flow)?;
    let ended = core.connect.flows.wait(&flow.id);
    let mut ended = std::pin::pin!(ended);
    tokio::select! {
        ended = &mut ended => ended,
        () = interrupted => {
            // A connection that is being stored already is stored completely.
            let _ = core.connect.flows.cancel(&flow.id);
            ended.await
        }
    }
    .map_err(failure)
}

fn request(core: &Portalscope, options: &Options) -> Result<OauthConnect, Failure> {
    Ok(OauthConnect {
        client_id: options.client_id.clone().unwrap_or_default().into(),
        client_secret: read_secret(core, "client secret")?.id,
        scopes: or(&options.scopes, &["oauth".to_owned()]),
        optional_scopes: options.optional_scopes.clone(),
        hublet: options.hublet.clone(),
        expected_portal: options.expect_portal.clone(),
    })
}

/// The client secret is asked for only if the keyring has none.
fn app_request(core: &Portalscope, options: &Options, name: &str) -> Result<AppConnect, Failure> {
    let apps: Vec<_> = core.oauth_apps.list().into_iter().filter(|app| app.name == name).collect();
    let [app] = &apps[..] else { return Err(not_one_app(name, apps.len())) };
    let secret = if app.has_secret { None } else { Some(read_secret(core, "client secret")?.id) };
    Ok(AppConnect {
        app: app.id.clone(),
        client_secret: secret,
        scopes: or(&options.scopes, &app.scopes),
        optional_scopes: or(&options.optional_scopes, &app.optional_scopes),
        expected_portal: options.expect_portal.clone(),
    })
}

fn not_one_app(name: &str, count: usize) -> Failure {
    let (code, words) = if count == 0 {
        ("app_not_found", format!("No app is called {name:?}."))
    } else {
        ("app_ambiguous", format!("{count} apps are called {name:?}."))
    };
    Failure::new(code, words, "See the window's list of apps, or give --client-id.")
}

fn or(asked: &[String], otherwise: &[String]) -> Vec<String> {
    if asked.is_empty() { otherwise.to_vec() } else { asked.to_vec() }
}

fn announce(options: &Options, flow: &ConsentFlow) -> Result<(), Failure> {
    let waiting = Waiting {
        authorize_url: flow.authorize_url.clone(),
        redirect_uri: flow.redirect_uri.clone(),
        expires_at: flow.expires_at.to_string(),
    };
    print(Format::asked(options.json), &waiting, |it| format!("{}\n", it.authorize_url))?;
    note(
        "Open this address in a browser on this computer. Waiting for the consent page, five minutes at most; Ctrl-C stops it.",
    );
    Ok(())
}

fn environment(options: &Options) -> Result<Environment, Failure> {
    let Some(text) = &options.demo_portal else { return Ok(Environment::HubSpot) };
    let port = Url::parse(text).ok().and_then(|url| loopback_port(&url));
    port.map(outside_demo).ok_or_else(|| {
        Failure::new(
            "bad_demo_portal",
            format!("`{text}` is no demo portal on this computer."),
            "Give its base URL as `portalscope-cli demo-portal` prints it: http://127.0.0.1:PORT.",
        )
    })
}

/// Secrets of a demo portal are sent to 127.0.0.1 only.
fn loopback_port(url: &Url) -> Option<u16> {
    let is_loopback = url.host() == Some(Host::Ipv4(std::net::Ipv4Addr::LOCALHOST));
    let is_plain = url.path() == "/" && url.query().is_none() && url.username().is_empty();
    (url.scheme() == "http" && is_loopback && is_plain).then(|| url.port_or_known_default()).flatten()
}

#[cfg(test)]
mod tests {
    use super::{Url, loopback_port};

    #[test]
    fn a_demo_portal_is_a_plain_address_of_this_computer() {
        let port = |text: &str| Url::parse(text).ok().and_then(|url| loopback_port(&url));
        assert_eq!(port("http://127.0.0.1:4010"), Some(4010));
        for text in [
            "https://127.0.0.1:4010",
            "http://localhost:4010",
            "http://10.0.0.8:4010",
            "http://evil.example:4010",
            "http://127.0.0.1:4010/oauth",
            "http://user@127.0.0.1:4010",
            "127.0.0.1:4010",
        ] {
            assert_eq!(port(text), None, "{text}");
        }
    }
}
