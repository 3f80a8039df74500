//! The text by which somebody asks another person for a report.

use crate::links::view::{AskedPeriod, ReportLink};

/// The parameters of the link.
pub(super) fn fields(asked: &ReportLink) -> Vec<(&'static str, &str)> {
    let word = |period: AskedPeriod| AskedPeriod::WORDS.into_iter().find(|(_, one)| *one == period);
    let given = |text: &&String| !text.trim().is_empty();
    let mut fields: Vec<(&'static str, &str)> = Vec::new();
    fields.extend(asked.portal.as_ref().filter(given).map(|portal| ("portal", portal.trim())));
    fields.extend(asked.period.and_then(word).map(|(word, _)| ("period", word)));
    fields.extend(asked.note.as_ref().filter(given).map(|note| ("note", note.trim())));
    fields
}

/// What is sent to the person. The link stands alone in its line, so that programs make one link of it.
pub(super) fn text(asked: &ReportLink, link: &str) -> String {
    let fields = fields(asked);
    let field = |name| fields.iter().find(|(other, _)| *other == name).map(|(_, text)| *text);
    let of = field("portal").map_or("your HubSpot portal".to_owned(), |portal| {
        format!("the HubSpot portal with the Hub ID {portal}")
    });
    let time = asked.period.map_or("the time in question", AskedPeriod::in_words);
    let note = field("note").map_or_else(String::new, |note| format!("\n{note}\n"));
    format!(
        "Please make a report of {time} of {of} and send me the file.\n{note}\n\
         1. Start Portalscope, where the portal is connected.\n\
         2. Open this link. It fills in a form; nothing is sent.\n\
         \n\
         {link}\n\
         \n\
         3. Look through the preview: it lists what was removed, and you can remove more.\n\
         4. Save the file, and send it to me.\n\
         \n\
         Tokens and client secrets are never in the file. Personal data is masked unless you choose otherwise.\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_says_what_is_wanted_and_has_the_link_in_a_line_of_its_own() {
        let asked = ReportLink {
            portal: Some("26041877".into()),
            period: Some(AskedPeriod::Hour),
            note: Some("Case 7. Thank you, Ada".into()),
        };
        let text = text(&asked, "portalscope://report?portal=26041877");
        assert!(text.starts_with(
            "Please make a report of the last hour of the HubSpot portal with the Hub ID 26041877"
        ));
        assert!(text.contains("\nCase 7. Thank you, Ada\n"));
        assert!(text.lines().any(|line| line == "portalscope://report?portal=26041877"));
    }

    #[test]
    fn blank_fields_are_left_out() {
        let asked = ReportLink { portal: Some("  ".into()), period: None, note: Some(" ".into()) };
        assert_eq!(fields(&asked), []);
        assert!(text(&asked, "portalscope://report").contains("of your HubSpot portal"));
    }
}
