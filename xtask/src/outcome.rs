//! How a step of the suite ended when it did not fail.

/// What the summary says of a step beside its time.
#[derive(Debug, PartialEq, Eq)]
pub enum StepOutcome {
    Passed,
    /// This many tests failed at first and passed when they were run once more.
    PassedOnRetry(usize),
    /// A part of the step cannot be run on this machine: which, and why.
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
