//! Exports the coverage matrix as CSV or Markdown: names and ids of portals, and verdicts. No scope list, no secret.
//!
//! CSV is written by the crate `csv`; that no field begins a formula is our own rule (OWASP, CSV injection).

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use portalscope_catalog::VerdictKind;
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::error::{Error, Result};
use crate::platform::files::write_file;
use crate::platform::numbers::narrow;
use crate::scopes::coverage::{Coverage, CoverageColumn, CoverageMatrix};
use crate::secrets::store::SecretStore;

/// Characters at which a spreadsheet starts a formula, also in their full-width forms.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// Without it, Excel reads a CSV file in the system's legacy encoding and garbles names.
const BYTE_ORDER_MARK: &str = "\u{FEFF}";
const FIXED_COLUMNS: [&str; 3] = ["Endpoint", "Method", "Path"];
/// The largest matrix for the clipboard; a larger one has to be saved to a file.
const MAX_COPIED_CELLS: usize = 50_000;

/// The format of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum CoverageFormat {
    /// RFC 4180, with nothing that a spreadsheet takes for a formula. Files start with a byte order mark.
    Csv,
    /// A table of GitHub Flavored Markdown.
    Markdown,
}

/// What was written to a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ExportReport {
    /// The name of the file, without its folder.
    pub file_name: String,
    /// How many endpoints were written.
    pub rows: u32,
}

impl CoverageFormat {
    /// One field on one line, escaped so that it is read as text only. The CSV writer adds the quotes.
    fn field(self, text: &str) -> String {
        let spaced = text.replace(char::is_control, " ");
        let one_line = spaced.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Csv => without_formulas(&one_line),
            Self::Markdown => one_line.chars().fold(String::new(), |cell, letter| match letter {
                '\\' | '|' | '[' | ']' | '`' | '*' | '_' | '~' => {
                    cell + "\\" + letter.encode_utf8(&mut [0; 4])
                }
                '<' => cell + "&lt;",
                '&' => cell + "&amp;",
                _ => cell + letter.encode_utf8(&mut [0; 4]),
            }),
        }
    }
}

/// Writes rows of fields that `CoverageFormat::field` made.
enum TableWriter<'a> {
    Csv(Box<csv::Writer<&'a mut dyn Write>>),
    Markdown(&'a mut dyn Write),
}

impl<'a> TableWriter<'a> {
    /// Writes the names of the columns: those of every matrix, then one for each portal.
    fn begin(format: CoverageFormat, portals: &[String], out: &'a mut dyn Write) -> io::Result<Self> {
        match format {
            CoverageFormat::Csv => {
                // The fixed names need no quotes, and the crate quotes all fields of a file or none.
                write!(out, "{}{}", FIXED_COLUMNS.join(","), if portals.is_empty() { "\r\n" } else { "," })?;
                let mut writer = csv::WriterBuilder::new()
                    .quote_style(csv::QuoteStyle::Always)
                    .terminator(csv::Terminator::CRLF)
                    .flexible(true)
                    .from_writer(out);
                if !portals.is_empty() {
                    writer.write_record(portals)?;
                }
                Ok(Self::Csv(Box::new(writer)))
            }
            CoverageFormat::Markdown => {
                let mut writer = Self::Markdown(out);
                let names = FIXED_COLUMNS.into_iter().chain(portals.iter().map(String::as_str));
                writer.row(names.clone().map(str::to_owned))?;
                writer.row(names.map(|_| "---".to_owned()))?;
                Ok(writer)
            }
        }
    }

    fn row(&mut self, fields: impl Iterator<Item = String>) -> io::Result<()> {
        match self {
            Self::Csv(writer) => Ok(writer.write_record(fields.map(String::into_bytes))?),
            Self::Markdown(out) => writeln!(out, "| {} |", fields.collect::<Vec<_>>().join(" | ")),
        }
    }

    fn finish(self) -> io::Result<()> {
        match self {
            Self::Csv(mut writer) => writer.flush(),
            Self::Markdown(_) => Ok(()),
        }
    }
}

/// Puts a `'` before a formula, also after a semicolon: many spreadsheets split fields there, quoted or not.
fn without_formulas(text: &str) -> String {
    let parts = text.split(';').map(|part| {
        let text = part.trim_start();
        let space = &part[..part.len() - text.len()];
        if text.starts_with(FORMULA) { format!("{space}'{text}") } else { part.to_owned() }
    });
    parts.collect::<Vec<_>>().join(";")
}

/// Exports the matrix on the screen.
pub struct CoverageExport {
    coverage: Arc<Coverage>,
    secrets: Arc<SecretStore>,
}

impl CoverageExport {
    pub(crate) fn new(coverage: Arc<Coverage>, secrets: Arc<SecretStore>) -> Self {
        Self { coverage, secrets }
    }

    /// Writes the matrix to a file, whole or not at all. `progress` receives the number of rows written, the last time that
    /// of all.
    ///
    /// # Errors
    /// [`Error::CoverageGone`], [`Error::FileUnwritable`]; [`Error::Cancelled`], and a file that was there is
    /// unchanged.
    pub fn to_file(
        &self,
        id: &str,
        format: CoverageFormat,
        path: &Path,
        progress: &dyn Fn(u32),
    ) -> Result<ExportReport> {
        let coverage = self.coverage.get(id)?;
        let cancellations = || coverage.cancellations.load(Ordering::Relaxed);
        let at_first = cancellations();
        let is_cancelled = || cancellations() != at_first;
        write_file(path, |file| {
            if format == CoverageFormat::Csv {
                file.write_all(BYTE_ORDER_MARK.as_bytes())?;
            }
            write(&coverage.matrix, format, &self.secrets, file, &is_cancelled, progress)
        })?;
        let file_name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(ExportReport { file_name, rows: narrow(coverage.matrix.rows.len()) })
    }

    /// Cancels the exports of this matrix to files that are in progress.
    pub fn cancel(&self, id: &str) {
        if let Ok(coverage) = self.coverage.get(id) {
            coverage.cancellations.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// The matrix as text for the clipboard.
    ///
    /// # Errors
    /// [`Error::CoverageGone`]; [`Error::TooMuchToCopy`] for more than 50,000 cells.
    pub fn text(&self, id: &str, format: CoverageFormat) -> Result<String> {
        let coverage = self.coverage.get(id)?;
        if coverage.matrix.rows.len() * coverage.matrix.columns.len() > MAX_COPIED_CELLS {
            return Err(Error::TooMuchToCopy);
        }
        let mut text = Vec::new();
        write(&coverage.matrix, format, &self.secrets, &mut text, &|| false, &|_| ())?;
        String::from_utf8(text).map_err(|_| Error::Internal)
    }
}

/// Writes the matrix, every field redacted, until it is done or cancelled.
fn write(
    matrix: &CoverageMatrix,
    format: CoverageFormat,
    secrets: &SecretStore,
    out: &mut dyn Write,
    is_cancelled: &dyn Fn() -> bool,
    progress: &dyn Fn(u32),
) -> Result<()> {
    let field = |text: &str| format.field(&secrets.redacted(text));
    let portal = |column: &CoverageColumn| field(&format!("{} ({})", column.name, column.hub_id));
    let portals: Vec<String> = matrix.columns.iter().map(portal).collect();
    let mut table = TableWriter::begin(format, &portals, out)?;
    for (at, row) in matrix.rows.iter().enumerate() {
        if is_cancelled() {
            return Err(Error::Cancelled);
        }
        let names = [&row.title, &row.endpoint.method, &row.endpoint.path].map(|text| field(text));
        let label = |kind: VerdictKind| if row.probable { kind.probable_label() } else { kind.label() };
        let cells = matrix.kinds(row).map(|kind| format.field(label(kind)));
        table.row(names.into_iter().chain(cells))?;
        let written = at + 1;
        if written % 50 == 0 || written == matrix.rows.len() {
            progress(narrow(written));
        }
    }
    Ok(table.finish()?)
}

#[cfg(test)]
mod tests {
    use super::{CoverageFormat, TableWriter};

    #[test]
    fn nothing_in_a_csv_field_is_taken_for_a_formula() {
        for text in
            ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=cmd", "＝1", "\0=1", "\u{a0}=1"]
        {
            let field = CoverageFormat::Csv.field(text);
            assert!(field.starts_with('\''), "{field:?}");
        }
        assert_eq!(CoverageFormat::Csv.field("Acme; =1+1;x"), "Acme; '=1+1;x");
        assert_eq!(CoverageFormat::Csv.field("two\r\nlines"), "two lines", "a record is a line");
    }

    fn table(format: CoverageFormat, portals: &[&str]) -> String {
        let fields = |texts: &[&str]| texts.iter().map(|text| format.field(text)).collect::<Vec<_>>();
        let mut out = Vec::new();
        let mut table = TableWriter::begin(format, &fields(portals), &mut out).unwrap();
        let row = ["List contacts", "GET", "/crm/v3/objects/contacts"];
        let cells = portals.iter().map(|_| "Allowed");
        table.row(fields(&row.into_iter().chain(cells).collect::<Vec<_>>()).into_iter()).unwrap();
        table.finish().unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn csv_quotes_every_field_but_the_fixed_names() {
        assert_eq!(
            table(CoverageFormat::Csv, &["Acme \"EU\", Berlin (1)", "=1+1 (2)"]),
            "Endpoint,Method,Path,\"Acme \"\"EU\"\", Berlin (1)\",\"'=1+1 (2)\"\r\n\
             \"List contacts\",\"GET\",\"/crm/v3/objects/contacts\",\"Allowed\",\"Allowed\"\r\n"
        );
        assert_eq!(
            table(CoverageFormat::Csv, &[]),
            "Endpoint,Method,Path\r\n\"List contacts\",\"GET\",\"/crm/v3/objects/contacts\"\r\n"
        );
    }

    #[test]
    fn markdown_draws_a_rule_below_the_names() {
        assert_eq!(
            table(CoverageFormat::Markdown, &["Acme"]),
            "| Endpoint | Method | Path | Acme |\n| --- | --- | --- | --- |\n\
             | List contacts | GET | /crm/v3/objects/contacts | Allowed |\n"
        );
    }

    #[test]
    fn a_markdown_field_stays_in_its_cell() {
        assert_eq!(CoverageFormat::Markdown.field("A | B\n\n# C <b> &"), "A \\| B # C &lt;b> &amp;");
        let picture = CoverageFormat::Markdown.field("![x](https://evil.example/x.png)");
        assert_eq!(picture, "!\\[x\\](https://evil.example/x.png)", "nothing is fetched by looking at it");
        assert_eq!(
            CoverageFormat::Markdown.field("_Acme_ *EU*"),
            "\\_Acme\\_ \\*EU\\*",
            "names are shown as they are"
        );
    }
}
