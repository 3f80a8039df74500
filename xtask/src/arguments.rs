//! The command line, parsed by hand: it is small, and a parser would take longer to build than all the rest.

pub const USAGE: &str = "\
cargo xtask set-up              install what is missing, fetch the UI's packages, build the UI
cargo xtask test [STEP]...      everything the build server runs, or only the named steps
            --keep-going        run the remaining steps after one has failed
            --list              name the steps
cargo xtask demo                open the app on the demo portal; without a display, leave pictures in target/demo/
cargo xtask screens             pictures of every view, two sizes, light and dark, in target/screens/
cargo xtask package             installers of this system, from a release build
cargo xtask bindings            write ui/src/host/bindings.ts anew from the Rust commands
cargo xtask bench catalog       how long the catalogue takes: load, search, verdicts, solver; a release build
cargo xtask bench bodies        how long a response of 100 MB takes: open, page, search, write; a release build
cargo xtask bench connections   how long 1,000 connections take: open, list, coverage, search; a release build
cargo xtask bench registration  how long the stored secrets of many connections take to be known; a release build
cargo xtask bench report        how long a report on 100,000 calls takes, and how much memory; a release build
cargo xtask bench redact        how fast 200 MB are redacted, beside memchr; a release build
cargo xtask bench history [N]   how long N entries take (1,000,000 unless told): search, groups, write; a release build
cargo xtask bench matrix        frame times of 1,000 portals by 2,000 endpoints, scrolled in the real window
cargo xtask bench start         time to the first paint and view, beside a blank window; a release build";

const BENCHES: &str = "catalog, bodies, connections, history, matrix, redact, registration, report, start";

/// What to do when a step has failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnFailure {
    Stop,
    KeepGoing,
}

/// Which steps of the suite to run.
#[derive(Debug, PartialEq, Eq)]
pub enum Chosen {
    All,
    Named(Vec<String>),
    ListOnly,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    SetUp,
    Test {
        steps: Chosen,
        on_failure: OnFailure,
    },
    Demo,
    Screens,
    Package,
    Bindings,
    BenchCatalog,
    BenchBodies,
    BenchConnections,
    BenchMatrix,
    BenchRedact,
    /// So many entries; `None`: as many as the measurement says.
    BenchHistory(Option<u64>),
    BenchRegistration,
    BenchReport,
    BenchStart,
}

pub fn parse(arguments: &[String]) -> Result<Task, String> {
    let Some((name, rest)) = arguments.split_first() else { return Ok(Task::Help) };
    match name.as_str() {
        "help" | "--help" | "-h" => Ok(Task::Help),
        "test" => parse_test(rest),
        "set-up" => without_arguments(Task::SetUp, rest),
        "demo" => without_arguments(Task::Demo, rest),
        "screens" => without_arguments(Task::Screens, rest),
        "package" => without_arguments(Task::Package, rest),
        "bindings" => without_arguments(Task::Bindings, rest),
        "bench" => parse_bench(rest),
        other => Err(format!("unknown task `{other}`")),
    }
}

fn without_arguments(task: Task, rest: &[String]) -> Result<Task, String> {
    match rest.first() {
        Some(extra) => Err(format!("unexpected argument `{extra}`")),
        None => Ok(task),
    }
}

fn parse_bench(rest: &[String]) -> Result<Task, String> {
    match rest.split_first() {
        Some((name, rest)) if name == "catalog" => without_arguments(Task::BenchCatalog, rest),
        Some((name, rest)) if name == "bodies" => without_arguments(Task::BenchBodies, rest),
        Some((name, rest)) if name == "connections" => without_arguments(Task::BenchConnections, rest),
        Some((name, rest)) if name == "history" => parse_bench_history(rest),
        Some((name, rest)) if name == "matrix" => without_arguments(Task::BenchMatrix, rest),
        Some((name, rest)) if name == "redact" => without_arguments(Task::BenchRedact, rest),
        Some((name, rest)) if name == "registration" => without_arguments(Task::BenchRegistration, rest),
        Some((name, rest)) if name == "report" => without_arguments(Task::BenchReport, rest),
        Some((name, rest)) if name == "start" => without_arguments(Task::BenchStart, rest),
        Some((other, _)) => Err(format!("nothing to measure is called `{other}`; there is: {BENCHES}")),
        None => Err(format!("what is to be measured? there is: {BENCHES}")),
    }
}

fn parse_bench_history(rest: &[String]) -> Result<Task, String> {
    let Some((entries, rest)) = rest.split_first() else { return Ok(Task::BenchHistory(None)) };
    let entries = entries.parse().map_err(|_| format!("`{entries}` is no number of entries"))?;
    without_arguments(Task::BenchHistory(Some(entries)), rest)
}

fn parse_test(rest: &[String]) -> Result<Task, String> {
    let mut on_failure = OnFailure::Stop;
    let mut names = Vec::new();
    for argument in rest {
        match argument.as_str() {
            "--keep-going" => on_failure = OnFailure::KeepGoing,
            "--list" => return Ok(Task::Test { steps: Chosen::ListOnly, on_failure }),
            flag if flag.starts_with('-') => return Err(format!("unknown option `{flag}`")),
            name => names.push(name.to_owned()),
        }
    }
    let steps = if names.is_empty() { Chosen::All } else { Chosen::Named(names) };
    Ok(Task::Test { steps, on_failure })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn test_without_names_runs_every_step_and_stops_at_the_first_failure() {
        let task = parse(&words("test")).unwrap();
        assert_eq!(task, Task::Test { steps: Chosen::All, on_failure: OnFailure::Stop });
    }

    #[test]
    fn test_takes_step_names_and_keep_going_in_any_order() {
        let task = parse(&words("test fmt --keep-going clippy")).unwrap();
        let steps = Chosen::Named(words("fmt clippy"));
        assert_eq!(task, Task::Test { steps, on_failure: OnFailure::KeepGoing });
    }

    #[test]
    fn bench_says_what_there_is_to_measure() {
        assert_eq!(parse(&words("bench catalog")).unwrap(), Task::BenchCatalog);
        assert_eq!(parse(&words("bench bodies")).unwrap(), Task::BenchBodies);
        assert_eq!(parse(&words("bench connections")).unwrap(), Task::BenchConnections);
        assert_eq!(parse(&words("bench redact")).unwrap(), Task::BenchRedact);
        assert_eq!(parse(&words("bench history")).unwrap(), Task::BenchHistory(None));
        assert_eq!(parse(&words("bench history 9000")).unwrap(), Task::BenchHistory(Some(9_000)));
        assert!(parse(&words("bench history many")).unwrap_err().contains("many"));
        assert_eq!(parse(&words("bench registration")).unwrap(), Task::BenchRegistration);
        assert_eq!(parse(&words("bench report")).unwrap(), Task::BenchReport);
        assert_eq!(parse(&words("bench start")).unwrap(), Task::BenchStart);
        assert!(parse(&words("bench")).unwrap_err().contains("catalog"));
        assert!(parse(&words("bench catalogue")).unwrap_err().contains("there is: catalog"));
    }

    #[test]
    fn a_mistyped_task_or_option_is_named_in_the_error() {
        assert!(parse(&words("tset")).unwrap_err().contains("tset"));
        assert!(parse(&words("test --keepgoing")).unwrap_err().contains("--keepgoing"));
        assert!(parse(&words("demo now")).unwrap_err().contains("now"));
    }
}
