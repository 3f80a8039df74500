//! An OAuth server that knows nothing of HubSpot, npm's `oidc-provider`: the tests start it themselves.

use crate::outcome::StepOutcome;
use crate::place::Place;
use crate::{cargo, ui};

pub fn run(place: &Place) -> Result<StepOutcome, String> {
    ui::npm_ci(place, &place.root.join("tests").join("oidc"))?;
    cargo::test_oidc(place)?;
    Ok(StepOutcome::Passed)
}
