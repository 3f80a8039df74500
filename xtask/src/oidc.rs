//! An OAuth server that knows nothing of HubSpot, npm's `oidc-provider`: the tests start it themselves.

use crate::place::Place;
use crate::suite::Done;
use crate::{cargo, ui};

pub fn run(place: &Place) -> Result<Done, String> {
    ui::npm_ci(place, &place.root.join("tests").join("oidc"))?;
    cargo::test_oidc(place)?;
    Ok(Done::Passed)
}
