//! The app in a desktop session: started by WebKit's driver, quit by closing its window.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use serde_json::json;

use crate::desktop::Desktop;
use crate::error::{Error, Result, unexpected, until};
use crate::memory::{self, Needle};
use crate::page::Page;
use crate::ports::free_port;
use crate::process::{self, Process};
use crate::webdriver::WebDriver;

/// `/proc` cuts names at 15 letters.
const WEB_PROCESS: &str = "WebKitWebProces";

pub struct App {
    pub page: Page,
    driver: Process,
}

impl App {
    pub fn start(desktop: &Desktop, program: &PathBuf) -> Result<Self> {
        let port = free_port();
        let log = File::options().create(true).append(true).open(desktop.path("app.log"))?;
        let mut command = desktop.command("WebKitWebDriver");
        // Without this variable the app does not let itself be driven, and asking for a session hangs.
        command.arg(format!("--port={port}")).env("TAURI_WEBVIEW_AUTOMATION", "true");
        command.stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        let driver = Process::start(&mut command)?;
        let options = json!({ "webkitgtk:browserOptions": { "binary": program, "args": [] } });
        let page = Page { driver: WebDriver::open(port, &options)? };
        Ok(Self { page, driver })
    }

    /// Closes the window and waits until the app and its helpers have ended.
    pub fn quit(self) -> Result<()> {
        // The driver's session may end with the window before the response is complete.
        drop(self.page.driver.close_window());
        let ended = until("the app to end after its window was closed", || {
            Ok(process::descendants(self.driver.id()).is_empty().then_some(()))
        });
        ended.map_err(|error| {
            let left: Vec<String> =
                process::descendants(self.driver.id()).into_iter().map(|(_, name)| name).collect();
            Error::Unexpected(format!("{error}; still running: {}", left.join(", ")))
        })
    }

    /// Which of these texts are in the memory of the page's process.
    ///
    /// `witness` must be a text that the page shows: if the search does not find it, the result is meaningless and an
    /// error is returned.
    pub fn found_in_web_process(&self, witness: &str, needles: Vec<Needle>) -> Result<Vec<String>> {
        let found = self.copies_in_web_process(witness, needles)?;
        Ok(found.into_iter().filter(|(_, copies)| *copies > 0).map(|(needle, _)| needle.name).collect())
    }

    /// The same, and how often each is there.
    pub fn copies_in_web_process(
        &self,
        witness: &str,
        mut needles: Vec<Needle>,
    ) -> Result<Vec<(Needle, usize)>> {
        let web_processes = self.web_processes()?;
        needles.push(Needle::new(witness, witness));
        let mut copies = vec![0; needles.len()];
        for id in web_processes {
            for (all, here) in copies.iter_mut().zip(memory::copies_in(id, &needles)?) {
                *all += here;
            }
        }
        let mut found: Vec<_> = needles.into_iter().zip(copies).collect();
        match found.pop() {
            Some((_, 1..)) => Ok(found),
            _ => unexpected(format!("\"{witness}\" is on the page but was not found in the web process")),
        }
    }

    /// When its process began, since the epoch, to the hundredth of a second.
    pub fn started_at(&self) -> Result<Duration> {
        let own = process::descendants(self.driver.id()).into_iter();
        let began = own.filter(|(_, name)| !name.starts_with("WebKit")).map(|(id, _)| process::began(id));
        let first = began.collect::<Result<Vec<_>>>()?.into_iter().min();
        first.map_or_else(|| unexpected("the app's process is not there"), Ok)
    }

    /// The memory of the page's process, in kilobytes.
    pub fn web_memory(&self) -> Result<u64> {
        self.web_processes()?.into_iter().map(process::memory).sum()
    }

    /// The CPU time that the page's process has used so far.
    pub fn web_time(&self) -> Result<Duration> {
        self.web_processes()?.into_iter().map(process::busy).sum()
    }

    fn web_processes(&self) -> Result<Vec<u32>> {
        let all = process::descendants(self.driver.id()).into_iter();
        let found: Vec<u32> = all.filter(|(_, name)| name == WEB_PROCESS).map(|(id, _)| id).collect();
        if found.is_empty() { unexpected("there is no web process") } else { Ok(found) }
    }
}

/// The last lines of the app's and the driver's output, for the report of a failed journey.
pub fn last_words(desktop: &Desktop) -> String {
    let text = fs::read_to_string(desktop.path("app.log")).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(25)..].join("\n")
}
