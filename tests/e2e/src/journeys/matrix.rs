//! How smooth the coverage matrix is in the real window: 1,000 portals by 2,000 endpoints, scrolled steadily, by keys and
//! from end to end, frame by frame. Not a test: it prints figures of this machine beside a floor, an empty page of the
//! same size that is scrolled in the same place, in the same run.
//!
//! WebKit's driver delivers one turn of a wheel and no second, so the page scrolls itself as a wheel or a thumb would.

use std::time::{Duration, Instant};

use serde_json::Value;

use crate::app::App;
use crate::error::{Result, unexpected};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::page::Page;

const PORTALS: usize = 1_000;
const ENDPOINTS: usize = 2_000;
const ROUNDS: usize = 2;
const FRAMES: usize = 60;
const KEYS: usize = 20;
const IDLE: Duration = Duration::from_secs(5);
/// A portal's minutes may change meanwhile, each for itself.
const FRAMES_AT_REST: u32 = 6;
const IN_PAGE: &str = include_str!("matrix.js");

/// A way to scroll.
#[derive(Clone, Copy)]
enum Way {
    /// As a wheel does: some pixels a frame.
    Steady(&'static str),
    /// As the scroll bar's thumb does, drawn from one end to the other.
    EndToEnd(&'static str),
    Keys(&'static str),
}

const PIXELS: usize = 40;
const WAYS: [(&str, Way); 6] = [
    ("40 px a frame, down", Way::Steady("y")),
    ("40 px a frame, sideways", Way::Steady("x")),
    ("end to end, down", Way::EndToEnd("y")),
    ("end to end, sideways", Way::EndToEnd("x")),
    ("key Page Down", Way::Keys(keys::PAGE_DOWN)),
    ("key Right", Way::Keys(keys::RIGHT)),
];

/// What was seen while something scrolled.
#[derive(Default)]
struct Seen {
    frames: Vec<f64>,
    /// Frames in which a cell in sight had no word yet.
    empty: u64,
    /// How long the page's process computed. Unlike the frames, this hardly depends on what else the machine does.
    busy: Duration,
}

pub fn run(context: &mut Context) -> Result<()> {
    let mut seed = context.desktop.command(context.program("examples/seed_connections"));
    seed.arg(context.desktop.path("data")).args([PORTALS, ENDPOINTS].map(|count| count.to_string()));
    if !seed.status()?.success() {
        return unexpected("the data folder could not be filled");
    }
    let app = context.start_app()?;
    let result = measure(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn measure(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    page.resize(1280, 800)?;
    steps::open_view(page, "Scopes")?;
    open_matrix(page)?;
    let before = app.web_memory()?;
    println!("  {:26} matrix: p50   p95 worst  CPU   waiting      floor: p50   p95 worst  CPU", "ms a frame");
    let mut floor = Seen::default();
    for (name, way) in WAYS {
        floor = scroll_beside_floor(app, name, way)?;
    }
    context.picture(page, "matrix")?;
    page.press(&[keys::HOME])?;
    jump_to_the_end(page)?;
    idle(app, floor.busy / u32::try_from(floor.frames.len()).unwrap_or(1).max(1))?;
    println!(
        "  memory of the web process: {} MB before scrolling, {} MB after",
        before / 1_000,
        app.web_memory()? / 1_000
    );
    Ok(())
}

fn open_matrix(page: &Page) -> Result<()> {
    let started = Instant::now();
    page.click("radio", "All portals")?;
    page.wait_for_text("2,000 endpoints × 1,000 portals")?;
    println!("  open the matrix: {} ms", started.elapsed().as_millis());
    if page.driver.script(IN_PAGE, &[])? == Value::Bool(true) {
        settle(page).map(drop)
    } else {
        unexpected("there is no grid")
    }
}

/// The same motion on the floor and on the matrix in turns, so that what else the machine does falls on both.
fn scroll_beside_floor(app: &App, name: &str, way: Way) -> Result<Seen> {
    let (mut matrix, mut floor) = (Seen::default(), Seen::default());
    for _ in 0..ROUNDS {
        in_page(&app.page, "matrix.showFloor()")?;
        scroll(app, way, &mut floor)?;
        in_page(&app.page, "matrix.hideFloor()")?;
        scroll(app, way, &mut matrix)?;
    }
    let waiting = format!("{} of {}", matrix.empty, matrix.frames.len());
    println!("  {name:<26} {}  {waiting:>10}   {}", matrix.in_words(), floor.in_words());
    Ok(floor)
}

fn scroll(app: &App, way: Way, seen: &mut Seen) -> Result<()> {
    let page = &app.page;
    in_page(page, "matrix.rewind()")?;
    if let Way::Keys(_) = way {
        page.driver.press(&[keys::CONTROL], &[keys::HOME])?;
    }
    settle(page)?;
    let before = app.web_time()?;
    in_page(page, "matrix.start()")?;
    let by_itself = |axis, pixels| {
        let body = format!("matrix.scroll('{axis}', {FRAMES}, {pixels}, arguments[0])");
        page.driver.script_with_callback(&body, &[]).map(drop)
    };
    match way {
        Way::Steady(axis) => by_itself(axis, PIXELS.to_string())?,
        Way::EndToEnd(axis) => by_itself(axis, "null".to_owned())?,
        Way::Keys(key) => {
            for _ in 0..KEYS {
                page.press(&[key])?;
                settle(page)?;
                if page.driver.script("return matrix.isActiveSeen();", &[])? != Value::Bool(true) {
                    return unexpected("a key led to a cell that is not in sight");
                }
            }
        }
    }
    let run = page.driver.script("return matrix.stop();", &[])?;
    seen.busy += app.web_time()?.saturating_sub(before);
    if run["moved"].as_f64().unwrap_or_default() < 500.0 {
        return unexpected(format!("nothing was scrolled: {run}"));
    }
    // The first step is from before the motion.
    seen.frames.extend(numbers(&run["frames"]).into_iter().skip(1));
    seen.empty += run["empty"].as_u64().unwrap_or_default();
    Ok(())
}

/// From one corner to the other at once: how long until its cells are there.
fn jump_to_the_end(page: &Page) -> Result<()> {
    in_page(page, "matrix.rewind()")?;
    in_page(page, "matrix.grid.scrollTo(matrix.grid.scrollWidth, matrix.grid.scrollHeight)")?;
    println!("  all cells in sight after a jump from corner to corner: {:.0} ms", settle(page)?);
    Ok(())
}

fn settle(page: &Page) -> Result<f64> {
    let took = page.driver.script_with_callback("matrix.settle(arguments[0])", &[])?;
    Ok(took.as_f64().unwrap_or(f64::NAN))
}

/// Nothing is touched: at first what the last motion left to do, then nothing more. The limit is in frames of the floor,
/// so that it is the same for slow machines.
fn idle(app: &App, floor_frame: Duration) -> Result<()> {
    rest(app, "right after it")?;
    let (busy, repeated) = rest(app, "untouched")?;
    if repeated != Value::Array(Vec::new()) {
        return unexpected(format!("at rest some words changed again and again: {repeated}"));
    }
    if busy > floor_frame * FRAMES_AT_REST {
        return unexpected(format!("at rest more than {FRAMES_AT_REST} frames were drawn: {busy:?}"));
    }
    Ok(())
}

fn rest(app: &App, when: &str) -> Result<(Duration, Value)> {
    let before = app.web_time()?;
    let body = format!("matrix.idle({}, arguments[0])", IDLE.as_millis());
    let seen = app.page.driver.script_with_callback(&body, &[])?;
    let busy = app.web_time()?.saturating_sub(before);
    println!(
        "  {when} for {} s: {} changes in the page, web process busy for {} ms",
        IDLE.as_secs(),
        seen["changes"],
        busy.as_millis()
    );
    Ok((busy, seen["repeated"].clone()))
}

fn in_page(page: &Page, body: &str) -> Result<()> {
    page.driver.script(body, &[]).map(drop)
}

impl Seen {
    fn in_words(&self) -> String {
        let mut frames = self.frames.clone();
        frames.sort_by(f64::total_cmp);
        let busy = self.busy.as_millis() as usize / frames.len().max(1);
        format!("{:>11.0} {:>5.0} {:>5.0} {busy:>4}", at(&frames, 0.5), at(&frames, 0.95), at(&frames, 1.0))
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}

/// The value that this share of the sorted ones does not exceed.
fn at(sorted: &[f64], share: f64) -> f64 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a place in a short list"
    )]
    let index = ((sorted.len().saturating_sub(1)) as f64 * share).round() as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}
