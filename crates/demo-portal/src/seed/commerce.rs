//! Products, deals with line items and quotes, tickets, and the custom object.

use super::{
    dates::{DAY_MS, NEWEST_MS, random_time_ms},
    people::{Company, Contact, random_owner_id},
    random::Random,
    words,
};
use crate::{
    crm::{
        object_types::object_type,
        pipelines::{DEAL_STAGES, TICKET_STAGES},
        store::Crm,
        values::values,
    },
    state::clock::iso_ms,
};

/// Creates all products and returns their ids.
pub(super) fn products(crm: &mut Crm) -> Vec<u64> {
    let mut ids = Vec::new();
    for (number, (name, price, frequency)) in words::PRODUCTS.iter().enumerate() {
        let set = values([
            ("name", (*name).into()),
            ("price", price.to_string()),
            ("hs_sku", format!("PS-{:04}", 1000 + number * 7)),
            ("description", format!("{name}, as in the price list")),
            ("recurringbillingfrequency", (*frequency).into()),
        ]);
        ids.push(crm.insert(object_type("products"), set, NEWEST_MS - 600 * DAY_MS).id);
    }
    ids
}

/// A deal's id and that of its contact.
pub(super) struct Deal {
    pub(super) id: u64,
    pub(super) contact: u64,
}

/// Creates a deal for every third contact.
pub(super) fn deals(
    crm: &mut Crm,
    random: &mut Random,
    contacts: &[Contact],
    companies: &[Company],
    products: &[u64],
) -> Vec<Deal> {
    contacts.iter().step_by(3).map(|contact| deal(crm, random, contact, companies, products)).collect()
}

fn deal(
    crm: &mut Crm,
    random: &mut Random,
    contact: &Contact,
    companies: &[Company],
    products: &[u64],
) -> Deal {
    let company = &companies[contact.company];
    let (stage, _, _) = random.one_of(DEAL_STAGES);
    let created_ms = random_time_ms(random);
    let index = random.below(products.len());
    let quantity = 1 + random.below(12);
    let amount = quantity * words::PRODUCTS[index].1 as usize;
    let set = values([
        ("dealname", format!("{} {}", company.name, random.one_of(words::DEAL_SUBJECTS))),
        ("amount", amount.to_string()),
        ("dealstage", stage.into()),
        ("pipeline", "default".into()),
        ("closedate", iso_ms(created_ms + 45 * DAY_MS)),
        ("dealtype", random.one_of(&["newbusiness", "existingbusiness"]).into()),
        ("deal_currency_code", crm.account.currency.into()),
        ("hubspot_owner_id", random_owner_id(crm, random)),
    ]);
    let id = crm.insert(object_type("deals"), set, created_ms).id;
    let deal = (object_type("deals"), id);
    crm.associations.link_by_default(deal, (object_type("contacts"), contact.id));
    crm.associations.link_by_default(deal, (object_type("companies"), company.id));
    crm.associations.link_as_primary(deal, (object_type("companies"), company.id));
    line_item(crm, id, (index, products[index]), quantity, created_ms);
    if stage == "contractsent" {
        quote(crm, id, contact.id, created_ms);
    }
    Deal { id, contact: contact.id }
}

fn line_item(crm: &mut Crm, deal: u64, (index, product): (usize, u64), quantity: usize, created_ms: i64) {
    let (name, price, _) = words::PRODUCTS[index];
    let set = values([
        ("name", name.into()),
        ("hs_product_id", product.to_string()),
        ("quantity", quantity.to_string()),
        ("price", price.to_string()),
        ("amount", (price as usize * quantity).to_string()),
    ]);
    let id = crm.insert(object_type("line_items"), set, created_ms).id;
    crm.associations.link_by_default((object_type("deals"), deal), (object_type("line_items"), id));
}

fn quote(crm: &mut Crm, deal: u64, contact: u64, created_ms: i64) {
    let set = values([
        ("hs_title", format!("Quote {}", deal % 100_000)),
        ("hs_expiration_date", iso_ms(created_ms + 30 * DAY_MS)),
        ("hs_status", "APPROVAL_NOT_NEEDED".into()),
        ("hs_language", "en".into()),
    ]);
    let id = crm.insert(object_type("quotes"), set, created_ms).id;
    crm.associations.link_by_default((object_type("deals"), deal), (object_type("quotes"), id));
    crm.associations.link_by_default((object_type("quotes"), id), (object_type("contacts"), contact));
}

/// Creates a ticket for every fifth contact.
pub(super) fn tickets(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for contact in contacts.iter().step_by(5) {
        let (subject, category) = random.one_of(words::TICKET_SUBJECTS);
        let (stage, _, _) = random.one_of(TICKET_STAGES);
        let set = values([
            ("subject", subject.into()),
            ("content", format!("{subject}. Reported by the customer.")),
            ("hs_pipeline", "0".into()),
            ("hs_pipeline_stage", stage.into()),
            ("hs_ticket_category", category.into()),
            ("hs_ticket_priority", random.one_of(&["LOW", "MEDIUM", "HIGH"]).into()),
            ("source_type", random.one_of(&["EMAIL", "FORM", "PHONE", "CHAT"]).into()),
            ("hubspot_owner_id", random_owner_id(crm, random)),
        ]);
        let id = crm.insert(object_type("tickets"), set, random_time_ms(random)).id;
        crm.associations.link_by_default((object_type("contacts"), contact.id), (object_type("tickets"), id));
    }
}

/// Creates a bike for every tenth contact.
pub(super) fn bikes(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for (number, contact) in contacts.iter().step_by(10).enumerate() {
        let set = values([
            ("model", random.one_of(words::BIKE_MODELS).into()),
            ("frame_number", format!("FR{:06}", 48_100 + number * 13)),
            ("colour", random.one_of(words::COLORS).into()),
            ("daily_rate", (9 + random.below(30)).to_string()),
            ("electric", random.one_of(&["true", "false"]).into()),
        ]);
        let id = crm.insert(object_type("bikes"), set, random_time_ms(random)).id;
        crm.associations.link_by_default((object_type("bikes"), id), (object_type("contacts"), contact.id));
    }
}
