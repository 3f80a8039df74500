//! How much of what is decoded is read. A text may be encoded over again at every place, with names of secrets all over it;
//! each decoding is a text of its own to read. What would take longer than is allowed is left out unread.
//!
//! Texts as people have them never come near the bound.

/// What looking at one name costs that may be a secret's. One byte of what is decoded costs a step, some ten nanoseconds.
pub(crate) const NAME: usize = 32;
/// What one finding costs.
pub(crate) const FINDING: usize = 40;

/// A text may take so many steps for each of its bytes, with those that its own names and findings cost.
const PER_BYTE: usize = 3;
/// One of so many bytes that are decoded is read, whatever else there is.
const SHARE: usize = 16;
/// What a text may take beyond that: short ones are read in any case.
const GRACE: isize = 256 * 1_024;

/// The steps that are left, of a text and of all that is decoded of it; less than none after a part that took too many.
pub(crate) struct Effort(isize);

impl Default for Effort {
    fn default() -> Self {
        Self(GRACE)
    }
}

impl Effort {
    pub(crate) fn spend(&mut self, steps: usize) {
        self.0 = self.0.saturating_sub_unsigned(steps);
    }

    /// Whether nothing more is to be read.
    pub(crate) fn is_spent(&self) -> bool {
        self.0 <= 0
    }
}

/// What a text adds from its beginning to its end.
pub(crate) struct Allowance {
    of: usize,
    steps: usize,
    added: usize,
}

impl Allowance {
    /// `read`: what the text itself took, in steps.
    pub(crate) fn new(text: &[u8], read: usize) -> Self {
        let steps = (text.len() * PER_BYTE).saturating_sub(read).max(text.len() / SHARE);
        Self { of: text.len().max(1), steps, added: 0 }
    }

    /// A share of what is allowed, for another reader of the same text.
    pub(crate) fn half(&self) -> Self {
        Self { steps: self.steps / 2, ..*self }
    }

    /// Adds what the text up to this place allows.
    pub(crate) fn add_until(&mut self, at: usize, effort: &mut Effort) {
        let until = at * self.steps / self.of;
        effort.0 = effort.0.saturating_add_unsigned(until.saturating_sub(self.added)).min(GRACE);
        self.added = self.added.max(until);
    }
}
