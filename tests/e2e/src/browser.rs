//! The system browser: real Chromium, without a window, at the address that the app asked to open.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use serde_json::json;

use crate::desktop::Desktop;
use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::free_port;
use crate::process::Process;
use crate::webdriver::WebDriver;

const BROWSERS: &[&str] = &["chromium", "google-chrome", "chromium-browser"];
const DRIVERS: &[&str] = &["chromedriver", "chromium.chromedriver"];

pub struct Browser {
    pub page: Page,
    driver: Process,
}

impl Browser {
    pub fn open(desktop: &Desktop, url: &str) -> Result<Self> {
        let port = free_port();
        let log = File::create(desktop.path("browser.log"))?;
        let mut command = desktop.command(first_of(DRIVERS)?);
        command.arg(format!("--port={port}")).stdout(Stdio::from(log.try_clone()?)).stderr(Stdio::from(log));
        let driver = Process::start(&mut command)?;
        let profile = format!("--user-data-dir={}", desktop.path("browser").display());
        let mut arguments = vec!["--headless=new", "--disable-gpu", "--disable-dev-shm-usage", &profile];
        if rustix::process::geteuid().is_root() {
            arguments.push("--no-sandbox");
        }
        let options = json!({ "goog:chromeOptions": { "binary": first_of(BROWSERS)?, "args": arguments } });
        let page = Page { driver: WebDriver::open(port, &options)? };
        page.driver.go_to(url)?;
        Ok(Self { page, driver })
    }

    pub fn close(self) -> Result<()> {
        self.page.driver.close_session()?;
        drop(self.driver);
        Ok(())
    }
}

fn first_of(programs: &[&str]) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = programs
        .iter()
        .find_map(|program| folders.iter().map(|f| f.join(program)).find(|p: &PathBuf| is_file(p)));
    let missing =
        || Error::Start { program: programs.join(" or "), cause: "it is not on the PATH".to_owned() };
    found.ok_or_else(missing)
}

fn is_file(path: &Path) -> bool {
    path.is_file()
}
