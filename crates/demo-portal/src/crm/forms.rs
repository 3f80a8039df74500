//! Forms, their fields, and what visitors have submitted.

/// A field of a form, which writes the contact property of the same name.
#[derive(Debug, Clone)]
pub(crate) struct FormField {
    pub(crate) name: String,
    pub(crate) label: String,
    pub(crate) required: bool,
}

/// A form. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) guid: String,
    pub(crate) name: String,
    pub(crate) fields: Vec<FormField>,
    pub(crate) submit_text: String,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) deleted: bool,
}

/// What a visitor has sent.
#[derive(Debug, Clone)]
pub(crate) struct Submission {
    pub(crate) id: String,
    pub(crate) form: String,
    pub(crate) at_ms: i64,
    pub(crate) page_url: String,
    /// Names of fields and what was entered.
    pub(crate) values: Vec<(String, String)>,
}

impl Submission {
    /// What was entered in a field.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }
}

/// The forms of an account.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    forms: Vec<Form>,
    /// In the order in which they came.
    pub(crate) submissions: Vec<Submission>,
}

impl Forms {
    /// Adds a form.
    pub(crate) fn add(&mut self, form: Form) {
        self.forms.push(form);
    }

    /// All forms that are not deleted, oldest first.
    pub(crate) fn live(&self) -> impl Iterator<Item = &Form> {
        self.forms.iter().filter(|form| !form.deleted)
    }

    /// A form that is not deleted.
    pub(crate) fn find(&self, guid: &str) -> Option<&Form> {
        self.live().find(|form| form.guid == guid)
    }

    /// Like [`Self::find`], to change it.
    pub(crate) fn find_mut(&mut self, guid: &str) -> Option<&mut Form> {
        self.forms.iter_mut().find(|form| form.guid == guid && !form.deleted)
    }

    /// The submissions of a form, newest first.
    pub(crate) fn submissions_of(&self, guid: &str) -> Vec<&Submission> {
        let mut own: Vec<&Submission> =
            self.submissions.iter().filter(|submission| submission.form == guid).collect();
        own.sort_by_key(|submission| std::cmp::Reverse(submission.at_ms));
        own
    }

    /// The submissions with this email address, oldest first.
    pub(crate) fn submissions_by(&self, email: &str) -> Vec<&Submission> {
        let by = |submission: &&Submission| {
            submission.value("email").is_some_and(|own| own.eq_ignore_ascii_case(email))
        };
        let mut own: Vec<&Submission> = self.submissions.iter().filter(by).collect();
        own.sort_by_key(|submission| submission.at_ms);
        own
    }
}
