//! What must be there before anything is built. A second time, it only looks.

use crate::place::Place;
use crate::{debian, deny, prerequisites, ui};

/// Also the tools that only the tests need.
pub fn for_tests(place: &Place) -> Result<(), String> {
    everything(place)?;
    deny::install(place).map(drop)
}

/// All that the app needs. The UI comes last but before cargo: `ui/dist` is compiled into the app.
pub fn everything(place: &Place) -> Result<(), String> {
    if cfg!(target_os = "linux") && debian::is_this_system() {
        debian::install_missing(place)?;
    }
    prerequisites::check()?;
    ui::install_packages(place)?;
    ui::build(place)
}
