//! Runs programs of each language, in as few processes as it allows.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// How a program ended, and what it printed on both outputs.
#[derive(Debug)]
pub struct Ran {
    pub is_success: bool,
    pub printed: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let printed = [output.stdout, output.stderr].concat();
        Self { is_success: output.status.success(), printed: String::from_utf8(printed).unwrap() }
    }
}

/// A folder with the programs in it, named by their order.
fn folder(programs: &[String], extension: &str) -> (TempDir, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let write = |(at, program): (usize, &String)| {
        let file = folder.path().join(format!("program{at}.{extension}"));
        fs::write(&file, program).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let files = programs.iter().enumerate().map(write).collect();
    (folder, files)
}

fn each(files: &[String], token: &str, command: &[&str]) -> Vec<Ran> {
    let run = |file: &String| {
        let mut process = Command::new(command[0]);
        process.args(&command[1..]).arg(file).env("HUBSPOT_TOKEN", token).output().unwrap().into()
    };
    files.iter().map(run).collect()
}

/// The progress meter would stand between the answer and curl's own message.
pub fn shell(programs: &[String], token: &str) -> Vec<Ran> {
    let quiet: Vec<_> = programs.iter().map(|program| program.replacen("curl ", "curl -sS ", 1)).collect();
    let (_folder, files) = folder(&quiet, "sh");
    each(&files, token, &["sh"])
}

pub fn php(programs: &[String], token: &str) -> Vec<Ran> {
    let (_folder, files) = folder(programs, "php");
    each(&files, token, &["php", "-d", "display_errors=stderr"])
}

pub fn ruby(programs: &[String], token: &str) -> Vec<Ran> {
    let (_folder, files) = folder(programs, "rb");
    each(&files, token, &["ruby", "-w"])
}

/// Imports the libraries once and forks for each program.
const PYTHON: &str = "
import os, runpy, sys
import requests, hubspot.crm.contacts, hubspot.crm.deals
for file in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        out = os.open(file + '.out', os.O_CREAT | os.O_WRONLY)
        os.dup2(out, 1)
        os.dup2(out, 2)
        runpy.run_path(file, run_name='__main__')
        sys.exit(0)
    with open(file + '.code', 'w') as code:
        code.write(str(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))
";

/// Imports one module after the other.
const NODE: &str = "
import { writeFileSync } from 'node:fs';
for (const file of process.argv.slice(2)) {
  let printed = '';
  console.log = console.error = (text) => { printed += `${text}\\n`; };
  process.exitCode = 0;
  await import(file);
  writeFileSync(`${file}.out`, printed);
  writeFileSync(`${file}.code`, String(process.exitCode));
}
process.exit(0);
";

pub fn python(programs: &[String], token: &str) -> Vec<Ran> {
    let (_folder, files) = folder(programs, "py");
    let interpreter =
        std::env::var("SNIPPETS_PYTHON").expect("SNIPPETS_PYTHON names the Python with the packages");
    driven(Command::new(interpreter).args(["-c", PYTHON]), &files, token)
}

pub fn node(programs: &[String], token: &str) -> Vec<Ran> {
    let (folder, files) = folder(programs, "mjs");
    symlink(Path::new(ROOT).join("tests/sdk/node/node_modules"), folder.path().join("node_modules")).unwrap();
    let driver = folder.path().join("driver.mjs");
    fs::write(&driver, NODE).unwrap();
    driven(Command::new("node").arg(driver), &files, token)
}

/// Runs all the programs in one process, which leaves what each printed and its code beside it.
fn driven(driver: &mut Command, files: &[String], token: &str) -> Vec<Ran> {
    let output = driver.args(files).env("HUBSPOT_TOKEN", token).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read = |file: &String, kind: &str| fs::read_to_string(format!("{file}.{kind}")).unwrap();
    files
        .iter()
        .map(|file| Ran { is_success: read(file, "code") == "0", printed: read(file, "out") })
        .collect()
}

/// Each program becomes a package, so that all are linked once.
pub fn go(programs: &[String], token: &str) -> Vec<Ran> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::write(root.join("go.mod"), "module snippets\n\ngo 1.18\n").unwrap();
    let numbers: Vec<_> = (0..programs.len()).map(|at| at.to_string()).collect();
    let lines = |line: fn(&String) -> String| numbers.iter().map(line).collect::<Vec<_>>().concat();
    let imports = lines(|at| format!("\t\"snippets/p{at}\"\n"));
    let calls = lines(|at| format!("\"{at}\": p{at}.Run, "));
    for (at, program) in programs.iter().enumerate() {
        let package = root.join(format!("p{at}"));
        fs::create_dir(&package).unwrap();
        let program =
            program.replacen("package main", &format!("package p{at}"), 1).replace("run()", "Run()");
        fs::write(package.join("main.go"), program).unwrap();
    }
    let main = format!(
        "package main\n\nimport (\n\t\"log\"\n\t\"os\"\n{imports})\n\nfunc main() {{\n\
         \truns := map[string]func() error{{{calls}}}\n\
         \tif err := runs[os.Args[1]](); err != nil {{\n\t\tlog.Fatal(err)\n\t}}\n}}\n",
    );
    fs::write(root.join("main.go"), main).unwrap();
    let go = |arguments: &[&str]| Command::new("go").args(arguments).current_dir(root).output().unwrap();
    let built = go(&["build", "-o", "all", "."]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let unformatted =
        Command::new("gofmt").arg("-l").args(packages(programs.len())).current_dir(root).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&unformatted.stdout), "", "gofmt would change these");
    each(&numbers, token, &[root.join("all").to_str().unwrap()])
}

fn packages(count: usize) -> impl Iterator<Item = String> {
    (0..count).map(|at| format!("p{at}"))
}
