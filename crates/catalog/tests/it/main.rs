//! The catalogue's requirements compared with what is known of HubSpot.

mod algebra;
mod any_token;
mod bundled_data;
mod claims;
mod consent;
mod declared;
mod effects;
mod groups;
mod imports;
mod independent;
mod listing;
mod lookup;
mod notes;
mod proposals;
mod requirements;
mod search;
mod solver;
mod updates;
mod verdicts;
