//! Owners, companies and contacts.

use super::{dates::random_time_ms, random::Random, words};
use crate::crm::{object_types::object_type, owner::Owner, store::Crm, values::values};

/// Creates six owners; the first one is the user of the account.
pub(super) fn owners(crm: &mut Crm, random: &mut Random) {
    let user_id = crm.account.user_id;
    for index in 0..6_u64 {
        let (first_name, last_name) = (random.one_of(words::FIRST_NAMES), random.one_of(words::LAST_NAMES));
        let email =
            format!("{}.{}{index}@{}", email_part(first_name), email_part(last_name), crm.account.domain);
        crm.owners.push(Owner {
            id: 70_110_001 + index * 37,
            user_id: user_id + index,
            email: if index == 0 { crm.account.user_email.to_owned() } else { email },
            first_name: first_name.into(),
            last_name: last_name.into(),
            team: if index % 2 == 0 { "Sales" } else { "Support" },
        });
    }
}

/// The id of some owner.
pub(super) fn random_owner_id(crm: &Crm, random: &mut Random) -> String {
    crm.owners[random.below(crm.owners.len())].id.to_string()
}

/// A company's id, and what its contacts need of it.
pub(super) struct Company {
    pub(super) id: u64,
    pub(super) name: String,
    domain: String,
}

/// Creates companies.
pub(super) fn companies(crm: &mut Crm, random: &mut Random, count: usize) -> Vec<Company> {
    (0..count).map(|number| company(crm, random, number)).collect()
}

fn company(crm: &mut Crm, random: &mut Random, number: usize) -> Company {
    let first = words::COMPANY_FIRST[number % words::COMPANY_FIRST.len()];
    let second = random.one_of(words::COMPANY_SECOND);
    let round = number / words::COMPANY_FIRST.len();
    let name =
        if round == 0 { format!("{first} {second}") } else { format!("{first} {second} {}", round + 1) };
    let domain = format!("{}.example", email_part(&name));
    let (city, country) = random.one_of(words::PLACES);
    let set = values([
        ("name", name.clone()),
        ("domain", domain.clone()),
        ("website", format!("https://{domain}")),
        ("industry", random.one_of(words::INDUSTRIES).into()),
        ("numberofemployees", (5 + random.below(900)).to_string()),
        ("annualrevenue", ((1 + random.below(400)) * 50_000).to_string()),
        ("city", city.into()),
        ("country", country.into()),
        ("lifecyclestage", random.one_of(words::LIFECYCLE_STAGES).into()),
        ("hubspot_owner_id", random_owner_id(crm, random)),
    ]);
    let id = crm.insert(object_type("companies"), set, random_time_ms(random)).id;
    Company { id, name, domain }
}

/// A contact's id, and the index of its company.
pub(super) struct Contact {
    pub(super) id: u64,
    pub(super) company: usize,
}

/// Creates contacts, each in some company.
pub(super) fn contacts(
    crm: &mut Crm,
    random: &mut Random,
    count: usize,
    companies: &[Company],
) -> Vec<Contact> {
    (0..count).map(|number| contact(crm, random, number, companies)).collect()
}

fn contact(crm: &mut Crm, random: &mut Random, number: usize, companies: &[Company]) -> Contact {
    let company = random.below(companies.len());
    let (first, last) = (random.one_of(words::FIRST_NAMES), random.one_of(words::LAST_NAMES));
    let (city, country) = random.one_of(words::PLACES);
    let owner = random_owner_id(crm, random);
    let set = values([
        (
            "email",
            format!("{}.{}{number}@{}", email_part(first), email_part(last), companies[company].domain),
        ),
        ("firstname", first.into()),
        ("lastname", last.into()),
        ("jobtitle", random.one_of(words::JOB_TITLES).into()),
        ("company", companies[company].name.clone()),
        ("phone", format!("+49 30 5550 {:04}", random.below(10_000))),
        ("city", city.into()),
        ("country", country.into()),
        ("lifecyclestage", random.one_of(words::LIFECYCLE_STAGES).into()),
        ("hs_lead_status", random.one_of(words::LEAD_STATUSES).into()),
        ("associatedcompanyid", companies[company].id.to_string()),
        ("hubspot_owner_id", owner),
    ]);
    let id = crm.insert(object_type("contacts"), set, random_time_ms(random)).id;
    crm.associations
        .link_by_default((object_type("contacts"), id), (object_type("companies"), companies[company].id));
    crm.associations
        .link_as_primary((object_type("contacts"), id), (object_type("companies"), companies[company].id));
    Contact { id, company }
}

/// The letters and digits of a name, as an email address can have them.
fn email_part(text: &str) -> String {
    let ascii = |character: char| match character {
        'ä' | 'à' | 'á' => 'a',
        'ö' | 'ó' => 'o',
        'ü' | 'ú' => 'u',
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(ascii).filter(char::is_ascii_alphanumeric).collect()
}
