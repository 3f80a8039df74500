//! The rate limits over time, as pictures with their text beside them.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::sections::{end, section};
use super::text::{escaped, time};
use crate::facts::{Facts, LimitPoint};

const WIDTH: usize = 720;
const HEIGHT: usize = 160;
const LEFT: usize = 56;
const BOTTOM: usize = 20;
const TOP: usize = 8;

/// What is drawn of each point. `None`: the server did not tell.
type Figure = fn(&LimitPoint) -> Option<u32>;

pub(super) fn limits(out: &mut dyn Write, facts: &Facts) -> io::Result<()> {
    section(out, "limits")?;
    let points = &facts.limits;
    if points.is_empty() {
        writeln!(out, "<p>No answer told any.</p>")?;
        return end(out);
    }
    let refused: u64 = points.iter().map(|point| u64::from(point.refused)).sum();
    writeln!(out, "<p>{refused} calls were refused with <code>429</code>.</p>")?;
    figure(out, points, "Calls", "calls", |point| Some(point.calls), |_| None)?;
    let (left, all): (Figure, Figure) = (|point| point.lowest.remaining, |point| point.lowest.max);
    figure(out, points, "Calls left in the interval, the lowest", "left", left, all)?;
    let (left, all): (Figure, Figure) =
        (|point| point.lowest.daily_remaining, |point| point.lowest.daily_max);
    figure(out, points, "Calls left on the day, the lowest", "left", left, all)?;
    end(out)
}

fn figure(
    out: &mut dyn Write,
    points: &[LimitPoint],
    title: &str,
    unit: &str,
    of: Figure,
    limit: Figure,
) -> io::Result<()> {
    let known: Vec<(usize, u32)> =
        points.iter().enumerate().filter_map(|(at, point)| Some((at, of(point)?))).collect();
    let (Some(lowest), Some(highest)) =
        (known.iter().map(|(_, value)| *value).min(), known.iter().map(|(_, value)| *value).max())
    else {
        return Ok(());
    };
    let top = points.iter().filter_map(limit).max().unwrap_or(0).max(highest).max(1);
    let (first, last) = (&points[0], &points[points.len() - 1]);
    let text = format!("{title}: between {lowest} and {highest} {unit}.");
    writeln!(
        out,
        "<figure>\n<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{}\">",
        escaped(&text)
    )?;
    let base = HEIGHT - BOTTOM;
    writeln!(
        out,
        "<path class=\"axis\" d=\"M{LEFT} {TOP}V{base}H{WIDTH}\"/>\n\
         <text x=\"{0}\" y=\"{1}\" text-anchor=\"end\">{top}</text>\n\
         <text x=\"{0}\" y=\"{base}\" text-anchor=\"end\">0</text>\n\
         <path class=\"line\" d=\"{2}\"/>\n</svg>",
        LEFT - 6,
        TOP + 8,
        line(&known, points.len(), top)
    )?;
    writeln!(
        out,
        "<figcaption>{} From {} to {}.</figcaption>\n</figure>",
        escaped(&text),
        time(&first.at),
        time(&last.at)
    )
}

/// A step for each point; a gap where nothing is known.
fn line(known: &[(usize, u32)], count: usize, top: u32) -> String {
    let step = (WIDTH - LEFT) * 100 / count.max(1);
    let span = HEIGHT - BOTTOM - TOP;
    let mut path = String::new();
    let mut before = None;
    for (at, value) in known {
        let height = u64::from(*value) * span as u64 / u64::from(top);
        let y = (HEIGHT - BOTTOM).saturating_sub(usize::try_from(height).unwrap_or(span));
        let (x, end) = (LEFT * 100 + at * step, LEFT * 100 + (at + 1) * step);
        let is_next = before == at.checked_sub(1) && before.is_some();
        let begin = if is_next { format!("V{y}") } else { format!("M{} {y}", hundredths(x)) };
        let _ = write!(path, "{begin}H{}", hundredths(end));
        before = Some(*at);
    }
    path
}

fn hundredths(value: usize) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}
