//! How fast a redactor that knows 1,000 secrets reads: `cargo xtask bench redact`.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    reason = "a program for developers"
)]

mod inputs;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use portalscope_redact::{PersonalData, Redactor};

use inputs::{PIECES, contacts, hard, next, personal, token};

const SECRETS: usize = 1_000;
const BYTES: usize = 200_000_000;
const RUNS: usize = 3;
const CONTACTS: &str = "contacts, JSON";
/// The argument of the processes whose memory is measured.
const PEAK: &str = "--peak";
/// The argument that looks for slow inputs, and how many it tries: `bench_redact --hunt 2000`.
const HUNT: &str = "--hunt";

fn main() {
    if let Some(size) = std::env::args().skip_while(|argument| argument != PEAK).nth(1) {
        return println!("{}", peak_of_stream(size.parse().unwrap()));
    }
    if let Some(rounds) = std::env::args().skip_while(|argument| argument != HUNT).nth(1) {
        return hunt(rounds.parse().unwrap());
    }
    let megabytes = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .map_or(BYTES, |size: usize| size * 1_000_000);
    let redactor = Redactor::new();
    let started = busy();
    for number in 0..SECRETS {
        redactor.register("access-token", &token(number as u64));
    }
    // They are made ready for the first text.
    redactor.text("");
    println!(
        "register {SECRETS} secrets of {} bytes: {:?}",
        token(0).len(),
        busy().checked_sub(started).unwrap()
    );
    let wanted = std::env::args().nth(2).unwrap_or_default();
    if CONTACTS.contains(&wanted) {
        report_contacts(&redactor, megabytes);
    }
    if wanted.is_empty() {
        report_peaks();
    }
    for (what, text) in hard().into_iter().filter(|(what, _)| what.contains(&wanted)) {
        report(what, text.len(), || {
            black_box(stream(&redactor, black_box(&text), PersonalData::Keep));
        });
    }
    for (what, text) in personal().into_iter().filter(|(what, _)| what.contains(&wanted)) {
        report(&format!("{what}, masked"), text.len(), || {
            black_box(stream(&redactor, black_box(&text), PersonalData::Mask));
        });
    }
}

fn report_contacts(redactor: &Redactor, bytes: usize) {
    let text = contacts(bytes);
    report("memchr's floor (no byte of the text)", text.len(), || {
        black_box(memchr::memchr3(1, 2, 3, black_box(text.as_bytes())));
    });
    report(CONTACTS, text.len(), || {
        assert_eq!(stream(redactor, black_box(&text), PersonalData::Keep), 0);
    });
}

/// The most memory of a process of its own that passes so many megabytes through a stream, in kB, where the system tells.
fn report_peaks() {
    let peak = |megabytes: usize| -> Option<usize> {
        let program = std::env::current_exe().ok()?;
        let output =
            std::process::Command::new(program).args([PEAK, &megabytes.to_string()]).output().ok()?;
        String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|peak| *peak > 0)
    };
    if let (Some(small), Some(large)) = (peak(10), peak(1_000)) {
        println!("peak memory: {small} kB for a stream of 10 MB, {large} kB for one of 1 GB");
    }
}

/// The document is made piece by piece and held nowhere. 0: the system does not tell.
fn peak_of_stream(megabytes: usize) -> usize {
    let redactor = Redactor::new();
    (0..SECRETS).for_each(|number| _ = redactor.register("access-token", &token(number as u64)));
    let mut stream = redactor.stream(PersonalData::Keep);
    let mut clean = Vec::new();
    for number in 0..megabytes * 16 {
        let secret = format!("{{\"client_secret\":\"a1b2c3d4e5f6{number}\"}},");
        stream.push((contacts(1_000_000 / 16) + &secret).as_bytes(), &mut clean);
        black_box(&clean);
        clean.clear();
    }
    assert_eq!(stream.finish(&mut clean).total(), megabytes * 16);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.and_then(|peak| peak.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// How many findings there were.
fn stream(redactor: &Redactor, text: &str, personal: PersonalData) -> usize {
    let mut stream = redactor.stream(personal);
    let mut clean = Vec::new();
    for piece in text.as_bytes().chunks(64 * 1_024) {
        stream.push(piece, &mut clean);
        black_box(&clean);
        clean.clear();
    }
    stream.finish(&mut clean).total()
}

/// Tries random sequences of pieces, over and over, and changes the slowest ones further. Prints those that it kept.
fn hunt(rounds: usize) {
    const KEPT: usize = 24;
    const BYTES: usize = 1_000_000;
    let redactor = Redactor::new();
    (0..SECRETS).for_each(|number| _ = redactor.register("access-token", &token(number as u64)));
    let (mut seed, mut kept) = (rounds as u64 + 1, Vec::<(f64, Vec<usize>)>::new());
    for _ in 0..rounds {
        let mut random = |below: usize| (next(&mut seed) >> 20) as usize % below;
        let mut parts =
            if kept.len() < KEPT || random(4) == 0 { Vec::new() } else { kept[random(kept.len())].1.clone() };
        for _ in 0..=random(4) {
            let at = random(parts.len() + 1);
            if random(3) == 0 && at < parts.len() {
                parts.remove(at);
            } else {
                parts.insert(at, random(PIECES.len()));
            }
        }
        let part: String = parts.iter().map(|piece| PIECES[*piece]).collect();
        if part.is_empty() || parts.len() > 12 {
            continue;
        }
        let text = part.repeat(BYTES / part.len() + 1);
        let started = busy();
        black_box(redactor.text(black_box(&text)));
        let rate = text.len() as f64 / 1e6 / busy().saturating_sub(started).as_secs_f64();
        kept.push((rate, parts));
        kept.sort_by(|left, right| left.0.total_cmp(&right.0));
        kept.dedup_by(|left, right| left.1 == right.1);
        kept.truncate(KEPT);
    }
    for (rate, parts) in kept {
        let part: String = parts.iter().map(|piece| PIECES[*piece]).collect();
        println!("{rate:.0} MB/s: {part:?}");
    }
}

fn report(what: &str, bytes: usize, mut run: impl FnMut()) {
    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let started = busy();
        run();
        best = best.min(busy().saturating_sub(started));
    }
    println!(
        "{what}: {:.0} MB in {best:.2?}, {:.0} MB/s",
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / best.as_secs_f64()
    );
}

/// How long this thread was on a processor, where the system tells: on a busy machine the clock says little. Otherwise, the
/// time since the first call.
fn busy() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The system counts when a thread gives way.
    std::thread::yield_now();
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = schedule.and_then(|text| text.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}
