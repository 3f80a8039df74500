//! Runs axe-core in the page and returns its findings, but for minor ones.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::error::Result;
use crate::page::Page;

const RUN: &str = "
// Of the page behind a modal dialog, all is hidden: its heading and its main landmark are not missing.
const behind = ['landmark-one-main', 'page-has-heading-one'];
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (results) => done(results.violations
    .filter((violation) => violation.impact !== 'minor')
    .filter((violation) => !(behind.includes(violation.id) && document.querySelector('[aria-modal], [role=dialog], [role=alertdialog]')))
    .map((violation) => `${violation.id} (${violation.impact}): ${violation.help}: `
      + violation.nodes.map((node) => `${node.target.join(' ')} [${node.failureSummary}]`).join('; '))),
  (error) => done([`axe failed: ${error}`]),
);";

/// One text for each finding.
pub fn findings(page: &Page, axe: &Path) -> Result<Vec<String>> {
    let source = fs::read_to_string(axe)?;
    // The page's content security policy forbids other scripts, so the driver injects it.
    page.driver.script(&format!("if (!globalThis.axe) {{ {source}\n }} return true;"), &[])?;
    let findings = page.driver.script_with_callback(RUN, &[])?;
    Ok(findings.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
}
