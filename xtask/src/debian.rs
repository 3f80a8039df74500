//! Debian and Ubuntu: which packages are missing, and installing those and no others.

use std::process::Command;

use crate::place::Place;
use crate::shell;

/// One thing that is needed. It is there when one of its commands is on the PATH, or, without commands, when
/// dpkg says that the package is installed.
struct Need {
    package: &'static str,
    commands: &'static [&'static str],
}

const fn package(package: &'static str) -> Need {
    Need { package, commands: &[] }
}

const fn command(package: &'static str, commands: &'static [&'static str]) -> Need {
    Need { package, commands }
}

/// To build and open the window.
const WINDOW: &[Need] = &[
    package("libwebkit2gtk-4.1-dev"),
    package("librsvg2-dev"),
    command("build-essential", &["cc"]),
    command("pkg-config", &["pkg-config"]),
    command("xdg-utils", &["xdg-open"]),
    command("desktop-file-utils", &["update-desktop-database"]),
    package("gnome-keyring"),
];

/// To drive the window in a virtual display with its own session bus and keyring, to click in a real browser, to run the
/// tests under another date, and to run the programs that the app writes.
const TESTS: &[Need] = &[
    command("webkit2gtk-driver", &["WebKitWebDriver"]),
    command("xvfb", &["Xvfb"]),
    command("dbus", &["dbus-daemon"]),
    command("xclip", &["xclip"]),
    command("xdotool", &["xdotool"]),
    package("at-spi2-core"),
    package("python3-gi"),
    package("gir1.2-atspi-2.0"),
    command("curl", &["curl"]),
    command("faketime", &["faketime"]),
    command("php-cli", &["php"]),
    package("php-curl"),
    command("ruby", &["ruby"]),
    command("golang-go", &["go"]),
];

const BROWSER: &[&str] = &["chromium", "google-chrome", "chromium-browser"];
const BROWSER_DRIVER: &[&str] = &["chromedriver", "chromium.chromedriver"];

pub fn is_this_system() -> bool {
    std::fs::read_to_string("/etc/os-release").is_ok_and(|text| is_debian_like(&text))
}

fn is_debian_like(os_release: &str) -> bool {
    os_release
        .lines()
        .filter_map(|line| line.split_once('='))
        .filter(|(key, _)| matches!(*key, "ID" | "ID_LIKE"))
        .flat_map(|(_, value)| value.trim_matches('"').split_whitespace())
        .any(|word| matches!(word, "debian" | "ubuntu"))
}

/// Installs what is missing with apt-get, through sudo where this is not root.
pub fn install_missing(place: &Place) -> Result<(), String> {
    let missing = missing_packages();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing system packages: {}", missing.join(" "));
    let apt = Apt::new(&missing)?;
    if missing.iter().any(|package| !is_known(package)) {
        apt.update(place)?;
        return apt.install(place, &missing);
    }
    apt.install(place, &missing).or_else(|_| {
        println!("the package lists may be old: reading them anew");
        apt.update(place)?;
        apt.install(place, &missing)
    })
}

fn missing_packages() -> Vec<&'static str> {
    let mut missing: Vec<&str> =
        WINDOW.iter().chain(TESTS).filter(|need| !is_there(need)).map(|n| n.package).collect();
    let ubuntu = std::fs::read_to_string("/etc/os-release").is_ok_and(|text| text.contains("ID=ubuntu"));
    if !any_on_path(BROWSER) {
        missing.push(if ubuntu { "chromium-browser" } else { "chromium" });
    }
    if !any_on_path(BROWSER_DRIVER) {
        missing.push(if ubuntu { "chromium-chromedriver" } else { "chromium-driver" });
    }
    if shell::output_of("python3", &["-c", "import ensurepip, venv"]).is_none() {
        missing.extend(["python3", "python3-venv"]);
    }
    missing
}

fn is_there(need: &Need) -> bool {
    if need.commands.is_empty() { is_installed(need.package) } else { any_on_path(need.commands) }
}

fn any_on_path(commands: &[&str]) -> bool {
    commands.iter().any(|command| shell::on_path(command))
}

fn is_installed(package: &str) -> bool {
    shell::output_of("dpkg-query", &["--show", "--showformat=${db:Status-Status}", package])
        .is_some_and(|status| status == "installed")
}

/// Whether apt's lists hold the package; they are empty on a fresh container.
fn is_known(package: &str) -> bool {
    shell::output_of("apt-cache", &["policy", package])
        .is_some_and(|text| text.contains("Candidate:") && !text.contains("Candidate: (none)"))
}

struct Apt {
    through_sudo: bool,
}

impl Apt {
    fn new(missing: &[&str]) -> Result<Self, String> {
        let is_root = shell::output_of("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        if !is_root && !shell::on_path("sudo") {
            let packages = missing.join(" ");
            return Err(format!(
                "not root and no sudo; run as root: apt-get update && apt-get install {packages}"
            ));
        }
        Ok(Self { through_sudo: !is_root })
    }

    fn update(&self, place: &Place) -> Result<(), String> {
        shell::run(&mut self.command(place, &["update"]))
    }

    fn install(&self, place: &Place, packages: &[&str]) -> Result<(), String> {
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend(packages);
        shell::run(&mut self.command(place, &arguments))
    }

    fn command(&self, place: &Place, arguments: &[&str]) -> Command {
        let mut words = vec!["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"];
        words.extend(arguments);
        let program = if self.through_sudo { "sudo" } else { words.remove(0) };
        shell::command(place, program, &words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debian_and_what_is_like_it_are_recognised() {
        assert!(is_debian_like("ID=debian\n"));
        assert!(is_debian_like("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian_like("ID=fedora\nNAME=\"not debian\"\n"));
    }
}
