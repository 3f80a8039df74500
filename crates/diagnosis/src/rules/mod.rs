//! All rules, in the order in which they are listed.

mod account;
mod association;
mod authorize_page;
mod authorize_request;
mod batch;
mod checked;
mod credential;
mod delivery;
mod edge;
mod exists;
mod expired;
mod form;
mod input_json;
mod limit;
mod lookalike_table;
mod lookalikes;
mod mcp;
mod not_found;
mod object_type;
mod permission;
mod property;
mod redirected;
mod refused;
mod request_defect;
mod retold;
mod scopes;
mod search;
mod sent_associations;
mod sent_values;
mod server_error;
mod success;
mod token_answer;
mod token_request;
mod too_large;
mod unexplained;

use crate::rule::Rule;

pub(crate) static RULES: &[Rule] = &[
    authorize_page::RULE,
    authorize_request::RULE,
    token_answer::RULE,
    token_request::RULE,
    credential::RULE,
    expired::RULE,
    scopes::RULE,
    permission::RULE,
    account::RULE,
    mcp::RULE,
    edge::RULE,
    limit::RULE,
    not_found::RULE,
    redirected::RULE,
    object_type::RULE,
    input_json::RULE,
    property::RULE,
    search::RULE,
    exists::RULE,
    batch::RULE,
    association::RULE,
    refused::RULE,
    form::RULE,
    too_large::RULE,
    server_error::RULE,
    success::RULE,
    delivery::RULE,
    request_defect::RULE,
    retold::RULE,
    unexplained::RULE,
    sent_values::RULE,
    sent_associations::RULE,
    checked::RULE,
    lookalikes::RULE,
];
