//! Owners, companies and contacts.

use super::{dates::some_day, random::Random, words};
use crate::crm::{object_types::kind, owner::Owner, store::Crm, values::values};

pub(super) fn owners(crm: &mut Crm, random: &mut Random) {
    let user_id = crm.account.user_id;
    for place in 0..6_u64 {
        let (first_name, last_name) = (random.one_of(words::FIRST_NAMES), random.one_of(words::LAST_NAMES));
        let email = format!("{}.{}{place}@{}", plain(first_name), plain(last_name), crm.account.domain);
        crm.owners.push(Owner {
            id: 70_110_001 + place * 37,
            user_id: user_id + place,
            email: if place == 0 { crm.account.user_email.to_owned() } else { email },
            first_name: first_name.into(),
            last_name: last_name.into(),
            team: if place % 2 == 0 { "Sales" } else { "Support" },
        });
    }
}

pub(super) fn some_owner(crm: &Crm, random: &mut Random) -> String {
    crm.owners[random.below(crm.owners.len())].id.to_string()
}

/// A company's id, with what its people need of it.
pub(super) struct Company {
    pub(super) id: u64,
    pub(super) name: String,
    domain: String,
}

pub(super) fn companies(crm: &mut Crm, random: &mut Random, count: usize) -> Vec<Company> {
    (0..count).map(|number| company(crm, random, number)).collect()
}

fn company(crm: &mut Crm, random: &mut Random, number: usize) -> Company {
    let first = words::COMPANY_FIRST[number % words::COMPANY_FIRST.len()];
    let second = random.one_of(words::COMPANY_SECOND);
    let round = number / words::COMPANY_FIRST.len();
    let name =
        if round == 0 { format!("{first} {second}") } else { format!("{first} {second} {}", round + 1) };
    let domain = format!("{}.example", plain(&name));
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
        ("hubspot_owner_id", some_owner(crm, random)),
    ]);
    let id = crm.insert(kind("companies"), set, some_day(random)).id;
    Company { id, name, domain }
}

/// A contact's id and its company's.
pub(super) struct Contact {
    pub(super) id: u64,
    pub(super) company: usize,
}

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
    let owner = some_owner(crm, random);
    let set = values([
        ("email", format!("{}.{}{number}@{}", plain(first), plain(last), companies[company].domain)),
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
    let id = crm.insert(kind("contacts"), set, some_day(random)).id;
    crm.associations.link_by_default((kind("contacts"), id), (kind("companies"), companies[company].id));
    crm.associations.link_as_primary((kind("contacts"), id), (kind("companies"), companies[company].id));
    Contact { id, company }
}

/// Letters and digits that an address can have.
fn plain(text: &str) -> String {
    let simple = |character: char| match character {
        'ä' | 'à' | 'á' => 'a',
        'ö' | 'ó' => 'o',
        'ü' | 'ú' => 'u',
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(simple).filter(char::is_ascii_alphanumeric).collect()
}
