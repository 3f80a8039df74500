//! The outcome of a step of the suite that did not fail.

/// The note in the summary beside the step's time.
#[derive(Debug, PartialEq, Eq)]
pub enum StepOutcome {
    Passed,
    /// This many tests passed only on their retry.
    PassedOnRetry(usize),
    /// A part of the step cannot run on this machine: which, and why.
    PassedInPart(&'static str),
    /// Not run, and why.
    Skipped(&'static str),
}

impl StepOutcome {
    pub fn after_retries(retries: usize) -> Self {
        if retries == 0 { Self::Passed } else { Self::PassedOnRetry(retries) }
    }

    pub fn retries(&self) -> usize {
        match self {
            Self::PassedOnRetry(retries) => *retries,
            Self::Passed | Self::PassedInPart(_) | Self::Skipped(_) => 0,
        }
    }

    /// The word and the note in the row of the summary.
    pub fn describe(&self) -> (&'static str, String) {
        match self {
            Self::Passed => ("passed", String::new()),
            Self::PassedOnRetry(1) => ("passed", "1 test only when it was retried".to_owned()),
            Self::PassedOnRetry(tests) => ("passed", format!("{tests} tests only when they were retried")),
            Self::PassedInPart(note) => ("passed", (*note).to_owned()),
            Self::Skipped(reason) => ("SKIPPED", (*reason).to_owned()),
        }
    }
}
