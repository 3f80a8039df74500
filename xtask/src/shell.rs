//! Runs other programs: their output is shown as it comes, and its end is kept for the summary.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::{env, io, thread};

use crate::place::Place;

const KEPT_LINES: usize = 40;

/// A command in the repository, with nothing on its standard input and cargo's build directory settled.
pub fn command(place: &Place, program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(launcher(program));
    command
        .args(arguments)
        .current_dir(&place.root)
        .stdin(Stdio::null())
        .env("CARGO_TARGET_DIR", &place.target);
    if io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    } else {
        command.env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    }
    command
}

/// Windows starts `npm` and `npx` only by their full script names.
fn launcher(program: &str) -> String {
    if cfg!(windows) && matches!(program, "npm" | "npx") {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    }
}

/// Runs the command and shows its output; an error contains the last lines of it.
pub fn run(command: &mut Command) -> Result<(), String> {
    run_and_read(command).map(drop)
}

/// As [`run`], and returns the last 40 lines of the output.
pub fn run_and_read(command: &mut Command) -> Result<String, String> {
    println!("$ {}", line(command));
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("cannot start {}: {error}", command.get_program().display()))?;
    let kept = Arc::new(Mutex::new(VecDeque::new()));
    let readers = [
        child.stdout.take().map(|pipe| show(pipe, Arc::clone(&kept))),
        child.stderr.take().map(|pipe| show(pipe, Arc::clone(&kept))),
    ];
    let status = child.wait().map_err(|error| error.to_string())?;
    for reader in readers.into_iter().flatten() {
        reader.join().map_err(|_| "a reader of the output stopped".to_owned())?;
    }
    let mut kept = kept.lock().map_err(|_| "a reader of the output stopped".to_owned())?;
    if status.success() {
        return Ok(kept.make_contiguous().join("\n"));
    }
    let tail: Vec<String> = kept.iter().map(|line| format!("    {line}")).collect();
    Err(format!("`{}` failed ({status}); its last lines:\n{}", line(command), tail.join("\n")))
}

fn show<P: Read + Send + 'static>(pipe: P, kept: Arc<Mutex<VecDeque<String>>>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        for bytes in BufReader::new(pipe).split(b'\n').map_while(Result::ok) {
            let text = String::from_utf8_lossy(&bytes).trim_end_matches('\r').to_owned();
            println!("{text}");
            let Ok(mut kept) = kept.lock() else { return };
            if kept.len() == KEPT_LINES {
                kept.pop_front();
            }
            kept.push_back(text);
        }
    })
}

fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// The output of a program, or nothing if it is missing or fails.
pub fn output_of(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(launcher(program)).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program with this name is on the PATH.
pub fn on_path(program: &str) -> bool {
    let names = [launcher(program), format!("{program}{}", env::consts::EXE_SUFFIX)];
    let Some(path) = env::var_os("PATH") else { return false };
    env::split_paths(&path).any(|folder| names.iter().any(|name| PathBuf::from(&folder).join(name).is_file()))
}
