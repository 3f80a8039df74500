//! Shared by the commands that work on connections: the data folder, reading secrets, and error messages.

use std::future::Future;
use std::io::{self, IsTerminal, Read};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use portalscope_core::{
    CommandError, Connection, EnvironmentLabel, ErrorCode, OpenOptions, PastedSecret, Portalscope,
    StagedSecret, SystemClock, default_data_folder, forbid_core_dumps, log_to,
};
use portalscope_redact::Redactor;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::output::word;
use crate::terminal::harmless;

/// Overrides the data folder, for the window too.
const HOME: &str = "PORTALSCOPE_HOME";
/// Like `RUST_LOG`, for Portalscope alone.
const LOG: &str = "PORTALSCOPE_LOG";
/// Longer than any secret, shorter than a document that was piped in by mistake.
const MAX_SECRET_BYTES: u64 = 64 * 1024;

#[derive(Args)]
pub struct Folder {
    /// The data folder; without it that of `PORTALSCOPE_HOME`, else the window's own
    #[arg(long, value_name = "FOLDER")]
    home: Option<PathBuf>,
}

#[derive(Args)]
pub struct PortalChoice {
    /// The portal's Hub ID, or a connection's id as `portals` shows it
    #[arg(long = "portal", value_name = "ID")]
    id: String,
}

impl PortalChoice {
    /// For commands that do without a portal, too.
    pub fn of(id: &str) -> Self {
        Self { id: id.to_owned() }
    }
}

/// Runs a command over the connections that the window shows.
pub fn with_core<T, F>(folder: &Folder, work: impl FnOnce(Arc<Portalscope>) -> F) -> Result<T, Failure>
where
    F: Future<Output = Result<T, Failure>>,
{
    forbid_core_dumps();
    let redactor = Arc::new(Redactor::new());
    let filter = std::env::var_os(LOG).and_then(|value| value.into_string().ok());
    log_to(io::stderr, Arc::clone(&redactor), filter.as_deref());
    let options = OpenOptions {
        home: home(folder)?,
        clock: Arc::new(SystemClock),
        redactor,
        session_only: false,
        who: portalscope_core::Who::Cli,
    };
    let core = Portalscope::open(options).map_err(|error| match error {
        portalscope_core::OpenError::Data(error) => failure(error),
    })?;
    match core.state().unreadable_records.len() {
        0 => {}
        1 => note("This version cannot read one record of the data folder. It is left as it is."),
        many => note(&format!(
            "This version cannot read {many} records of the data folder. They are left as they are."
        )),
    }
    let runtime = tokio::runtime::Runtime::new().map_err(|error| {
        Failure::new("no_runtime", error.to_string(), "Close other programs and try again.")
    })?;
    let result = runtime.block_on(work(Arc::clone(&core)));
    core.history.flush();
    result
}

fn home(folder: &Folder) -> Result<PathBuf, Failure> {
    let named = folder
        .home
        .clone()
        .or_else(|| std::env::var_os(HOME).filter(|value| !value.is_empty()).map(PathBuf::from));
    named.or_else(default_data_folder).ok_or_else(|| {
        Failure::new("no_data_folder", "This system names no folder for data.", "Name one with --home.")
    })
}

/// An error of the core, with a hint that fits the command line.
pub fn failure(error: impl Into<CommandError>) -> Failure {
    let CommandError { code, message, hint, .. } = error.into();
    let hint = match code {
        ErrorCode::KeyringUnavailable | ErrorCode::KeyringLocked | ErrorCode::KeyringTimedOut => {
            "Start or unlock the keyring in this session, then try again. The command line keeps secrets nowhere else."
                .to_owned()
        }
        ErrorCode::WriteLocked => {
            "Add --write-to-production with the portal's Hub ID to send it all the same.".to_owned()
        }
        ErrorCode::NotConfirmed => "Add --yes where nobody can be asked.".to_owned(),
        ErrorCode::PortBusy => {
            "Close that program, or choose another --port and register its redirect URL in your app.".to_owned()
        }
        ErrorCode::DataFolderNewer => {
            "Update portalscope-cli, or name another folder with --home.".to_owned()
        }
        ErrorCode::DataFolderForeign => "Name a folder of your own with --home.".to_owned(),
        ErrorCode::PortalIdMismatch => "Give the Hub ID as `portalscope-cli portals` shows it.".to_owned(),
        _ => hint,
    };
    Failure::new(word(code), message, hint)
}

/// The connection that the options choose.
pub fn find(core: &Portalscope, choice: &PortalChoice) -> Result<Connection, Failure> {
    let all = core.state().connections;
    let named = |connection: &&Connection| connection.id == *choice.id;
    let hub = |connection: &&Connection| connection.identity.hub_id == *choice.id;
    if let Some(one) = all.iter().find(named) {
        return Ok(one.clone());
    }
    match all.iter().filter(hub).collect::<Vec<_>>()[..] {
        [one] => Ok(one.clone()),
        [] => Err(Failure::new(
            "portal_not_found",
            format!("No portal {} is connected.", choice.id),
            "See `portalscope-cli portals` for those that are.",
        )),
        ref many => Err(Failure::new(
            "portal_ambiguous",
            format!("Portal {} is connected {} times.", choice.id, many.len()),
            format!(
                "Name one connection: {}.",
                many.iter().map(|one| one.id.as_str()).collect::<Vec<_>>().join(", ")
            ),
        )),
    }
}

/// Fails for the demo portal inside the window, which only runs there.
pub fn expect_reachable(connection: &Connection) -> Result<(), Failure> {
    if connection.environment != EnvironmentLabel::Demo {
        return Ok(());
    }
    Err(Failure::new(
        "demo_of_the_window",
        "This connection is to the demo portal inside the window, which runs there only.",
        "Start one of its own with `portalscope-cli demo-portal` and connect to it with --demo-portal.",
    ))
}

/// Reads a secret from standard input, not from the arguments, which other programs can read. A terminal does not show
/// it.
pub fn read_secret(core: &Portalscope, what: &str) -> Result<StagedSecret, Failure> {
    let mut text = Zeroizing::new(String::new());
    let mut input = io::stdin().lock();
    let read = if input.is_terminal() {
        note(&format!("Paste the {what}, which will not be shown, and press Enter:"));
        rpassword::read_password().map(|typed| *text = typed)
    } else {
        Read::take(&mut input, MAX_SECRET_BYTES).read_to_string(&mut text).map(drop)
    };
    if read.is_err() || text.trim().is_empty() {
        return Err(Failure::new(
            "no_secret",
            format!("There was no {what} on standard input."),
            "Pipe it in, as in `portalscope-cli connect ... < FILE`.",
        ));
    }
    core.stage_secret(&PastedSecret::new(std::mem::take(&mut *text))).map_err(failure)
}

/// Ctrl-C, or SIGTERM where it exists. Handled from this call on, not only once awaited: a script may end the program as
/// soon as it has read the first line of the output.
pub fn interrupted() -> impl Future<Output = ()> {
    #[cfg(unix)]
    let signals = {
        use tokio::signal::unix::{SignalKind, signal};
        signal(SignalKind::terminate()).and_then(|end| Ok((end, signal(SignalKind::interrupt())?)))
    };
    #[cfg(windows)]
    let signals =
        tokio::signal::windows::ctrl_close().and_then(|end| Ok((end, tokio::signal::windows::ctrl_c()?)));
    async move {
        match signals {
            Ok((mut end, mut interrupt)) => {
                tokio::select! {
                    _ = end.recv() => {}
                    _ = interrupt.recv() => {}
                }
            }
            // No handler could be set, so the signal itself ends the process.
            Err(_) => std::future::pending().await,
        }
    }
}

/// Prints a line for people to standard error; scripts read standard output.
pub fn note(text: &str) {
    let _ = io::Write::write_fmt(&mut io::stderr(), format_args!("{}\n", harmless(text)));
}
