//! An email that an app sends to one person: what becomes of it, and the events that it leaves.

use super::{
    email::{Campaign, EmailEvent},
    object_types::object_type,
    single_sends::{SendResult, SingleSend},
    store::Crm,
    validate::is_email,
};

/// The app that sends them.
const APP_ID: u64 = 131;
const FIRST_CAMPAIGN_ID: u64 = 84_900_001;

impl Crm {
    /// Sends an email that exists to an address: it has the events of a message, and the address the email.
    pub(crate) fn send_single(
        &mut self,
        email: u64,
        to: &str,
        send_id: Option<&str>,
        at_ms: i64,
    ) -> SingleSend {
        let result = self.result_of(to, send_id);
        let event = (result == SendResult::Sent).then(|| self.record_events(email, to, at_ms));
        let send_id = send_id.map(str::to_owned);
        let send = SingleSend { status_id: new_id(), send_id, at_ms, result, event };
        self.single_sends.keep(send.clone());
        send
    }

    fn result_of(&self, to: &str, send_id: Option<&str>) -> SendResult {
        let bounced = |event: &EmailEvent| event.kind == "BOUNCE" && event.recipient.eq_ignore_ascii_case(to);
        if send_id.is_some_and(|id| self.single_sends.has_sent(id)) {
            SendResult::IdempotentIgnore
        } else if !is_email(to) {
            SendResult::InvalidToAddress
        } else if self.email.events.iter().any(bounced) {
            SendResult::PreviouslyBounced
        } else {
            SendResult::Sent
        }
    }

    /// Records that a message was sent and delivered. Returns the id of the first event.
    fn record_events(&mut self, email: u64, to: &str, at_ms: i64) -> String {
        let campaign_id = self.campaign_of(email, at_ms);
        let id = new_id();
        let mut event = |id: String, kind, sent_by| {
            let recipient = to.to_owned();
            self.email.events.push(EmailEvent { id, kind, campaign_id, recipient, at_ms, sent_by });
        };
        event(id.clone(), "SENT", None);
        event(new_id(), "DELIVERED", Some((id.clone(), at_ms)));
        id
    }

    /// The campaign under which an email's messages are counted.
    fn campaign_of(&mut self, email: u64, at_ms: i64) -> u64 {
        if let Some(known) = self.email.campaigns.iter().find(|campaign| campaign.email_id == email) {
            return known.id;
        }
        let id = FIRST_CAMPAIGN_ID + self.email.campaigns.len() as u64;
        let written = self.email.emails.iter().find(|known| known.id == email);
        let (name, subject) =
            written.map(|email| (email.name.clone(), email.subject.clone())).unwrap_or_default();
        self.email.campaigns.push(Campaign {
            id,
            app_id: APP_ID,
            email_id: email,
            name,
            subject,
            sent_ms: at_ms,
        });
        id
    }

    /// The id of the contact with an address, created if there is none.
    pub(crate) fn contact_with_email(&mut self, email: &str, now_ms: i64) -> u64 {
        let contacts = object_type("contacts");
        let known = self.find_by(contacts, "email", email).map(|contact| contact.id);
        known.unwrap_or_else(|| {
            let values = vec![("email".to_owned(), email.to_ascii_lowercase())];
            self.insert(contacts, values, now_ms).id
        })
    }
}

fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}
