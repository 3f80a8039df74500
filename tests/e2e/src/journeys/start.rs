//! How long a start takes until something is drawn, beside a window of the same Tauri with one paragraph, started in turn.
//! Not a test: it prints figures of this machine. Both are driven alike, so what WebDriver adds is in both.
//!
//! The app opens on a portal of the demo, which was connected before: its first view is the overview. A first paint is
//! WebKit's own `first-contentful-paint`; the view is drawn when the window has marked `first-view`.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::Value;

use crate::app::App;
use crate::error::{Error, Result};
use crate::journeys::{Context, steps};

const STARTS: usize = 5;
const IN_PAGE: &str = r#"
const [mark, done] = arguments;
const first = (name) => performance.getEntriesByName(name)[0]?.startTime;
const look = () => {
    const [paint, view] = [first("first-contentful-paint"), first(mark)];
    if (paint === undefined || view === undefined) return setTimeout(look, 20);
    done([performance.timeOrigin + paint, performance.timeOrigin + view]);
};
look();"#;

/// From the start of the process, in milliseconds.
struct Start {
    paint: f64,
    view: f64,
}

pub fn run(context: &mut Context) -> Result<()> {
    let (blank, portalscope) = (context.program("blank-window"), context.program("portalscope"));
    let app = context.start_app()?;
    let connected = steps::connect_demo(context, &app);
    context.watch(&app.page, connected)?;
    app.quit()?;
    let (mut floor, mut starts) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        floor.push(measure(context, &blank, "first-contentful-paint")?);
        starts.push(measure(context, &portalscope, "first-view")?);
    }
    let blank = print("blank window, first paint", &floor, |start| start.paint);
    let paint = print("portalscope, first paint", &starts, |start| start.paint);
    let view = print("portalscope, first view", &starts, |start| start.view);
    println!("  to the blank window's first paint: {:.2} times, {:.2} times", paint / blank, view / blank);
    Ok(())
}

fn measure(context: &Context, program: &PathBuf, mark: &str) -> Result<Start> {
    let app = App::start(&context.desktop, program)?;
    let answer = app.page.driver.script_with_callback(IN_PAGE, &[mark.into()])?;
    let began = milliseconds(app.started_at()?);
    let at = |index: usize| answer.get(index).and_then(Value::as_f64).map(|time| time - began);
    let times = at(0).zip(at(1));
    app.quit()?;
    let (paint, view) =
        times.ok_or_else(|| Error::Unexpected(format!("the page told no times: {answer}")))?;
    Ok(Start { paint, view })
}

/// Prints each and the median, which it returns.
fn print(name: &str, starts: &[Start], of: impl Fn(&Start) -> f64) -> f64 {
    let mut times: Vec<f64> = starts.iter().map(of).collect();
    let each: Vec<String> = times.iter().map(|time| format!("{time:>5.0}")).collect();
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().unwrap_or(f64::NAN);
    println!("  {name:28} {} ms, median {median:.0}", each.join(" "));
    median
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
