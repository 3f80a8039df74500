//! Made-up records for an account. The same seed, account and count give the same records on every machine.

mod activities;
mod commerce;
mod people;
mod random;
mod words;

use crate::{crm::store::Crm, state::accounts::Account};
use random::Random;

/// 2026-10-01, when the newest of the made-up records was written.
const NEWEST_MS: i64 = 1_790_812_800_000;
const DAY_MS: i64 = 86_400_000;

pub(crate) fn generate(account: &'static Account, seed: u64, contacts: usize) -> Crm {
    let mut random = Random::new(seed, account.portal_id);
    let mut crm = Crm::empty(account);
    people::owners(&mut crm, &mut random);
    let companies = people::companies(&mut crm, &mut random, contacts.div_ceil(4));
    let contacts = people::contacts(&mut crm, &mut random, contacts, &companies);
    let products = commerce::products(&mut crm);
    let deals = commerce::deals(&mut crm, &mut random, &contacts, &companies, &products);
    commerce::tickets(&mut crm, &mut random, &contacts);
    commerce::bikes(&mut crm, &mut random, &contacts);
    activities::all(&mut crm, &mut random, &contacts, &deals);
    crm
}

/// `values` for a record, from pairs.
fn values<const N: usize>(pairs: [(&str, String); N]) -> crate::crm::validate::Values {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// A moment in the two years before the newest record.
fn some_day(random: &mut Random) -> i64 {
    let days = i64::try_from(random.below(700)).unwrap_or_default();
    let within = i64::try_from(random.below(86_400)).unwrap_or_default() * 1000;
    NEWEST_MS - days * DAY_MS - within
}
