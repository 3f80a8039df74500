//! Generates the records of an account. The same seed, account and number of contacts give the same records
//! on every machine.

mod activities;
mod commerce;
mod dates;
mod marketing;
mod people;
mod random;
mod words;

use crate::{crm::store::Crm, state::accounts::Account};
use random::Random;

/// The records of an account, with this number of contacts and other objects in proportion.
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
    marketing::all(&mut crm, seed, &contacts);
    crm
}
