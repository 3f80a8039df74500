//! Child processes that never outlive the journey: each has its own process group, killed when dropped.

use std::collections::HashMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rustix::process::{Pid, Signal, kill_process_group};

use crate::error::{Error, Result};

/// The groups that are running, for the end of this program by a signal, when nothing is dropped.
static GROUPS: Mutex<Vec<u32>> = Mutex::new(Vec::new());

pub struct Process {
    child: Child,
}

/// On Ctrl-C or SIGTERM, ends every process of the journey and then this program.
pub fn end_all_on_signal() -> Result<()> {
    let handler = || {
        groups().iter().for_each(|group| end_group(*group));
        std::process::exit(130);
    };
    ctrlc::set_handler(handler)
        .map_err(|error| Error::Unexpected(format!("cannot watch for signals: {error}")))
}

fn groups() -> MutexGuard<'static, Vec<u32>> {
    GROUPS.lock().unwrap_or_else(PoisonError::into_inner)
}

fn end_group(group: u32) {
    if let Some(group) = i32::try_from(group).ok().and_then(Pid::from_raw) {
        let _ = kill_process_group(group, Signal::KILL);
    }
}

impl Process {
    pub fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().display().to_string();
        match command.process_group(0).spawn() {
            Ok(child) => {
                groups().push(child.id());
                Ok(Self { child })
            }
            Err(error) => Err(Error::Start { program, cause: error.to_string() }),
        }
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the whole group. Doing so twice does no harm.
    pub fn end(&mut self) {
        if matches!(self.child.try_wait(), Ok(Some(_))) && !groups().contains(&self.child.id()) {
            return;
        }
        end_group(self.child.id());
        groups().retain(|group| *group != self.child.id());
        drop(self.child.wait());
    }

    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// All processes below `root`, with their short names.
pub fn descendants(root: u32) -> Vec<(u32, String)> {
    let mut children: HashMap<u32, Vec<(u32, String)>> = HashMap::new();
    for (parent, process, name) in
        fs::read_dir("/proc").into_iter().flatten().flatten().filter_map(|e| relation(&e))
    {
        children.entry(parent).or_default().push((process, name));
    }
    let mut found = Vec::new();
    let mut waiting = vec![root];
    while let Some(next) = waiting.pop() {
        for child in children.remove(&next).unwrap_or_default() {
            waiting.push(child.0);
            found.push(child);
        }
    }
    found
}

/// Its share of the memory in kilobytes; what several processes share is divided among them.
pub fn memory(process: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
    let share = text.lines().find_map(|line| line.strip_prefix("Pss:"));
    let number = share.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
    number.ok_or_else(|| Error::Unexpected(format!("process {process} does not tell its memory")))
}

/// The time that it has computed, to the hundredth of a second.
pub fn busy(process: u32) -> Result<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let fields: Vec<&str> = text.rsplit_once(") ").map_or(Vec::new(), |(_, rest)| rest.split(' ').collect());
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<u64>().ok());
    let total = ticks(11).zip(ticks(12)).map(|(user, system)| (user + system) * 1_000);
    let total =
        total.ok_or_else(|| Error::Unexpected(format!("process {process} does not tell its time")))?;
    Ok(Duration::from_millis(total / rustix::param::clock_ticks_per_second()))
}

/// When it began, since the epoch, to the hundredth of a second.
pub fn began(process: u32) -> Result<Duration> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    let since_boot =
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.split(' ').nth(19)?.parse::<u64>().ok());
    let uptime = fs::read_to_string("/proc/uptime")?;
    let uptime = uptime.split(' ').next().and_then(|seconds| seconds.parse().ok());
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let times = since_boot.zip(uptime);
    let (ticks, uptime) =
        times.ok_or_else(|| Error::Unexpected(format!("process {process} does not tell its start")))?;
    let began = Duration::from_millis(ticks * 1_000 / rustix::param::clock_ticks_per_second());
    Ok(now.saturating_sub(Duration::from_secs_f64(uptime)) + began)
}

fn relation(entry: &fs::DirEntry) -> Option<(u32, u32, String)> {
    let process = entry.file_name().to_str()?.parse().ok()?;
    parse_stat(process, &fs::read_to_string(entry.path().join("stat")).ok()?)
}

/// `/proc/PID/stat`: the name is in parentheses and may contain parentheses itself. Zombies do not count.
fn parse_stat(process: u32, stat: &str) -> Option<(u32, u32, String)> {
    let (head, tail) = stat.rsplit_once(") ")?;
    let name = head.split_once('(')?.1.to_owned();
    let mut fields = tail.split(' ');
    if fields.next()? == "Z" {
        return None;
    }
    Some((fields.next()?.parse().ok()?, process, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_with_parentheses_is_read_whole() {
        assert_eq!(parse_stat(7, "7 (a (b) c) S 3 7 7"), Some((3, 7, "a (b) c".to_owned())));
    }

    #[test]
    fn a_dead_process_is_not_counted() {
        assert_eq!(parse_stat(7, "7 (gone) Z 3 7 7"), None);
    }
}
