//! The vault over entries that fail on purpose: killed at any call, refused, or removed by another program.

mod fake;

use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

use fake::Fake;
use proptest::prelude::*;
use zeroize::Zeroizing;

use crate::entries::Entries;
use crate::error::{Health, VaultError};
use crate::format::MAX_ENTRY_UTF16_UNITS;
use crate::inventory::{Condition, StoredSecret};
use crate::owner::{Mode, Owner, OwnerKind, OwnerName};
use crate::vault::OnLateWrite::{self, Keep, Remove};
use crate::vault::Vault;
use crate::{AccessToken, RefreshToken, StaticToken, inventory, kind, values};

const NAME: &str = "hubspot/connection/one/refresh-token";

fn get(entries: &Fake) -> Option<String> {
    values::get(entries, NAME).unwrap().map(|value| value.to_string())
}

/// Short, near the limit, and long; also what looks like a head, and characters of more than one UTF-16 unit.
fn value() -> impl Strategy<Value = String> {
    let lengths =
        prop_oneof![1..40usize, MAX_ENTRY_UTF16_UNITS - 3..MAX_ENTRY_UTF16_UNITS + 3, 2_000..9_000usize];
    let letters = prop_oneof![Just('a'), Just('é'), Just('\u{1f511}'), Just('/'), Just('\n')];
    prop_oneof![
        (lengths, letters, "[a-z]{8}").prop_map(|(length, letter, end)| {
            std::iter::repeat_n(letter, length).collect::<String>() + &end
        }),
        Just("portalscope/2 chunks=abc:2:2000".to_owned()),
        Just("portalscope/2\ninline\nx".to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_store_killed_at_any_step_holds_the_value_before_or_the_new_one(
        stored in prop::collection::vec(value(), 1..5),
        lives in 0..40usize,
    ) {
        let entries = Fake::default();
        let (last, before) = stored.split_last().unwrap();
        for (round, value) in before.iter().enumerate() {
            values::put(&entries, NAME, value, &format!("g{round}")).unwrap();
        }
        let kept = get(&entries);
        entries.dying_after(Some(lives));
        let told = values::put(&entries, NAME, last, "last");
        entries.dying_after(None);
        let found = get(&entries);
        prop_assert!(found == kept || found.as_ref() == Some(last), "neither the one before nor the new one");
        if told.is_ok() {
            prop_assert_eq!(found.as_ref(), Some(last));
        }
        values::put(&entries, NAME, "after", "after").unwrap();
        prop_assert_eq!(entries.names_now(), vec![NAME.to_owned()], "nothing of the killed one is left");
    }

    #[test]
    fn a_removal_killed_at_any_step_never_yields_another_value_and_can_be_repeated(
        first in value(),
        second in value(),
        put_lives in 0..40usize,
        lives in 0..40usize,
    ) {
        let entries = Fake::default();
        values::put(&entries, NAME, &first, "g1").unwrap();
        entries.dying_after(Some(put_lives));
        let _ = values::put(&entries, NAME, &second, "g2");
        entries.dying_after(Some(lives));
        let _ = values::remove(&entries, NAME);
        entries.dying_after(None);
        match values::get(&entries, NAME) {
            Ok(found) => {
                let whole = |value: &Zeroizing<String>| **value == first || **value == second;
                prop_assert!(found.as_ref().is_none_or(whole));
            }
            Err(error) => prop_assert_eq!(error, VaultError::Unreadable),
        }
        values::remove(&entries, NAME).unwrap();
        prop_assert!(entries.names_now().is_empty(), "{:?}", entries.names_now());
    }

    #[test]
    fn no_text_in_the_keyring_makes_reading_panic(text in ".{0,80}|portalscope/2.{0,60}") {
        let entries = Fake::default();
        entries.by_hand(NAME, &text);
        let _ = values::get(&entries, NAME);
        values::put(&entries, NAME, "new", "g").unwrap();
        let found = get(&entries);
        prop_assert_eq!(found.as_deref(), Some("new"));
    }
}

#[test]
fn a_store_that_is_killed_again_and_again_leaves_no_more_behind_than_one() {
    let entries = Fake::default();
    let long = "x".repeat(2 * MAX_ENTRY_UTF16_UNITS + 1);
    for number in 0..50 {
        // The head, three stale chunks, the head, three new chunks: the last step is not reached.
        entries.dying_after(Some(if number == 0 { 5 } else { 8 }));
        assert!(values::put(&entries, NAME, &long, &format!("g{number}")).is_err());
        assert_eq!(entries.names_now().len(), 4, "{number}");
    }
    entries.dying_after(None);
    values::put(&entries, NAME, &long, "last").unwrap();
    assert_eq!(get(&entries), Some(long));
    assert_eq!(entries.names_now().len(), 4);
}

#[test]
fn a_value_in_the_first_format_is_read_and_replaced_by_the_current_one() {
    let entries = Fake::default();
    let long = "old".repeat(1_500);
    entries.by_hand(NAME, &long);
    assert_eq!(get(&entries).as_deref(), Some(long.as_str()));
    entries.by_hand(NAME, "short");
    let new = "new".repeat(1_500);
    values::put(&entries, NAME, &new, "g1").unwrap();
    assert_eq!(get(&entries).as_deref(), Some(new.as_str()));
    assert!(entries.names_now().len() > 4, "it is in chunks");
}

#[test]
fn a_missing_chunk_makes_the_value_unreadable() {
    let entries = Fake::default();
    values::put(&entries, NAME, &"x".repeat(3_000), "g1").unwrap();
    entries.remove(&format!("{NAME}/g1/1")).unwrap();
    assert_eq!(values::get(&entries, NAME), Err(VaultError::Unreadable));
}

#[test]
fn a_head_that_names_a_million_chunks_is_refused_at_once() {
    let entries = Fake::default();
    entries.by_hand(NAME, "portalscope/2 chunks=g:1000000:9");
    assert_eq!(values::get(&entries, NAME), Err(VaultError::Unreadable));
    assert_eq!(values::put(&entries, NAME, &"x".repeat(300_000), "g"), Err(VaultError::TooLong));
}

fn owner() -> Owner {
    Owner::connection("hubspot", "one", Mode::Keyring)
}

#[tokio::test]
async fn the_first_secret_marks_the_format_and_a_known_format_is_used() {
    let entries = Arc::new(Fake::default());
    let vault = Vault::over(entries.clone(), Mode::Keyring);
    vault.put(&owner(), &StaticToken::new("t"), Keep).await.unwrap();
    assert_eq!(entries.texts.lock().unwrap()["schema"], "2");
    entries.by_hand("schema", "1");
    let again = Vault::over(entries.clone(), Mode::Keyring);
    assert_eq!(again.get::<kind::Static>(&owner()).await.unwrap(), Some(StaticToken::new("t")));
}

#[tokio::test]
async fn a_keyring_in_a_newer_format_is_refused_and_nothing_is_overwritten() {
    for version in ["3", "not a number"] {
        let entries = Arc::new(Fake::default());
        entries.by_hand("schema", version);
        entries.by_hand("hubspot/connection/one/static-token", "of the newer app");
        let before = entries.texts.lock().unwrap().clone();
        let vault = Vault::over(entries.clone(), Mode::Keyring);
        let secret = StaticToken::new("t");
        assert_eq!(vault.put(&owner(), &secret, Remove).await, Err(VaultError::NewerFormat));
        assert_eq!(vault.get::<kind::Static>(&owner()).await, Err(VaultError::NewerFormat));
        assert_eq!(vault.remove_all(&owner()).await, Err(VaultError::NewerFormat));
        assert_eq!(vault.health(), Health::NewerFormat);
        assert_eq!(*entries.texts.lock().unwrap(), before);
    }
}

#[tokio::test]
async fn a_refusal_is_a_state_of_its_own() {
    let entries = Arc::new(Fake { refuses: Some(VaultError::Denied), ..Fake::default() });
    let vault = Vault::over(entries, Mode::Keyring);
    assert_eq!(vault.check_keyring().await, Health::Denied);
    assert_eq!(vault.get::<kind::Static>(&owner()).await, Err(VaultError::Denied));
}

#[tokio::test]
async fn the_inventory_names_owners_kinds_and_sizes_and_tells_what_is_wrong() {
    let entries = Arc::new(Fake::default());
    let vault = Vault::over(entries.clone(), Mode::Keyring);
    let app = Owner::app("hubspot", "a1", Mode::Keyring);
    vault.put(&owner(), &AccessToken::new("x".repeat(2_500)), Keep).await.unwrap();
    vault.put(&owner(), &RefreshToken::new("r".repeat(36)), Keep).await.unwrap();
    vault.put(&app, &StaticToken::new("y".repeat(1_001)), Keep).await.unwrap();
    let chunk = entries.names_now().into_iter().find(|name| name.contains("a1/static-token/")).unwrap();
    entries.remove(&chunk).unwrap();
    entries.by_hand("what is this", "?");
    let inventory = vault.inventory(&[]).await.unwrap();
    assert!(inventory.complete);
    let said: Vec<_> = inventory
        .secrets
        .iter()
        .map(|secret| {
            let StoredSecret { owner, kind, bytes, entries, condition } = secret;
            format!("{:?} {} {kind} {bytes} {entries} {condition:?}", owner.kind, owner.id)
        })
        .collect();
    assert_eq!(
        said,
        [
            "App a1 static-token 0 2 Damaged",
            "Connection one access-token 2500 4 Whole",
            "Connection one refresh-token 36 1 Whole",
            "Unknown what is this  1 1 Whole",
        ]
    );
    assert!(!format!("{inventory:?}").contains("rrr"), "never a value");
}

#[tokio::test]
async fn where_nothing_can_be_listed_the_known_owners_are_looked_up() {
    let entries = Arc::new(Fake { cannot_list: true, ..Fake::default() });
    let vault = Vault::over(entries, Mode::Keyring);
    vault.put(&owner(), &StaticToken::new("t"), Keep).await.unwrap();
    let found = vault.inventory(&[owner()]).await.unwrap();
    assert!(!found.complete);
    assert_eq!(found.secrets.len(), 1);
    assert_eq!(found.secrets[0].condition, Condition::Whole);
}

#[tokio::test]
async fn removing_by_name_takes_everything_of_the_owner_and_nothing_of_another() {
    let entries = Arc::new(Fake::default());
    let vault = Vault::over(entries.clone(), Mode::Keyring);
    let other = Owner::connection("hubspot", "one-more", Mode::Keyring);
    vault.put(&owner(), &AccessToken::new("x".repeat(2_500)), Keep).await.unwrap();
    vault.put(&other, &StaticToken::new("t"), Keep).await.unwrap();
    entries.by_hand("hubspot/connection/one/of-a-newer-app", "?");
    entries.by_hand("hubspot/connection/one/static-token/lost/0", "a chunk without a head");
    let name = OwnerName { kind: OwnerKind::Connection, environment: "hubspot".into(), id: "one".into() };
    assert_eq!(vault.remove_named(&name).await.unwrap(), 2);
    assert_eq!(entries.names_now(), ["hubspot/connection/one-more/static-token", "schema"]);
    let unknown = OwnerName { kind: OwnerKind::Unknown, environment: String::new(), id: "schema".into() };
    assert_eq!(inventory::remove_owner(&*entries, &unknown).unwrap(), 1);
}

#[tokio::test]
async fn removing_everything_leaves_no_entry_and_no_memory() {
    let entries = Arc::new(Fake::default());
    let vault = Vault::over(entries.clone(), Mode::Keyring);
    for id in 0..60 {
        let owner = Owner::connection("hubspot", &id.to_string(), Mode::Keyring);
        vault.put(&owner, &AccessToken::new("x".repeat(2_500)), Keep).await.unwrap();
    }
    let session = Owner::connection("hubspot", "one", Mode::Session);
    vault.put(&session, &AccessToken::new("a"), Keep).await.unwrap();
    entries.by_hand("hubspot/connection/lost/access-token/gone/0", "a chunk without a head");
    // 60 secrets, and the note of the format.
    assert_eq!(vault.remove_everything(&[]).await.unwrap(), 61);
    assert!(entries.names_now().is_empty(), "{:?}", entries.names_now());
    assert!(vault.in_memory(&session).is_empty());
}

#[tokio::test]
async fn what_is_in_memory_is_copied_into_the_keyring_before_it_is_forgotten() {
    let entries = Arc::new(Fake::default());
    let vault = Vault::over(entries.clone(), Mode::Session);
    let session = Owner::connection("hubspot", "one", Mode::Session);
    vault.put(&session, &AccessToken::new("a"), Keep).await.unwrap();
    vault.put(&session, &RefreshToken::new("r"), Keep).await.unwrap();
    entries.dying_after(Some(4));
    assert!(vault.copy_to_keyring(&session).await.is_err());
    assert_eq!(vault.get::<kind::Refresh>(&session).await.unwrap(), Some(RefreshToken::new("r")));
    entries.dying_after(None);
    assert_eq!(vault.in_memory(&session), [("access-token", 1), ("refresh-token", 1)]);
    assert_eq!(vault.copy_to_keyring(&session).await.unwrap(), 2);
    vault.forget_memory(&session);
    assert!(vault.in_memory(&session).is_empty());
    assert_eq!(vault.get::<kind::Refresh>(&owner()).await.unwrap(), Some(RefreshToken::new("r")));
}

/// A vault whose keyring hangs while it stores "old", until `go_on`. The app has tried again meanwhile.
async fn with_a_late_write(on_late_write: OnLateWrite) -> (Arc<Fake>, Vault, Sender<()>) {
    let entries = Arc::new(Fake::default());
    entries.by_hand("schema", "2");
    let (go_on, release) = channel();
    *entries.blocked_write.lock().unwrap() = Some(("old", release));
    let vault = Vault::with_timeout(entries.clone(), Mode::Keyring, Duration::from_secs(1));
    let late = vault.put(&owner(), &RefreshToken::new("old"), on_late_write).await;
    assert_eq!(late, Err(VaultError::TimedOut));
    let refused = vault.put(&owner(), &RefreshToken::new("refused"), Keep).await;
    assert_eq!(refused, Err(VaultError::TimedOut), "nobody waits twice");
    assert_eq!(vault.check_keyring().await, Health::Ready);
    (entries, vault, go_on)
}

/// Lets the late write end, waits until none is in progress, and checks what the keyring contains.
async fn ends_with(entries: &Fake, vault: Vault, go_on: &Sender<()>, wanted: Option<&str>) {
    go_on.send(()).unwrap();
    let end = Instant::now() + Duration::from_mins(1);
    while vault.has_writes_in_progress() {
        assert!(Instant::now() < end, "the late write never ended");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(get(entries).as_deref(), wanted);
}

#[tokio::test]
async fn a_write_that_lands_late_gives_way_to_what_was_stored_meanwhile() {
    let (entries, vault, go_on) = with_a_late_write(Keep).await;
    vault.put(&owner(), &RefreshToken::new("new"), Keep).await.unwrap();
    ends_with(&entries, vault, &go_on, Some("new")).await;
}

#[tokio::test]
async fn a_write_that_lands_late_does_not_bring_back_what_was_removed_meanwhile() {
    let (entries, vault, go_on) = with_a_late_write(Keep).await;
    vault.remove_all(&owner()).await.unwrap();
    ends_with(&entries, vault, &go_on, None).await;
    let (entries, vault, go_on) = with_a_late_write(Keep).await;
    vault.remove_everything(&[]).await.unwrap();
    ends_with(&entries, vault, &go_on, None).await;
    let (entries, vault, go_on) = with_a_late_write(Keep).await;
    let name = OwnerName { kind: OwnerKind::Connection, environment: "hubspot".into(), id: "one".into() };
    vault.remove_named(&name).await.unwrap();
    ends_with(&entries, vault, &go_on, None).await;
}

#[tokio::test]
async fn a_write_that_lands_late_with_nothing_newer_stays_or_goes_as_its_caller_said() {
    let (entries, vault, go_on) = with_a_late_write(Keep).await;
    ends_with(&entries, vault, &go_on, Some("old")).await;
    let (entries, vault, go_on) = with_a_late_write(Remove).await;
    ends_with(&entries, vault, &go_on, None).await;
}
