//! Products, deals with their line items and quotes, tickets, and the custom object.

use super::{
    dates::{DAY_MS, NEWEST_MS, some_day},
    people::{Company, Contact, some_owner},
    random::Random,
    words,
};
use crate::{
    crm::{
        object_types::kind,
        pipelines::{DEAL_STAGES, TICKET_STAGES},
        store::Crm,
        values::values,
    },
    state::clock::iso_ms,
};

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
        ids.push(crm.insert(kind("products"), set, NEWEST_MS - 600 * DAY_MS).id);
    }
    ids
}

/// A deal's id and its contact's.
pub(super) struct Deal {
    pub(super) id: u64,
    pub(super) contact: u64,
}

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
    let created_ms = some_day(random);
    let place = random.below(products.len());
    let quantity = 1 + random.below(12);
    let amount = quantity * words::PRODUCTS[place].1 as usize;
    let set = values([
        ("dealname", format!("{} {}", company.name, random.one_of(words::DEAL_SUBJECTS))),
        ("amount", amount.to_string()),
        ("dealstage", stage.into()),
        ("pipeline", "default".into()),
        ("closedate", iso_ms(created_ms + 45 * DAY_MS)),
        ("dealtype", random.one_of(&["newbusiness", "existingbusiness"]).into()),
        ("deal_currency_code", crm.account.currency.into()),
        ("hubspot_owner_id", some_owner(crm, random)),
    ]);
    let id = crm.insert(kind("deals"), set, created_ms).id;
    let place_of_deal = (kind("deals"), id);
    crm.associations.link_by_default(place_of_deal, (kind("contacts"), contact.id));
    crm.associations.link_by_default(place_of_deal, (kind("companies"), company.id));
    crm.associations.link_as_primary(place_of_deal, (kind("companies"), company.id));
    line_item(crm, id, (place, products[place]), quantity, created_ms);
    if stage == "contractsent" {
        quote(crm, id, contact.id, created_ms);
    }
    Deal { id, contact: contact.id }
}

fn line_item(crm: &mut Crm, deal: u64, (place, product): (usize, u64), quantity: usize, created_ms: i64) {
    let (name, price, _) = words::PRODUCTS[place];
    let set = values([
        ("name", name.into()),
        ("hs_product_id", product.to_string()),
        ("quantity", quantity.to_string()),
        ("price", price.to_string()),
        ("amount", (price as usize * quantity).to_string()),
    ]);
    let id = crm.insert(kind("line_items"), set, created_ms).id;
    crm.associations.link_by_default((kind("deals"), deal), (kind("line_items"), id));
}

fn quote(crm: &mut Crm, deal: u64, contact: u64, created_ms: i64) {
    let set = values([
        ("hs_title", format!("Quote {}", deal % 100_000)),
        ("hs_expiration_date", iso_ms(created_ms + 30 * DAY_MS)),
        ("hs_status", "APPROVAL_NOT_NEEDED".into()),
        ("hs_language", "en".into()),
    ]);
    let id = crm.insert(kind("quotes"), set, created_ms).id;
    crm.associations.link_by_default((kind("deals"), deal), (kind("quotes"), id));
    crm.associations.link_by_default((kind("quotes"), id), (kind("contacts"), contact));
}

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
            ("hubspot_owner_id", some_owner(crm, random)),
        ]);
        let id = crm.insert(kind("tickets"), set, some_day(random)).id;
        crm.associations.link_by_default((kind("contacts"), contact.id), (kind("tickets"), id));
    }
}

pub(super) fn bikes(crm: &mut Crm, random: &mut Random, contacts: &[Contact]) {
    for (number, contact) in contacts.iter().step_by(10).enumerate() {
        let set = values([
            ("model", random.one_of(words::BIKE_MODELS).into()),
            ("frame_number", format!("FR{:06}", 48_100 + number * 13)),
            ("colour", random.one_of(words::COLOURS).into()),
            ("daily_rate", (9 + random.below(30)).to_string()),
            ("electric", random.one_of(&["true", "false"]).into()),
        ]);
        let id = crm.insert(kind("bikes"), set, some_day(random)).id;
        crm.associations.link_by_default((kind("bikes"), id), (kind("contacts"), contact.id));
    }
}
