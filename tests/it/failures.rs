//! Failures of a connected portal, through the whole app: each kind leads to its state and its message, loses no data,
//! is not retried more often than it should be, and ends by itself once its cause is gone, without user action.
//!
//! | failure | test |
//! |---|---|
//! | expiry | `time::a_token_that_ends_is_renewed_ahead_and_one_that_has_ended_is_made_good` |
//! | sleep over expiry | `time::sleep_over_the_expiry_is_made_good_by_itself` |
//! | clock 2 h wrong | `time::a_clock_that_is_set_two_hours_wrong_costs_one_refresh_and_shows_the_difference` |
//! | DST | `time::summer_time_begins_and_ends_without_moving_an_expiry`, `time::the_day_of_the_limits_ends_at_the_portals_midnight_also_when_its_clocks_change`, `boundaries::only_the_window_and_the_demo_portal_know_time_zones`; in the window `ui/src/components/format-summer-time.test.ts` |
//! | network down | `network::a_network_that_is_down` |
//! | DNS failure | `network::a_name_that_cannot_be_looked_up` |
//! | TLS error | `network::a_certificate_that_is_not_good`, `network::something_that_speaks_no_tls` |
//! | proxy | `network::a_proxy_that_refuses_or_asks_who_it_is`, `network::a_proxy_that_is_gone` |
//! | 5xx | `server::the_token_endpoint_answers_5xx`, `server::calls_are_answered_5xx`, `time::a_server_that_comes_back_is_found_again_without_anybody_asking` |
//! | hanging server | `server::the_token_endpoint_hangs`, `server::calls_hang` |
//! | cut body | `server::the_token_answer_is_cut`, `server::answers_to_calls_are_cut` |
//!
//! Each kind alone, over real sockets: `protocol::failures`.

mod fault_proxy;
mod network;
mod network_path;
mod proxy;
mod scenario;
mod server;
mod time;
