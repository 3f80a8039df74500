//! Reports: what a bundle holds, and above all what it does not.

use std::io::Read;
use std::path::Path;

use portalscope_core::{NameValue, PersonalDataChoice, Portalscope, ReportChoice, ReportPreview};
use serde_json::Value;

use crate::test_app::{TestApp, draft};

/// The files of a bundle by their names.
pub fn unpacked(bundle: &Path) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(bundle).unwrap()).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let (name, mut text) = (String::from_utf8_lossy(file.name_raw()).into_owned(), String::new());
            file.read_to_string(&mut text).unwrap();
            (name, text)
        })
        .collect()
}

pub fn file(bundle: &Path, wanted: &str) -> String {
    unpacked(bundle).into_iter().find(|(name, _)| name == wanted).expect(wanted).1
}

fn made(app: &Portalscope, choice: ReportChoice, to: &Path) -> ReportPreview {
    let preview = app.reports.prepare(choice, &|_| ()).unwrap();
    app.reports.save(&preview.id, to).unwrap();
    preview
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_has_three_files_and_the_facts_are_valid_by_the_schema() {
    let fixture = TestApp::new().await;
    let connection = fixture.connect().await;
    let call = draft("GET", "/crm/v3/objects/contacts/1?idProperty=email", None);
    fixture.app.console.send(&connection.id, "r", &call).await.unwrap();
    let to = fixture.home.path().join("report.zip");
    let preview = made(&fixture.app, ReportChoice::of(connection.id), &to);
    let mut names: Vec<_> = unpacked(&to).into_iter().map(|(name, _)| name).collect();
    names.sort();
    assert_eq!(names, ["calls.har", "report.html", "report.json"]);
    let facts: Value = serde_json::from_str(&file(&to, "report.json")).unwrap();
    println!("{}", serde_json::to_string_pretty(&facts).unwrap());
    println!("{}", file(&to, "report.html"));
    println!("{}", file(&to, "calls.har"));
    println!("{preview:#?}");
}
