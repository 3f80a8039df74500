//! Installs what a build needs. If everything is installed, it only checks.

use crate::place::Place;
use crate::{debian, deny, prerequisites, ui};

/// Including the tools that only the tests need.
pub fn for_tests(place: &Place) -> Result<(), String> {
    everything(place)?;
    deny::install(place).map(drop)
}

/// Everything that the app needs. The UI is built before cargo runs, since `ui/dist` is compiled into the app.
pub fn everything(place: &Place) -> Result<(), String> {
    if cfg!(target_os = "linux") && debian::is_this_system() {
        debian::install_missing(place)?;
    }
    prerequisites::check()?;
    ui::install_packages(place)?;
    ui::build(place)
}
