//! Other programs read what is written. Run by `cargo xtask test sdk-mitmproxy`, which installs them.

use std::path::Path;
use std::process::Command;

use portalscope_core::ReportChoice;

use super::{file_of, planted, saved};
use crate::test_app::TestApp;

/// The folder of the packages, and `mitmdump`.
const PACKAGES: &str = "REPORT_PACKAGES";
const MITMDUMP: &str = "MITMDUMP";

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs the packages of tests/sdk/report"]
async fn a_har_file_is_valid_and_mitmproxy_reads_it() {
    let fixture = TestApp::new().await;
    let (connection, _) = planted(&fixture).await;
    let to = fixture.home.path().join("report.zip");
    let preview = saved(&fixture.app, ReportChoice::of(connection.id), &to);
    let har = fixture.home.path().join("calls.har");
    std::fs::write(&har, file_of(&to, "calls.har")).unwrap();

    let packages = std::env::var_os(PACKAGES).expect("cargo xtask test sdk-mitmproxy sets it");
    let validated =
        Command::new("node").arg(Path::new(&packages).join("validate.js")).arg(&har).output().unwrap();
    let said = String::from_utf8_lossy(&validated.stderr);
    assert!(validated.status.success(), "{said}");

    let mitmdump = std::env::var_os(MITMDUMP).expect("cargo xtask test sdk-mitmproxy sets it");
    let read = Command::new(mitmdump).arg("-nr").arg(&har).output().unwrap();
    let said = String::from_utf8_lossy(&read.stdout) + String::from_utf8_lossy(&read.stderr);
    assert!(read.status.success() && !said.to_lowercase().contains("error"), "{said}");
    let flows = said.matches("<< ").count();
    assert_eq!(flows, preview.summary.calls as usize, "{said}");
}
