//! The contract with the window: every command and event, once. The TypeScript in `ui/src/host/bindings.ts` is made
//! from it and compared with it in a test.

use tauri::Runtime;
use tauri_specta::{Builder, ErrorHandlingMode, collect_commands, collect_events};

use crate::commands::{
    app, apps, connect, connections, console, coverage, demo, endpoints, links, scopes, secrets, storage,
    updates,
};
use crate::events::{AppsChanged, ConnectionChanged, ConnectionRemoved, LinkArrived, StorageChanged};

pub fn ipc<R: Runtime>() -> Builder<R> {
    Builder::<R>::new()
        .error_handling(ErrorHandlingMode::Throw)
        .disable_serde_phases()
        .commands(collect_commands![
            app::app_state,
            app::retry_keyring,
            app::use_session_storage,
            storage::storage_report,
            storage::delete_stored,
            storage::keep_in_keyring,
            app::update_settings,
            app::copy_text,
            secrets::hold_secret_from_clipboard,
            secrets::hold_typed_secret,
            secrets::drop_held_secret,
            connect::begin_demo_connection,
            connect::begin_app_connection,
            connect::begin_new_app_connection,
            connect::begin_reconnection,
            connect::open_consent_page,
            connect::copy_consent_address,
            connect::await_consent,
            connect::cancel_consent,
            connect::check_token,
            connect::connect_with_token,
            connect::replace_token,
            apps::save_app,
            apps::delete_app,
            apps::export_apps_to_file,
            apps::copy_apps,
            apps::preview_apps_from_file,
            apps::preview_apps_from_clipboard,
            apps::import_apps,
            links::take_link,
            links::copy_request_link,
            links::copy_app_link,
            connections::set_active_connection,
            connections::refresh_connection,
            connections::disconnect,
            connections::unlock_writing,
            connections::lock_writing,
            endpoints::search_operations,
            endpoints::check_endpoints,
            scopes::catalogue_tree,
            scopes::called_endpoints,
            scopes::chosen_endpoints,
            scopes::choose_endpoints,
            scopes::endpoint_sets,
            scopes::save_endpoint_set,
            scopes::delete_endpoint_set,
            scopes::analyse_endpoints,
            scopes::operation_facts,
            scopes::preview_consent,
            scopes::read_endpoint_list,
            scopes::declare_scopes,
            scopes::declare_scopes_from_file,
            scopes::forget_declared_scopes,
            coverage::open_coverage,
            coverage::coverage_window,
            coverage::export_coverage,
            coverage::cancel_export,
            coverage::copy_coverage,
            updates::catalogue_state,
            updates::import_catalogue_files,
            updates::import_catalogue_folder,
            updates::fetch_catalogue_update,
            updates::cancel_catalogue_update,
            updates::update_rows,
            updates::take_update,
            updates::undo_update,
            updates::remove_updates,
            console::preview_request,
            console::send_request,
            console::cancel_request,
            console::body_rows,
            console::toggle_body_node,
            console::body_text,
            console::copy_as_curl,
            demo::expire_demo_token,
            demo::demo_scenarios,
            demo::set_demo_scenario,
        ])
        .events(collect_events![
            ConnectionChanged,
            ConnectionRemoved,
            StorageChanged,
            AppsChanged,
            LinkArrived
        ])
}
