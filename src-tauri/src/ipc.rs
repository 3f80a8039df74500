//! The contract with the window: every command and event, once. The TypeScript in `ui/src/host/bindings.ts` is made
//! from it and compared with it in a test.

use std::collections::BTreeMap;

use portalscope_core::VerdictKind;
use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    app, connect, connections, console, coverage, demo, diagnosis, endpoints, history, links, oauth_apps,
    scopes, secrets, storage, updates,
};
use crate::events::{
    ConnectionChanged, ConnectionRemoved, HistoryChanged, HistoryNoticed, LinkArrived, OauthAppsChanged,
    RequestsDropped, StateChanged, StorageChanged,
};

#[allow(clippy::too_many_lines, reason = "it is a list")]
pub fn ipc<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            app::initial_state,
            app::retry_keyring,
            app::use_session_storage,
            storage::storage_report,
            storage::delete_stored,
            storage::move_to_keyring,
            storage::set_history_bounds,
            storage::set_kept_bodies,
            storage::put_history_notice_away,
            app::update_settings,
            app::copy_text,
            secrets::stage_secret_from_clipboard,
            secrets::stage_typed_secret,
            secrets::discard_staged_secret,
            connect::begin_demo_connection,
            connect::begin_oauth_app_connection,
            connect::begin_new_oauth_app_connection,
            connect::begin_reauthorization,
            connect::open_consent_page,
            connect::copy_consent_address,
            connect::await_consent,
            connect::cancel_consent,
            connect::check_token,
            connect::connect_with_token,
            connect::replace_token,
            oauth_apps::save_oauth_app,
            oauth_apps::delete_oauth_app,
            oauth_apps::export_oauth_apps_to_file,
            oauth_apps::copy_oauth_apps,
            oauth_apps::preview_oauth_apps_from_file,
            oauth_apps::preview_oauth_apps_from_clipboard,
            oauth_apps::import_oauth_apps,
            links::take_link,
            links::copy_request_link,
            links::copy_oauth_app_link,
            connections::set_active_connection,
            connections::refresh_connection,
            connections::disconnect,
            connections::unlock_writing,
            connections::lock_writing,
            connections::usage_points,
            connections::daily_usage,
            endpoints::search_operations,
            endpoints::check_endpoints,
            scopes::catalog_tree,
            scopes::called_endpoints,
            scopes::chosen_endpoints,
            scopes::choose_endpoints,
            scopes::endpoint_sets,
            scopes::save_endpoint_set,
            scopes::delete_endpoint_set,
            scopes::analyze_endpoints,
            scopes::propose_scopes,
            scopes::propose_scopes_for,
            scopes::scope_slips,
            scopes::operation_facts,
            scopes::preview_consent,
            scopes::preview_oauth_app_consent,
            scopes::read_endpoint_list,
            scopes::declare_scopes,
            scopes::declare_scopes_from_file,
            scopes::forget_declared_scopes,
            coverage::open_coverage,
            coverage::export_coverage,
            coverage::cancel_export,
            coverage::copy_coverage,
            updates::catalog_state,
            updates::import_catalog_files,
            updates::import_catalog_folder,
            updates::fetch_catalog_update,
            updates::cancel_catalog_update,
            updates::update_rows,
            updates::take_update,
            updates::undo_update,
            updates::remove_updates,
            console::preview_request,
            console::send_request,
            console::mend_request,
            console::cancel_request,
            console::body_rows,
            console::toggle_body_node,
            console::body_text,
            console::find_in_body,
            console::cancel_find_in_body,
            console::write_snippet,
            console::copy_snippet,
            console::copy_curl_with_secret,
            console::paste_into_path,
            console::paste_text,
            console::import_requests_from_file,
            console::kept_drafts,
            console::keep_drafts,
            diagnosis::diagnose_call,
            diagnosis::check_causes,
            diagnosis::call_sent_at,
            diagnosis::diagnose_pasted,
            diagnosis::diagnose_file,
            diagnosis::diagnose_consent,
            diagnosis::cause_pages,
            history::history_rows,
            history::history_operations,
            history::history_failures,
            history::history_versions,
            history::count_history,
            history::history_entry,
            history::compare_history_entries,
            history::reopen_history_entry,
            history::copy_history_curl,
            history::copy_history_har,
            history::set_history_note,
            history::set_history_pinned,
            history::delete_history_entry,
            history::delete_history,
            demo::expire_demo_token,
            demo::demo_scenarios,
            demo::set_demo_scenario,
        ])
        .events(collect_events![
            ConnectionChanged,
            ConnectionRemoved,
            StorageChanged,
            OauthAppsChanged,
            HistoryNoticed,
            LinkArrived,
            HistoryChanged,
            RequestsDropped,
            StateChanged,
        ])
        .constant("verdictLabels", verdict_labels())
}

/// The label of each kind of verdict, by the kind's name on the wire.
fn verdict_labels() -> BTreeMap<String, &'static str> {
    let name = |kind| match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => unreachable!("BUG: a kind of verdict is a string on the wire"),
    };
    VerdictKind::ALL.into_iter().map(|kind| (name(kind), kind.label())).collect()
}
