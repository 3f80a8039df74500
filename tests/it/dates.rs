//! `cargo xtask test dates` runs the tests under a clock that is days ahead. This test checks that it is: with the real
//! clock that step would prove nothing.

use std::time::SystemTime;

#[test]
fn the_clock_of_this_run_is_as_many_days_ahead_as_the_run_says() {
    let said = std::env::var("PORTALSCOPE_DAYS_AHEAD").map_or(0.0, |days| days.parse().unwrap());
    // File times are real even if the clock is moved.
    let file = tempfile::NamedTempFile::new().unwrap();
    let real = file.as_file().metadata().unwrap().modified().unwrap();
    let ahead = match SystemTime::now().duration_since(real) {
        Ok(ahead) => ahead.as_secs_f64(),
        Err(behind) => -behind.duration().as_secs_f64(),
    };
    assert!((ahead / 86_400.0 - said).abs() < 1.0, "{ahead} seconds ahead, not {said} days");
}
