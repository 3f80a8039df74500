//! Which of the histories an entry is in, as its id for the window says it.

use crate::ids::HistoryEntryId;

/// Where an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    File,
    Memory,
}

/// The id of an entry for the window.
pub(super) fn entry_id(place: Place, number: i64) -> HistoryEntryId {
    match place {
        Place::File => number.to_string(),
        Place::Memory => format!("m{number}"),
    }
    .into()
}

/// The entry that is meant. `None`: no entry has such an id.
pub(super) fn read_id(id: &HistoryEntryId) -> Option<(Place, i64)> {
    match id.strip_prefix('m') {
        Some(number) => Some((Place::Memory, number.parse().ok()?)),
        None => Some((Place::File, id.parse().ok()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_its_entry_and_nothing_else_does() {
        for (place, number) in [(Place::File, 12), (Place::Memory, 7)] {
            assert_eq!(read_id(&entry_id(place, number)), Some((place, number)));
        }
        for wrong in ["", "m", "12x", "mm1"] {
            assert_eq!(read_id(&wrong.into()), None, "{wrong}");
        }
    }
}
