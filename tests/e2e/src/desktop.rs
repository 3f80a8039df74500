//! A private desktop session: its own home, display, session bus and unlocked keyring, and a browser opener that
//! records the URLs it should open. Journeys share nothing.

use std::ffi::OsString;
use std::fs::{self, File, Permissions};
use std::io::{BufRead, BufReader, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::drag_source;
use crate::error::{Error, Result, unexpected, until};
use crate::process::Process;

/// A bus that activates no services, so that nothing of the machine's desktop enters the session.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>ADDRESS</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// Of Debian's `at-spi2-core`.
const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// GTK's dialog to save a file.
const SAVE_DIALOG: &str = "^Save File$";
/// The title of the app's window, as a regular expression.
const APP_WINDOW: &str = "^Portalscope$";

const OPENER: &str = "#!/bin/sh\nprintf '%s\\n' \"$1\" >> \"$HOME/opened\"\n";

pub struct Desktop {
    keyring: Process,
    bus: Process,
    display: Process,
    clipboard: Option<Process>,
    /// The program that owns the primary selection, which the middle mouse button pastes.
    selection: Option<Process>,
    /// The bus of assistive technology, where a journey asked for it.
    accessibility: Option<Process>,
    display_name: String,
    opened: usize,
    folder: TempDir,
}

impl Desktop {
    pub fn start() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("portalscope-").tempdir()?;
        prepare(folder.path())?;
        let (display, display_name) = start_display(folder.path())?;
        let bus = start_bus(folder.path())?;
        let keyring = start_keyring(folder.path())?;
        Ok(Self {
            keyring,
            bus,
            display,
            clipboard: None,
            selection: None,
            accessibility: None,
            display_name,
            opened: 0,
            folder,
        })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn bus_address(&self) -> String {
        bus_address(self.folder.path())
    }

    /// A command with the environment of this session and none of the caller's.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = private_command(self.folder.path(), program);
        command.env("DISPLAY", &self.display_name);
        if self.accessibility.is_some() {
            command.env_remove("NO_AT_BRIDGE");
        }
        command
    }

    /// Starts the bus that screen readers listen on. Programs that are started from now on speak on it.
    pub fn start_accessibility(&mut self) -> Result<()> {
        let mut command = self.command(LAUNCHER);
        command.arg("--launch-immediately").stderr(File::create(self.path("accessibility.log"))?);
        self.accessibility = Some(Process::start(&mut command)?);
        Ok(())
    }

    /// Where the app keeps what it stores.
    pub fn data_folder(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The next address that the app has opened in the system browser.
    pub fn next_opened(&mut self) -> Result<String> {
        let file = self.path("opened");
        let index = self.opened;
        let address = until("the app to open the system browser", || {
            let text = fs::read_to_string(&file).unwrap_or_default();
            Ok(text.lines().nth(index).map(str::to_owned))
        })?;
        self.opened += 1;
        Ok(address)
    }

    /// Puts a text on the clipboard. The program that owns it runs until another text replaces it.
    pub fn copy(&mut self, text: &str) -> Result<()> {
        self.clipboard = Some(self.hold("clipboard", text)?);
        Ok(())
    }

    /// Selects a text in another program, for the middle button of the mouse.
    pub fn select(&mut self, text: &str) -> Result<()> {
        self.selection = Some(self.hold("primary", text)?);
        Ok(())
    }

    pub fn clipboard_text(&self) -> Result<String> {
        self.text_of("clipboard")
    }

    /// Clicks with the middle button of a real mouse, at a place of the app's page. WebDriver's own middle button confuses
    /// the clicks after it.
    pub fn middle_click(&self, (x, y): (u64, u64)) -> Result<()> {
        let (x, y) = (x.to_string(), y.to_string());
        let place = ["mousemove", "--window", "%1", &x, &y, "click", "2"];
        self.mouse(&[&["search", "--onlyvisible", "--name", APP_WINDOW], &place[..]].concat())
    }

    /// Drags files from another program to a place of the app's page.
    pub fn drop_files(&self, files: &[&Path], (x, y): (u64, u64)) -> Result<()> {
        let mut command = self.command(std::env::current_exe()?);
        let mut source = Process::start(command.arg("drag-source").args(files))?;
        until("the files to drag", || {
            let mut search = self.command("xdotool");
            let found = search.args(["search", "--onlyvisible", "--name", drag_source::TITLE]).output()?;
            Ok(found.status.success().then_some(()))
        })?;
        let (left, top) = drag_source::PLACE;
        let at = |offset: i32| [(left + offset).to_string(), (top + offset).to_string()];
        let (from, pulled) = (at(30), at(60));
        self.mouse(&[
            "mousemove",
            &from[0],
            &from[1],
            "mousedown",
            "1",
            "mousemove",
            &pulled[0],
            &pulled[1],
        ])?;
        // A drag begins with the first movement, and the target is asked with each further one.
        for step in 0..4 {
            let (x, y) = ((x + step).to_string(), (y + step).to_string());
            self.mouse(&[
                "search",
                "--onlyvisible",
                "--name",
                APP_WINDOW,
                "mousemove",
                "--sync",
                "--window",
                "%1",
                &x,
                &y,
            ])?;
        }
        self.mouse(&["mouseup", "1"])?;
        source.end();
        Ok(())
    }

    /// Types a path into the system's dialog to save a file, and takes it.
    pub fn type_into_save_dialog(&self, path: &Path) -> Result<()> {
        until("the dialog to save a file", || {
            let mut search = self.command("xdotool");
            let found = search.args(["search", "--onlyvisible", "--name", SAVE_DIALOG]).output()?;
            Ok(found.status.success().then_some(()))
        })?;
        let path = path.to_string_lossy();
        let typed = ["windowfocus", "--sync", "%1", "key", "ctrl+a", "type", &path];
        self.mouse(&[&["search", "--onlyvisible", "--name", SAVE_DIALOG], &typed[..]].concat())?;
        self.mouse(&["key", "Return"])
    }

    fn mouse(&self, arguments: &[&str]) -> Result<()> {
        let output = self.command("xdotool").args(arguments).output()?;
        if output.status.success() {
            return Ok(());
        }
        unexpected(format!("the mouse: {}", String::from_utf8_lossy(&output.stderr)))
    }

    fn hold(&self, selection: &str, text: &str) -> Result<Process> {
        let mut command = self.command("xclip");
        command.args(["-selection", selection, "-quiet"]).stdin(Stdio::piped()).stderr(Stdio::null());
        let mut holder = Process::start(&mut command)?;
        if let Some(mut input) = holder.child().stdin.take() {
            input.write_all(text.as_bytes())?;
        }
        until("the text to be held", || Ok((self.text_of(selection)? == text).then_some(())))?;
        Ok(holder)
    }

    fn text_of(&self, selection: &str) -> Result<String> {
        let output = self.command("xclip").args(["-selection", selection, "-out"]).output()?;
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Stops the keyring daemon, as on a desktop without one.
    pub fn stop_keyring(&mut self) -> Result<()> {
        self.keyring.child().kill()?;
        self.keyring.child().wait()?;
        let address = self.bus_address();
        until("the keyring to be gone", || Ok(crate::keyring::items(&address).is_err().then_some(())))
    }

    pub fn is_running(&mut self) -> bool {
        [&mut self.display, &mut self.bus]
            .into_iter()
            .all(|process| matches!(process.child().try_wait(), Ok(None)))
    }
}

impl Drop for Desktop {
    /// Processes that were just killed may still write for a moment, so removing the folder is retried.
    fn drop(&mut self) {
        self.clipboard = None;
        self.selection = None;
        self.accessibility = None;
        [&mut self.keyring, &mut self.bus, &mut self.display].into_iter().for_each(Process::end);
        let folder = self.folder.path().to_path_buf();
        drop(until("the folder of the session to go", || {
            Ok((fs::remove_dir_all(&folder).is_ok() || !folder.exists()).then_some(()))
        }));
    }
}

fn prepare(folder: &Path) -> Result<()> {
    for name in ["home", "run", "data", "bin"] {
        fs::create_dir(folder.join(name))?;
    }
    fs::set_permissions(folder.join("run"), Permissions::from_mode(0o700))?;
    let opener = folder.join("bin").join("xdg-open");
    fs::write(&opener, OPENER.replace("$HOME/opened", &folder.join("opened").display().to_string()))?;
    fs::set_permissions(&opener, Permissions::from_mode(0o755))?;
    Ok(())
}

fn bus_address(folder: &Path) -> String {
    format!("unix:path={}", folder.join("run").join("bus").display())
}

fn private_command(folder: &Path, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut path = OsString::from(folder.join("bin"));
    path.push(":");
    path.push(std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into()));
    let home = folder.join("home");
    let mut command = Command::new(program);
    command.env_clear().current_dir(&home).stdin(Stdio::null());
    command.env("PATH", path).env("LANG", "C.UTF-8").env("TZ", "UTC");
    command.env("HOME", &home).env("XDG_RUNTIME_DIR", folder.join("run"));
    command.env("XDG_DATA_HOME", home.join(".local/share")).env("XDG_CONFIG_HOME", home.join(".config"));
    command.env("XDG_CACHE_HOME", home.join(".cache"));
    command.env("DBUS_SESSION_BUS_ADDRESS", bus_address(folder));
    command.env("PORTALSCOPE_HOME", folder.join("data"));
    command.env("GDK_BACKEND", "x11").env("NO_AT_BRIDGE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    command
}

/// Xvfb chooses a free display number and prints it. Without `-noreset` it restarts whenever its last client leaves and
/// refuses new ones meanwhile: after a clipboard reader ends, the next owner might not get in.
fn start_display(folder: &Path) -> Result<(Process, String)> {
    let mut command = private_command(folder, "Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1440x1000x24", "-nolisten", "tcp", "-noreset"]);
    command.stdout(Stdio::piped()).stderr(File::create(folder.join("display.log"))?);
    let mut display = Process::start(&mut command)?;
    let number = first_line(&mut display, "Xvfb")?;
    Ok((display, format!(":{number}")))
}

fn start_bus(folder: &Path) -> Result<Process> {
    let configuration = folder.join("bus.conf");
    fs::write(&configuration, BUS.replace("ADDRESS", &bus_address(folder)))?;
    let mut command = private_command(folder, "dbus-daemon");
    command.args(["--nofork", "--nopidfile", "--print-address=1"]);
    command.arg(format!("--config-file={}", configuration.display()));
    command.stdout(Stdio::piped()).stderr(File::create(folder.join("bus.log"))?);
    let mut bus = Process::start(&mut command)?;
    first_line(&mut bus, "dbus-daemon")?;
    Ok(bus)
}

/// The password goes in on standard input; the login keyring is made and unlocked with it.
fn start_keyring(folder: &Path) -> Result<Process> {
    let mut command = private_command(folder, "gnome-keyring-daemon");
    command.args(["--unlock", "--foreground", "--components=secrets"]);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(File::create(folder.join("keyring.log"))?);
    let mut keyring = Process::start(&mut command)?;
    if let Some(mut input) = keyring.child().stdin.take() {
        input.write_all(b"a private session\n")?;
    }
    let address = bus_address(folder);
    until("the keyring to answer", || Ok(crate::keyring::items(&address).ok()))?;
    Ok(keyring)
}

fn first_line(process: &mut Process, program: &str) -> Result<String> {
    let fail = |cause: &str| Error::Start { program: program.to_owned(), cause: cause.to_owned() };
    let output = process.child().stdout.take().ok_or_else(|| fail("it has no output"))?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    if line.trim().is_empty() { Err(fail("it ended at once")) } else { Ok(line.trim().to_owned()) }
}
