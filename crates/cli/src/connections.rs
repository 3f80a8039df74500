//! `portals`, `refresh`, `disconnect`: the connections that the window shows, without their secrets.

use std::io::{self, IsTerminal};

use clap::Args;
use portalscope_core::{
    AtServer, ClientId, Connection, ConnectionId, ConnectionState, DisconnectReport, HubId, ItsHistory,
};
use serde::Serialize;

use crate::failure::Failure;
use crate::output::{Format, print, table, word};
use crate::shared::{Folder, PortalChoice, expect_reachable, failure, find, note, with_core};

#[derive(Args)]
pub struct PortalsOptions {
    /// A list of documents: identity, expiry, scopes, state; never a secret
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Args)]
pub struct RefreshOptions {
    #[command(flatten)]
    portal: PortalChoice,
    /// The connection as one document, with its token's new life
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

#[derive(Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub struct DisconnectOptions {
    #[command(flatten)]
    portal: PortalChoice,
    /// Tell the server as well to revoke the app's access
    #[arg(long)]
    revoke: bool,
    /// Delete what was called as well; otherwise it is kept until it ages out
    #[arg(long)]
    delete_history: bool,
    /// Do not ask
    #[arg(long)]
    yes: bool,
    /// What was removed, as one document
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folder: Folder,
}

/// A connection as scripts read it.
#[derive(Serialize)]
pub struct Row {
    connection_id: ConnectionId,
    hub_id: HubId,
    portal_name: String,
    account_type: String,
    environment: String,
    demo_server: Option<String>,
    data_center: Option<String>,
    time_zone: Option<String>,
    credential: String,
    user: Option<String>,
    app_id: Option<String>,
    client_id: Option<ClientId>,
    granted_scopes: Option<Vec<String>>,
    token: Option<TokenRow>,
    state: &'static str,
    last_error: Option<LastError>,
    write_lock: String,
    connected_at: String,
}

#[derive(Serialize)]
struct TokenRow {
    issued_at: String,
    expires_at: String,
    lifetime_seconds: u32,
    clock_skew_seconds: i32,
    last_refresh_at: Option<String>,
}

#[derive(Serialize)]
struct LastError {
    code: String,
    message: String,
    hint: String,
}

impl From<Connection> for Row {
    fn from(connection: Connection) -> Self {
        let identity = connection.identity;
        let (state, error) = match connection.state {
            ConnectionState::Good => ("good", None),
            ConnectionState::NeedsAttention { error } => ("needs_attention", Some(error)),
            ConnectionState::Unreachable { error } => ("unreachable", Some(error)),
        };
        Self {
            connection_id: connection.id,
            hub_id: identity.hub_id,
            portal_name: identity.portal_name,
            account_type: word(identity.account_type),
            environment: word(connection.environment),
            demo_server: connection.demo_server,
            data_center: identity.data_center,
            time_zone: identity.time_zone,
            credential: word(connection.credential),
            user: identity.user,
            app_id: identity.app_id,
            client_id: connection.client_id,
            granted_scopes: connection.granted_scopes,
            token: connection.token.map(|token| TokenRow {
                issued_at: token.issued_at.to_string(),
                expires_at: token.expires_at.to_string(),
                lifetime_seconds: token.lifetime_seconds,
                clock_skew_seconds: token.clock_skew_seconds,
                last_refresh_at: token.last_refresh.map(|last| last.at.to_string()),
            }),
            state,
            last_error: error.map(|error| LastError {
                code: word(error.code),
                message: error.message,
                hint: error.hint,
            }),
            write_lock: word(connection.write_lock),
            connected_at: connection.connected_at.to_string(),
        }
    }
}

pub fn portals(options: &PortalsOptions) -> Result<(), Failure> {
    with_core(&options.folder, async |core| {
        let rows: Vec<Row> = core.state().connections.into_iter().map(Row::from).collect();
        print(Format::asked(options.json), &rows, |rows| {
            if rows.is_empty() {
                return "No portal is connected. See `portalscope-cli connect --help`.\n".to_owned();
            }
            lines(rows.iter())
        })
    })
}

pub fn refresh(options: &RefreshOptions) -> Result<(), Failure> {
    with_core(&options.folder, async |core| {
        let connection = find(&core, &options.portal)?;
        expect_reachable(&connection)?;
        let renewed = core.tokens.refresh(&connection.id).await.map_err(failure)?;
        print(Format::asked(options.json), &Row::from(renewed), summary)
    })
}

#[derive(Serialize)]
struct Disconnected {
    connection_id: ConnectionId,
    hub_id: HubId,
    secrets_removed: u32,
    revoked: String,
    message: String,
}

pub fn disconnect(options: &DisconnectOptions) -> Result<(), Failure> {
    with_core(&options.folder, async |core| {
        let connection = find(&core, &options.portal)?;
        if options.revoke {
            expect_reachable(&connection)?;
        }
        confirm(options, &connection)?;
        let at_server = if options.revoke { AtServer::Revoke } else { AtServer::Leave };
        let its_history = if options.delete_history { ItsHistory::Delete } else { ItsHistory::Keep };
        let disconnector = &core.connect.disconnector;
        let report =
            disconnector.disconnect(&connection.id, at_server, its_history).await.map_err(failure)?;
        let DisconnectReport { secrets_removed, revoked, message } = report;
        let document = Disconnected {
            connection_id: connection.id,
            hub_id: connection.identity.hub_id,
            secrets_removed,
            revoked: word(revoked),
            message,
        };
        print(Format::asked(options.json), &document, |it| {
            format!(
                "Portal {} is disconnected; {} secrets removed. {}\n",
                it.hub_id, it.secrets_removed, it.message
            )
        })
    })
}

fn confirm(options: &DisconnectOptions, connection: &Connection) -> Result<(), Failure> {
    if options.yes {
        return Ok(());
    }
    let identity = &connection.identity;
    let mut typed = String::new();
    if io::stdin().is_terminal() {
        note(&format!("Type {} to remove the connection to {}:", identity.hub_id, identity.portal_name));
        let _ = io::stdin().read_line(&mut typed);
    }
    if identity.hub_id == typed.trim() {
        return Ok(());
    }
    Err(Failure::new(
        "not_confirmed",
        format!("Portal {} was not disconnected: nobody confirmed it.", identity.hub_id),
        "Add --yes where nobody can be asked.",
    ))
}

/// One connection in words.
pub fn summary(row: &Row) -> String {
    lines(std::iter::once(row))
}

fn lines<'a>(rows: impl Iterator<Item = &'a Row>) -> String {
    let rows = rows.map(|row| {
        let end = row
            .token
            .as_ref()
            .map_or("does not expire".to_owned(), |token| format!("until {}", token.expires_at));
        vec![
            row.hub_id.to_string(),
            row.portal_name.clone(),
            row.environment.clone(),
            row.data_center.clone().unwrap_or_default(),
            row.credential.clone(),
            end,
            row.state.to_owned(),
        ]
    });
    table(&rows.collect::<Vec<_>>())
}
