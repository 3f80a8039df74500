//! A page as a person meets it: elements are found by role and accessible name, and waited for.

use std::fs;
use std::path::Path;

use crate::error::{Error, Result, unexpected, until};
use crate::keys;
use crate::webdriver::{Element, WebDriver};

const CANDIDATES: &str = include_str!("page.js");
const SOME_FRAMES: &str = "const done = arguments[arguments.length - 1]; let left = 12; \
    (function next() { left-- ? requestAnimationFrame(next) : done(null); })();";
/// No view has more stops than this; a walk that takes longer has gone round.
const MAX_STOPS: usize = 150;

pub struct Page {
    pub driver: WebDriver,
}

/// How a name is compared. Names are compared with runs of white space made one.
#[derive(Clone, Copy)]
pub enum Name<'a> {
    Is(&'a str),
    Has(&'a str),
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(name: &'a str) -> Self {
        Self::Is(name)
    }
}

impl Name<'_> {
    fn fits(self, label: &str) -> bool {
        let label = label.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Is(name) => label == name,
            Self::Has(part) => label.contains(part),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Is(text) | Self::Has(text) => text,
        }
    }
}

impl Page {
    /// Waits until an element of this role and name is shown.
    pub fn find<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<Element> {
        let name = name.into();
        let what = format!("the {role} \"{}\"", name.text());
        let found = until(&what, || Ok(self.look_for(role, name)?.into_iter().next()));
        found.map_err(|error| self.with_what_is_there(error, role))
    }

    /// Those that are shown now, in the order of the document.
    pub fn look_for(&self, role: &str, name: Name<'_>) -> Result<Vec<Element>> {
        let candidates = self.driver.elements(CANDIDATES, &[role.into()])?;
        let fits = |element: &Element| {
            let fits_name = self.name_of(element).is_ok_and(|label| name.fits(&label));
            fits_name && self.driver.role(element).is_ok_and(|computed| same_role(&computed, role))
        };
        Ok(candidates.into_iter().filter(fits).collect())
    }

    /// The accessible name; WebKit computes none for rows, cells and status lines, which speak by their text.
    fn name_of(&self, element: &Element) -> Result<String> {
        let label = self.driver.label(element)?;
        if label.is_empty() { self.driver.text(element) } else { Ok(label) }
    }

    pub fn is_shown<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<bool> {
        Ok(!self.look_for(role, name.into())?.is_empty())
    }

    pub fn wait_until_gone<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
        let name = name.into();
        let what = format!("the {role} \"{}\" to go", name.text());
        until(&what, || Ok(self.look_for(role, name)?.is_empty().then_some(())))
    }

    /// Clicks as soon as it is shown and enabled. A refusal, such as for an element that was just drawn anew, is
    /// tried again.
    pub fn click<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
        let name = name.into();
        let what = format!("the {role} \"{}\" to take a click", name.text());
        let mut refusal = None;
        let clicked = until(&what, || match self.click_now(role, name) {
            Err(Error::Driver { kind, message, .. }) => {
                refusal = Some(format!("{kind}: {message}"));
                Ok(None)
            }
            Err(error) => Err(error),
            Ok(clicked) => Ok(clicked),
        });
        match (clicked, refusal) {
            (Err(_), Some(refusal)) => unexpected(format!("waited for {what}: {refusal}")),
            (result, _) => result.map_err(|error| self.with_what_is_there(error, role)),
        }
    }

    fn click_now(&self, role: &str, name: Name<'_>) -> Result<Option<()>> {
        let Some(element) = self.look_for(role, name)?.into_iter().next() else { return Ok(None) };
        if !self.driver.is_enabled(&element)? {
            return Ok(None);
        }
        self.driver.click(&self.pointed_at(&element)?).map(Some)
    }

    /// What a pointer would hit: the drawn label of a check box, radio or switch whose input is hidden in it.
    fn pointed_at(&self, element: &Element) -> Result<Element> {
        let body = "const e = arguments[0]; return [e.matches('input[type=radio], input[type=checkbox]') && e.closest('label') || e];";
        let found = self.driver.elements(body, &[element.as_json()])?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| Error::Unexpected("an element vanished before its click".to_owned()))
    }

    /// Scrolls the nearest scroll container until the element is in its middle, as the wheel would. `scrollIntoView` would
    /// also scroll every container around that one.
    pub fn scroll_to<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
        let element = self.pointed_at(&self.find(role, name)?)?;
        let body = "let box = arguments[0].parentElement; \
            while (!/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement; \
            const top = (e) => e.getBoundingClientRect().top; \
            box.scrollTop += top(arguments[0]) - top(box) - box.clientHeight / 2;";
        self.driver.script(body, &[element.as_json()]).map(drop)
    }

    /// Whether a person sees its middle: inside the window, not clipped, not covered.
    pub fn is_in_sight<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<bool> {
        let Some(element) = self.look_for(role, name.into())?.into_iter().next() else { return Ok(false) };
        let body = "const e = arguments[0], r = e.getBoundingClientRect(); \
            return e.contains(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2));";
        Ok(self.driver.script(body, &[self.pointed_at(&element)?.as_json()])? == true)
    }

    /// Replaces the text of a field.
    pub fn fill<'a>(&self, role: &str, name: impl Into<Name<'a>>, text: &str) -> Result<()> {
        self.click(role, name)?;
        self.driver.press(&[keys::CONTROL], &["a"])?;
        self.type_text(text)
    }

    /// Types into whatever has the focus, key by key.
    pub fn type_text(&self, text: &str) -> Result<()> {
        let letters: Vec<String> = text.chars().map(String::from).collect();
        self.press(&letters.iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub fn press(&self, keys: &[&str]) -> Result<()> {
        self.driver.press(&[], keys)
    }

    /// Presses Tab until the focus is on this element.
    pub fn tab_to<'a>(&self, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
        let name = name.into();
        self.find(role, name)?;
        self.walk_to(keys::TAB, role, name)
    }

    /// Walks with an arrow key through a menu or list that was just opened. The keys count once the focus is in it.
    pub fn arrow_to<'a>(&self, arrow: &str, role: &str, name: impl Into<Name<'a>>) -> Result<()> {
        until(&format!("the focus to be on a {role}"), || {
            Ok(same_role(&self.focus()?.0, role).then_some(()))
        })?;
        self.walk_to(arrow, role, name.into())
    }

    fn walk_to(&self, key: &str, role: &str, name: Name<'_>) -> Result<()> {
        let mut passed = Vec::new();
        for _ in 0..MAX_STOPS {
            let (focused_role, label) = self.focus()?;
            if same_role(&focused_role, role) && name.fits(&label) {
                return Ok(());
            }
            passed.push(format!("{focused_role} \"{label}\""));
            self.press(&[key])?;
        }
        unexpected(format!(
            "the key never reaches the {role} \"{}\"; it passed {}",
            name.text(),
            passed.join(", ")
        ))
    }

    /// The role and name of what has the focus, inside shadow trees too.
    pub fn focus(&self) -> Result<(String, String)> {
        until("something to have the focus", || self.focus_now().map(Some))
    }

    pub fn has_focus(&self, role: &str, name: Name<'_>) -> Result<bool> {
        let (focused, label) = self.focus_now()?;
        Ok(same_role(&focused, role) && name.fits(&label))
    }

    fn focus_now(&self) -> Result<(String, String)> {
        let body = "let e = document.activeElement; while (e?.shadowRoot?.activeElement) e = e.shadowRoot.activeElement; return [e];";
        let focused = match self.driver.elements(body, &[])?.into_iter().next() {
            Some(element) => element,
            None => self.driver.focused()?,
        };
        Ok((self.driver.role(&focused)?, self.driver.label(&focused)?))
    }

    /// All text that is drawn, with the values of fields left out.
    pub fn text(&self) -> Result<String> {
        let body = "return document.body ? document.body.innerText : '';";
        Ok(self.driver.script(body, &[])?.as_str().unwrap_or_default().to_owned())
    }

    pub fn wait_for_text(&self, part: &str) -> Result<()> {
        let found = until(&format!("the text \"{part}\""), || Ok(self.text()?.contains(part).then_some(())));
        found.map_err(|error| {
            Error::Unexpected(format!("{error}; the page says: {}", self.text().unwrap_or_default()))
        })
    }

    /// Waits until a field holds this text.
    pub fn wait_for_value<'a>(&self, role: &str, name: impl Into<Name<'a>>, value: &str) -> Result<()> {
        let name = name.into();
        let mut shown = String::new();
        let found = until(&format!("the {role} \"{}\" to hold \"{value}\"", name.text()), || {
            let Some(field) = self.look_for(role, name)?.into_iter().next() else { return Ok(None) };
            let held = self.driver.script("return arguments[0].value;", &[field.as_json()])?;
            held.as_str().unwrap_or_default().clone_into(&mut shown);
            Ok((shown == value).then_some(()))
        });
        found.map_err(|error| Error::Unexpected(format!("{error}; it holds \"{shown}\"")))
    }

    pub fn save_picture(&self, file: &Path) -> Result<()> {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        // What was drawn last is on the screen a few frames later.
        self.pass_frames()?;
        fs::write(file, self.driver.picture()?)?;
        println!("  picture {}", file.display());
        Ok(())
    }

    pub fn pass_frames(&self) -> Result<()> {
        self.driver.script_with_callback(SOME_FRAMES, &[]).map(drop)
    }

    /// Resizes the window until the page itself is of this size, whatever frame the window has.
    pub fn resize(&self, width: u64, height: u64) -> Result<()> {
        let (mut outer_width, mut outer_height) = (width, height);
        until(&format!("a page of {width}x{height}"), || {
            self.driver.resize(outer_width, outer_height)?;
            let size = self.driver.script("return [innerWidth, innerHeight];", &[])?;
            let inner = |index: usize| size[index].as_u64().unwrap_or_default();
            if (inner(0), inner(1)) == (width, height) {
                return Ok(Some(()));
            }
            outer_width = width + outer_width.saturating_sub(inner(0)).min(width);
            outer_height = height + outer_height.saturating_sub(inner(1)).min(height);
            Ok(None)
        })
    }

    fn with_what_is_there(&self, error: Error, role: &str) -> Error {
        let candidates = self.driver.elements(CANDIDATES, &[role.into()]).unwrap_or_default();
        let in_words = |element: &Element| {
            let role = self.driver.role(element).unwrap_or_default();
            format!("{role} {:?}", self.name_of(element).unwrap_or_default().trim())
        };
        let there: Vec<String> = candidates.iter().take(40).map(in_words).collect();
        match error {
            Error::Waited { .. } => Error::Unexpected(format!("{error}; there are: {}", there.join(", "))),
            other => other,
        }
    }
}

/// WebKit names some roles as its platform does.
fn same_role(computed: &str, wanted: &str) -> bool {
    computed == wanted
        || match wanted {
            "textbox" => matches!(computed, "searchbox" | "text" | "text field"),
            "searchbox" => computed == "textbox",
            "img" => computed == "image",
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_compared_with_white_space_made_one() {
        assert!(Name::Is("Connect app").fits("Connect\n  app"));
        assert!(!Name::Is("Connect").fits("Connect app"));
        assert!(Name::Has("Connect").fits("Connect app"));
    }
}
