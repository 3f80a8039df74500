//! Marketing email: the emails, the campaigns that sent them, what happened to each message, and who subscribes to what.

use std::collections::BTreeMap;

/// A marketing email. Times are in milliseconds since 1970.
#[derive(Debug, Clone)]
pub(crate) struct MarketingEmail {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) subject: String,
    /// The campaign that sent it; `None` for a draft.
    pub(crate) campaign_id: Option<u64>,
    pub(crate) created_ms: i64,
    pub(crate) updated_ms: i64,
    pub(crate) deleted: bool,
}

/// The sending of an email to many recipients.
#[derive(Debug, Clone)]
pub(crate) struct Campaign {
    pub(crate) id: u64,
    pub(crate) app_id: u64,
    pub(crate) email_id: u64,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) sent_ms: i64,
}

/// Something that happened to one message: `SENT`, `DELIVERED`, `OPEN`, `CLICK` or `BOUNCE`.
#[derive(Debug, Clone)]
pub(crate) struct EmailEvent {
    pub(crate) id: String,
    pub(crate) kind: &'static str,
    pub(crate) campaign_id: u64,
    pub(crate) recipient: String,
    pub(crate) at_ms: i64,
    /// The event by which the message was sent; `None` for that event itself.
    pub(crate) sent_by: Option<(String, i64)>,
}

/// A kind of email that people can subscribe to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SubscriptionType {
    pub(crate) id: u64,
    pub(crate) name: &'static str,
    pub(crate) description: &'static str,
}

/// Every account has these.
pub(crate) const SUBSCRIPTION_TYPES: &[SubscriptionType] = &[
    SubscriptionType { id: 7_010, name: "Newsletter", description: "News of the month" },
    SubscriptionType { id: 7_011, name: "Offers", description: "Discounts and new products" },
    SubscriptionType { id: 7_012, name: "One to one", description: "Emails from our staff" },
];

/// A change of what an address subscribes to.
#[derive(Debug, Clone)]
pub(crate) struct SubscriptionChange {
    pub(crate) recipient: String,
    pub(crate) at_ms: i64,
    pub(crate) subscription_id: u64,
    pub(crate) subscribed: bool,
    /// `SOURCE_RECIPIENT` or `SOURCE_HUBSPOT_CUSTOMER`.
    pub(crate) source: &'static str,
}

/// All that an account knows about its email.
#[derive(Debug, Default)]
pub(crate) struct EmailData {
    pub(crate) emails: Vec<MarketingEmail>,
    pub(crate) campaigns: Vec<Campaign>,
    /// Oldest first.
    pub(crate) events: Vec<EmailEvent>,
    /// Oldest first.
    pub(crate) changes: Vec<SubscriptionChange>,
}

impl EmailData {
    /// Emails that are not deleted, oldest first.
    pub(crate) fn live_emails(&self) -> impl Iterator<Item = &MarketingEmail> {
        self.emails.iter().filter(|email| !email.deleted)
    }

    /// How many events of each kind a campaign has.
    pub(crate) fn counts(&self, campaign_id: u64) -> BTreeMap<&'static str, u64> {
        let mut counts = BTreeMap::new();
        for event in self.events.iter().filter(|event| event.campaign_id == campaign_id) {
            *counts.entry(event.kind).or_default() += 1;
        }
        counts
    }

    /// The last change of each subscription of an address. Without a change, an address is subscribed.
    pub(crate) fn last_changes(&self, recipient: &str) -> BTreeMap<u64, &SubscriptionChange> {
        let own = self.changes.iter().filter(|change| change.recipient.eq_ignore_ascii_case(recipient));
        own.map(|change| (change.subscription_id, change)).collect()
    }
}
