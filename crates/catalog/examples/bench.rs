//! Measures the catalogue: load, search, verdicts, solver. `cargo xtask bench catalog` runs it in a release build.
//!
//! Prints numbers of this machine; it does not judge them.

#![allow(clippy::print_stdout, reason = "a measurement is printed")]

use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

use portalscope_catalog::{
    Call, Catalog, CredentialKind, CredentialScopes, ObjectTypes, Operation, Solution, VerdictKind,
};

/// Typed letter by letter; each prefix is a key stroke.
const TYPED: [&str; 8] = [
    "creat contct",
    "deals batch read",
    "list owners",
    "crm.objects.companies.write",
    "associations between deals and contacts",
    "search tickets by property",
    "https://api.hubapi.com/crm/v3/objects/contacts/123",
    "marketing email statistics",
];

const ROUNDS: usize = 10;
const PORTALS: usize = 1_000;
const ENDPOINTS: usize = 2_000;
const CHOSEN: usize = 200;
const SETS: usize = 100;

fn main() {
    size();
    load();
    let catalog = Catalog::bundled();
    let ((), prepared) = timed(|| catalog.prepare());
    println!("prepare     {:>9}  path tree and search index, once", shown(prepared));
    search(catalog);
    matrix(catalog);
    solver(catalog);
}

/// What the build puts into a binary: the data files, packed.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/data.zlib"));

fn size() {
    println!("size        {:>6} kB  of data in the binary, packed", PACKED.len().div_ceil(1000));
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let started = Instant::now();
    let made = work();
    (made, started.elapsed())
}

fn load() {
    let times: Vec<Duration> = (0..100).map(|_| timed(|| black_box(Catalog::load())).1).collect();
    let first = times[0];
    let times = sorted(times);
    println!(
        "load        {:>9}  median of {}; fastest {}, the first {}, p99 {}",
        shown(at(&times, 50)),
        times.len(),
        shown(at(&times, 0)),
        shown(first),
        shown(at(&times, 99))
    );
}

/// Each key stroke ten times over; its median and its fastest keep what a busy machine adds apart from the search itself.
fn search(catalog: &Catalog) {
    let strokes: Vec<&str> =
        TYPED.iter().flat_map(|text| (1..=text.len()).map(move |end| &text[..end])).collect();
    let mut times: Vec<Vec<Duration>> = vec![Vec::new(); strokes.len()];
    for _ in 0..ROUNDS {
        for (text, times) in strokes.iter().zip(&mut times) {
            times.push(timed(|| black_box(catalog.search(text, 20))).1);
        }
    }
    let times: Vec<Vec<Duration>> = times.into_iter().map(sorted).collect();
    for (name, percent) in [("median", 50), ("fastest", 0)] {
        let of_strokes = sorted(times.iter().map(|times| at(times, percent)).collect());
        println!(
            "search      {:>9}  p50 of {} key strokes over {} operations, each the {name} of {ROUNDS}; p99 {}, worst {}",
            shown(at(&of_strokes, 50)),
            strokes.len(),
            catalog.operations().len(),
            shown(at(&of_strokes, 99)),
            shown(at(&of_strokes, 100))
        );
    }
}

/// Every portal holds another part of all scopes that are named anywhere.
fn matrix(catalog: &Catalog) {
    let scopes = all_scopes(catalog);
    let part = |portal: usize| scopes.iter().skip(portal % 7).step_by(1 + portal % 11).collect();
    let credentials: Vec<CredentialScopes> = (0..PORTALS)
        .map(|portal| CredentialScopes { granted: Some(part(portal)), credential: CredentialKind::Oauth })
        .collect();
    let calls: Vec<Call> = catalog.operations().iter().take(ENDPOINTS).map(concrete).collect();
    let (rows, took) = timed(|| catalog.verdict_matrix(&calls, &credentials));
    let allowed = rows.iter().flatten().filter(|kind| **kind == VerdictKind::Allowed).count();
    println!("matrix      {:>9}  {PORTALS} portals x {ENDPOINTS} endpoints; {allowed} allowed", shown(took));
}

fn all_scopes(catalog: &Catalog) -> BTreeSet<String> {
    let named = catalog.operations().iter().flat_map(|op| op.declared_scopes().iter().flatten().cloned());
    named.collect()
}

/// With object types in place of their parameters, so that scopes decide.
fn concrete(operation: &Operation) -> Call {
    let filled = [("{objectType}", "deals"), ("{objectTypeId}", "0-5"), ("{fromObjectType}", "quotes")];
    let path = filled.iter().fold(operation.path.to_owned(), |path, (name, value)| path.replace(name, value));
    let path = path.replace("{toObjectType}", "contacts").replace("{toObjectTypeId}", "0-1");
    Call { method: operation.method.to_owned(), path }
}

/// Different sets of 200 endpoints, spread over the whole catalogue.
fn solver(catalog: &Catalog) {
    let calls: Vec<Call> = catalog.operations().iter().map(concrete).collect();
    let mut times = Vec::new();
    let mut most = 0;
    for start in 0..SETS {
        let chosen = (0..CHOSEN).map(|at| calls[(start * 31 + at * (7 + start)) % calls.len()].clone());
        let chosen: Vec<Call> = chosen.collect();
        let (solution, took) = solved(catalog, &chosen, &[]);
        most = most.max(solution.scopes.len());
        times.push(took);
    }
    let times = sorted(times);
    let (median, worst) = (shown(at(&times, 50)), shown(at(&times, 100)));
    println!(
        "solver      {median:>9}  median of {SETS} sets of {CHOSEN} endpoints, {most} scopes at most; worst {worst}"
    );
    tangled(catalog);
    let (solution, took) = timed(|| catalog.solve(&calls, &[], CredentialKind::Oauth));
    println!("solver, all {:>9}  {} endpoints, {} scopes", shown(took), calls.len(), solution.scopes.len());
}

/// The fastest of three, which keeps what a busy machine adds apart.
fn solved(catalog: &Catalog, calls: &[Call], granted: &[String]) -> (Solution, Duration) {
    let tries = (0..3).map(|_| timed(|| catalog.solve(calls, granted, CredentialKind::Oauth)));
    tries.min_by_key(|(_, took)| *took).expect("BUG: three tries")
}

/// Sets of 200 out of the calls whose requirements touch each other most: links between any two types, with alternatives
/// on both ends, and the properties of each; with nothing granted, and with a part of the scopes.
fn tangled(catalog: &Catalog) {
    let types: Vec<&str> = ObjectTypes::bundled().all().iter().map(|object| object.name.as_str()).collect();
    let types: Vec<&str> =
        types.into_iter().map(|name| if name == "custom" { "p_car" } else { name }).collect();
    let call = |method: &str, path: String| Call { method: method.to_owned(), path };
    let mut calls = Vec::new();
    for (at, from) in types.iter().enumerate() {
        calls.push(call("GET", format!("/crm/properties/2026-03/{from}")));
        calls.push(call("POST", format!("/crm/properties/2026-03/{from}")));
        for to in types.iter().skip(at + 1) {
            calls.push(call("GET", format!("/crm/v4/objects/{from}/1/associations/{to}")));
            calls.push(call("POST", format!("/crm/associations/2026-03/{from}/{to}/batch/create")));
        }
    }
    calls.push(call("GET", "/engagements/v1/engagements/paged".to_owned()));
    calls.push(call("POST", "/engagements/v1/engagements".to_owned()));
    let part: Vec<String> = all_scopes(catalog).into_iter().step_by(5).collect();
    let mut times = Vec::new();
    let mut seed = 1_u64;
    for round in 0..SETS {
        let chosen: Vec<Call> = (0..CHOSEN)
            .map(|_| {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                calls[usize::try_from(seed >> 33).unwrap_or(0) % calls.len()].clone()
            })
            .collect();
        let granted = if round % 2 == 0 { &[][..] } else { &part[..] };
        times.push(solved(catalog, &chosen, granted).1);
    }
    let times = sorted(times);
    println!(
        "solver, bad {:>9}  median of {SETS} sets of {CHOSEN} endpoints out of {} that touch each other; worst {}",
        shown(at(&times, 50)),
        calls.len(),
        shown(at(&times, 100))
    );
}

fn sorted(mut times: Vec<Duration>) -> Vec<Duration> {
    times.sort_unstable();
    times
}

fn at(sorted: &[Duration], percent: usize) -> Duration {
    sorted[(sorted.len() - 1) * percent / 100]
}

fn shown(time: Duration) -> String {
    format!("{:.3} ms", time.as_secs_f64() * 1000.0)
}
