//! Prerequisites that are checked but never installed; an error tells where to get them.

use crate::shell;

const OLDEST_NODE: (u32, u32) = (20, 19);

/// The error names everything that is missing, one line each.
pub fn check() -> Result<(), String> {
    let mut missing = Vec::new();
    missing.extend(node_problem());
    if !shell::on_path("npm") {
        missing.push("npm: it comes with Node".to_owned());
    }
    missing.extend(system_problems());
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("missing on this machine:\n  {}", missing.join("\n  ")))
}

fn node_problem() -> Option<String> {
    let (major, minor) = OLDEST_NODE;
    let wanted = format!("Node {major}.{minor} or newer: https://nodejs.org");
    let Some(printed) = shell::output_of("node", &["--version"]) else { return Some(wanted) };
    let is_old = version(&printed).is_none_or(|found| found < OLDEST_NODE);
    is_old.then(|| format!("{wanted} (found {})", printed.trim()))
}

fn version(printed: &str) -> Option<(u32, u32)> {
    let mut numbers = printed.trim().trim_start_matches('v').split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(target_os = "macos")]
fn system_problems() -> Vec<String> {
    let has_tools = shell::output_of("xcode-select", &["--print-path"]).is_some();
    if has_tools {
        Vec::new()
    } else {
        vec!["the Xcode command line tools: run `xcode-select --install`".to_owned()]
    }
}

#[cfg(windows)]
fn system_problems() -> Vec<String> {
    const WEBVIEW: &str =
        r"HKLM\SOFTWARE\WOW6432Node\Microsoft\EdgeUpdate\Clients\{F3017226-FE2A-4295-8BDF-00C3A9A7E4C5}";
    let mut missing = Vec::new();
    if shell::output_of("reg", &["query", WEBVIEW, "/v", "pv"]).is_none() {
        missing.push("WebView2: https://developer.microsoft.com/microsoft-edge/webview2".to_owned());
    }
    let has_msvc = shell::output_of("rustc", &["-vV"])
        .is_some_and(|text| text.contains("host: ") && text.contains("msvc"));
    if !has_msvc {
        missing.push("the MSVC toolchain of Rust: run `rustup default stable-msvc`".to_owned());
    }
    if !shell::on_path("cl") && !has_build_tools() {
        missing.push(
            "the C++ build tools of Visual Studio: https://visualstudio.microsoft.com/downloads".to_owned(),
        );
    }
    missing
}

#[cfg(windows)]
fn has_build_tools() -> bool {
    const FINDER: &str = r"C:\Program Files (x86)\Microsoft Visual Studio\Installer\vswhere.exe";
    const TOOLS: &str = "Microsoft.VisualStudio.Component.VC.Tools.x86.x64";
    let arguments = ["-products", "*", "-requires", TOOLS, "-property", "installationPath"];
    shell::output_of(FINDER, &arguments).is_some_and(|text| !text.trim().is_empty())
}

#[cfg(all(unix, not(target_os = "macos")))]
fn system_problems() -> Vec<String> {
    if crate::debian::is_this_system() {
        return Vec::new();
    }
    let libraries = ["webkit2gtk-4.1", "librsvg-2.0"];
    let missing_libraries = libraries
        .into_iter()
        .filter(|library| shell::output_of("pkg-config", &["--exists", library]).is_none())
        .map(|library| format!("the development files of {library} (asked of pkg-config)"));
    let programs =
        ["cc", "WebKitWebDriver", "Xvfb", "dbus-daemon", "gnome-keyring-daemon", "chromedriver", "xclip"];
    let missing_programs = programs
        .into_iter()
        .filter(|program| !shell::on_path(program))
        .map(|program| format!("the program {program}"));
    missing_libraries.chain(missing_programs).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_node_is_read_from_what_it_prints() {
        assert_eq!(version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version("not a version"), None);
    }
}
