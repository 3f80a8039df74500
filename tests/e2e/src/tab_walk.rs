//! Presses Tab all the way around a view, and checks after each press that the focus has not scrolled an element with
//! `overflow: hidden`: without a scroll bar, the user could not scroll it back.

use serde_json::Value;

use crate::error::{Result, unexpected};
use crate::keys;
use crate::page::Page;

const STOP: &str = include_str!("tab_walk.js");
/// More than any view has; a longer walk is in a loop.
const MAX_STOPS: usize = 400;

/// At a stop with a fault, some frames apart.
const MAX_LOOKS: usize = 10;

/// Why the focus is inspected.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A new walk begins here.
    Begin,
    /// The walk has come here.
    Stop,
    /// The same stop, later.
    Again,
}

/// Where a press of Tab has led.
struct Stop {
    focused: String,
    /// This walk has been there before.
    again: bool,
    /// In the dialog on top or else in the open view, not in the list of portals.
    is_in_view: bool,
    /// Each in words: an element that clips and is scrolled, a label out of sight.
    faults: Vec<String>,
}

impl Page {
    /// Presses Tab until the focus is back at a stop of this walk. Fails at the first stop with a fault.
    pub fn tab_through(&self, view: &str) -> Result<()> {
        let start = self.stop(Look::Begin)?.without_fault(view)?;
        let mut stops_in_view = usize::from(start.is_in_view);
        for _ in 0..MAX_STOPS {
            self.press(&[keys::TAB])?;
            let stop = self.settled(self.stop(Look::Stop)?)?.without_fault(view)?;
            if stop.again {
                return reached(view, stops_in_view);
            }
            stops_in_view += usize::from(stop.is_in_view);
        }
        unexpected(format!("{view}: Tab does not come around within {MAX_STOPS} stops"))
    }

    /// Fails if an element that clips is scrolled now.
    pub fn nothing_clipped_is_scrolled(&self, when: &str) -> Result<()> {
        self.stop(Look::Begin)?.without_fault(when).map(drop)
    }

    fn stop(&self, look: Look) -> Result<Stop> {
        let arguments = [(look == Look::Begin).into(), (look == Look::Again).into()];
        Ok(Stop::from_json(&self.driver.script(STOP, &arguments)?))
    }

    /// A layer that is just closing covers what lies below it for some frames. What has been scrolled away stays away.
    fn settled(&self, mut stop: Stop) -> Result<Stop> {
        for _ in 0..MAX_LOOKS {
            if stop.faults.is_empty() {
                break;
            }
            self.pass_frames()?;
            stop.faults = self.stop(Look::Again)?.faults;
        }
        Ok(stop)
    }
}

impl Stop {
    fn from_json(stop: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            focused: text(&stop["focused"]),
            again: stop["again"] == true,
            is_in_view: stop["isInView"] == true,
            faults: stop["faults"].as_array().into_iter().flatten().map(text).collect(),
        }
    }

    fn without_fault(self, view: &str) -> Result<Self> {
        if self.faults.is_empty() {
            return Ok(self);
        }
        unexpected(format!("{view}, focus on {}: {}", self.focused, self.faults.join("; ")))
    }
}

/// A walk that never entered the view proves nothing about it.
fn reached(view: &str, stops_in_view: usize) -> Result<()> {
    if stops_in_view == 0 {
        return unexpected(format!("{view}: Tab never enters it"));
    }
    Ok(())
}
