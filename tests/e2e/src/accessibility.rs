//! axe-core in the page: what it finds serious or critical.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::error::{Result, unexpected};
use crate::page::Page;

const RUN: &str = "
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] }).then(
  (results) => done(results.violations
    .filter((violation) => violation.impact === 'serious' || violation.impact === 'critical')
    .map((violation) => `${violation.id} (${violation.impact}): ${violation.help}: `
      + violation.nodes.map((node) => `${node.target.join(' ')} [${node.failureSummary}]`).join('; '))),
  (error) => done([`axe failed: ${error}`]),
);";

/// An error that names each finding, and the view it was found on.
pub fn check(page: &Page, axe: &Path, view: &str) -> Result<()> {
    let source = fs::read_to_string(axe)?;
    // The page's policy forbids scripts from elsewhere; the driver's own script brings it in.
    page.driver.script(&format!("if (!globalThis.axe) {{ {source}\n }} return true;"), &[])?;
    let findings = page.driver.script_with_callback(RUN, &[])?;
    let findings: Vec<&str> = findings.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if findings.is_empty() {
        Ok(())
    } else {
        unexpected(format!("axe on {view}:\n  {}", findings.join("\n  ")))
    }
}
