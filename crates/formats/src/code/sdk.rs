//! What the methods of HubSpot's client libraries send (`@hubspot/api-client` 13, `hubspot-api-client` 12 for Python; those
//! for PHP and Ruby are generated from the same descriptions).

/// What a method sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub method: &'static str,
    /// With parameters in braces.
    pub path: String,
    /// Its parameters in snake case, in the order of the arguments.
    pub path_args: Vec<String>,
    pub body: Content,
    /// Parameters of the query, in snake case, in the order of the arguments that come last.
    pub query: Vec<&'static str>,
    /// The client takes the key of a developer account for it, not the access token.
    pub is_of_developer: bool,
    /// The client sends no credential with it.
    pub is_public: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    None,
    /// One argument, as JSON.
    Json,
    /// The arguments that otherwise go into the query, as a form.
    Form,
    /// Arguments as parts with a file.
    Parts,
}

/// Records of every object type: after the path of the type. `=` stands for the body.
const RECORDS: &str = "
basic.get_page GET / limit,after,properties,properties_with_history,associations,archived
basic.get_by_id GET /{id} properties,properties_with_history,associations,archived,id_property
basic.create POST / =
basic.update PATCH /{id} = id_property
basic.archive DELETE /{id}
basic.merge POST /merge =
basic.purge POST /gdpr-delete =
merge.merge POST /merge =
public_object.merge POST /merge =
gdpr.purge POST /gdpr-delete =
batch.read POST /batch/read = archived
batch.create POST /batch/create =
batch.update POST /batch/update =
batch.upsert POST /batch/upsert =
batch.archive POST /batch/archive =
search.do_search POST /search =
associations.get_all GET /{id}/associations/{to_object_type} after,limit
associations.create PUT /{id}/associations/{to_object_type}/{to_object_id}/{association_type}
associations.archive DELETE /{id}/associations/{to_object_type}/{to_object_id}/{association_type}
";

const ASSOCIATIONS_V3: &str = "
batch.read POST /{from_object_type}/{to_object_type}/batch/read =
batch.create POST /{from_object_type}/{to_object_type}/batch/create =
batch.archive POST /{from_object_type}/{to_object_type}/batch/archive =
types.get_all GET /{from_object_type}/{to_object_type}/types
";

const ASSOCIATIONS_V4: &str = "
basic.get_page GET objects/{object_type}/{object_id}/associations/{to_object_type} after,limit
basic.create PUT objects/{object_type}/{object_id}/associations/{to_object_type}/{to_object_id} =
basic.create_default PUT objects/{object_type}/{object_id}/associations/default/{to_object_type}/{to_object_id}
basic.archive DELETE objects/{object_type}/{object_id}/associations/{to_object_type}/{to_object_id}
batch.get_page POST associations/{from_object_type}/{to_object_type}/batch/read =
batch.create POST associations/{from_object_type}/{to_object_type}/batch/create =
batch.create_default POST associations/{from_object_type}/{to_object_type}/batch/associate/default =
batch.archive POST associations/{from_object_type}/{to_object_type}/batch/archive =
batch.archive_labels POST associations/{from_object_type}/{to_object_type}/batch/labels/archive =
report.request POST associations/usage/high-usage-report/{user_id}
definitions.get_all GET associations/{from_object_type}/{to_object_type}/labels
definitions.create POST associations/{from_object_type}/{to_object_type}/labels =
definitions.update PUT associations/{from_object_type}/{to_object_type}/labels =
definitions.remove DELETE associations/{from_object_type}/{to_object_type}/labels/{association_type_id}
";

const PROPERTIES: &str = "
core.get_all GET /{object_type} archived,properties
core.get_by_name GET /{object_type}/{property_name} archived,properties
core.create POST /{object_type} =
core.update PATCH /{object_type}/{property_name} =
core.archive DELETE /{object_type}/{property_name}
groups.get_all GET /{object_type}/groups
groups.get_by_name GET /{object_type}/groups/{group_name}
groups.create POST /{object_type}/groups =
groups.update PATCH /{object_type}/groups/{group_name} =
groups.archive DELETE /{object_type}/groups/{group_name}
batch.read POST /{object_type}/batch/read =
batch.create POST /{object_type}/batch/create =
batch.archive POST /{object_type}/batch/archive =
";

const PIPELINES: &str = "
pipelines.get_all GET /{object_type}
pipelines.get_by_id GET /{object_type}/{pipeline_id}
pipelines.create POST /{object_type} =
pipelines.replace PUT /{object_type}/{pipeline_id} = validate_references_before_delete,validate_deal_stage_usages_before_delete
pipelines.update PATCH /{object_type}/{pipeline_id} = validate_references_before_delete,validate_deal_stage_usages_before_delete
pipelines.archive DELETE /{object_type}/{pipeline_id} validate_references_before_delete,validate_deal_stage_usages_before_delete
pipeline_audits.get_audit GET /{object_type}/{pipeline_id}/audit
pipeline_stages.get_all GET /{object_type}/{pipeline_id}/stages
pipeline_stages.get_by_id GET /{object_type}/{pipeline_id}/stages/{stage_id}
pipeline_stages.create POST /{object_type}/{pipeline_id}/stages =
pipeline_stages.replace PUT /{object_type}/{pipeline_id}/stages/{stage_id} =
pipeline_stages.update PATCH /{object_type}/{pipeline_id}/stages/{stage_id} =
pipeline_stages.archive DELETE /{object_type}/{pipeline_id}/stages/{stage_id}
";

const OWNERS: &str = "
owners.get_page GET // email,after,limit,archived
owners.get_by_id GET /{owner_id} id_property,archived
";

const SCHEMAS: &str = "
core.get_all GET / archived
core.get_by_id GET /{object_type}
core.create POST / =
core.update PATCH /{object_type} =
core.archive DELETE /{object_type} archived
core.create_association POST /{object_type}/associations =
core.archive_association DELETE /{object_type}/associations/{association_identifier}
";

const LISTS: &str = "
lists.get_all GET // list_ids,include_filters
lists.get_by_id GET /{list_id} include_filters
lists.create POST // =
lists.do_search POST /search =
lists.remove DELETE /{list_id}
lists.restore PUT /{list_id}/restore
lists.update_name PUT /{list_id}/update-list-name list_name,include_filters
lists.update_list_filters PUT /{list_id}/update-list-filters = enroll_objects_in_workflows
memberships.get_page GET /{list_id}/memberships after,before,limit
memberships.add PUT /{list_id}/memberships/add =
memberships.remove PUT /{list_id}/memberships/remove =
memberships.add_and_remove PUT /{list_id}/memberships/add-and-remove =
memberships.remove_all DELETE /{list_id}/memberships
memberships.get_lists GET /records/{object_type_id}/{record_id}/memberships
folders.get_all GET /folders folder_id
folders.create POST /folders =
";

const IMPORTS: &str = "
core.get_page GET // after,before,limit
core.get_by_id GET /{import_id}
core.create POST // * files,import_request
core.cancel POST /{import_id}/cancel
public_imports.get_errors GET /{import_id}/errors after,limit,include_error_message,include_row_data
";

const EXPORTS: &str = "
public_exports.start POST /export/async =
public_exports.get_status GET /export/async/tasks/{task_id}/status
";

const OAUTH: &str = "
tokens.create POST /token & grant_type,code,redirect_uri,client_id,client_secret,refresh_token
access_tokens.get GET /access-tokens/{token}
refresh_tokens.get GET /refresh-tokens/{token}
refresh_tokens.archive DELETE /refresh-tokens/{token}
";

const FILES: &str = "
files.get_by_id GET /files/{file_id} properties
files.get_signed_url GET /files/{file_id}/signed-url size,expiration_seconds,upscale
files.archive DELETE /files/{file_id}
files.upload POST /files * file,folder_id,folder_path,file_name,charset_hunch,options
files.import_from_url POST /files/import-from-url/async =
files.update_properties PATCH /files/{file_id} =
folders.create POST /folders =
folders.get_by_id GET /folders/{folder_id} properties
";

const USERS: &str = "
users.get_page GET // limit,after
users.get_by_id GET /{user_id} id_property
users.create POST // =
users.replace PUT /{user_id} = id_property
users.archive DELETE /{user_id} id_property
roles.get_all GET /roles
teams.get_all GET /teams
";

const WEBHOOKS: &str = "
settings.get_all GET /{app_id}/settings
settings.configure PUT /{app_id}/settings =
settings.clear DELETE /{app_id}/settings
subscriptions.get_all GET /{app_id}/subscriptions
subscriptions.create POST /{app_id}/subscriptions =
";

const EVENTS: &str = "
events.get_page GET /events/ object_type,event_type,after,before,limit,sort,occurred_after,occurred_before,object_id,id
basic.send POST /send =
batch.send POST /send/batch =
";

const FORMS: &str = "
forms.get_page GET // after,limit,archived,form_types
forms.get_by_id GET /{form_id} archived
forms.create POST // =
forms.update PATCH /{form_id} =
forms.replace PUT /{form_id} =
forms.archive DELETE /{form_id}
";

const EMAILS: &str = "
marketing_emails.get_page GET // created_at,created_after,created_before,updated_at,updated_after,updated_before,sort,after,limit,include_stats,marketing_campaign_names,workflow_names,type,is_published,included_properties,archived
marketing_emails.get_by_id GET /{email_id} include_stats,marketing_campaign_names,workflow_names,included_properties,archived
marketing_emails.create POST // =
marketing_emails.update PATCH /{email_id} = archived
single_send.send_email POST /single-email/send =
";

const HUBDB: &str = "
tables.get_all_tables GET / sort,after,limit,created_at,created_after,created_before,updated_at,updated_after,updated_before,content_type,archived
tables.get_table_details GET /{table_id_or_name} is_get_localized_schema,archived,include_foreign_ids
tables.create_table POST / =
tables.publish_draft_table POST /{table_id_or_name}/draft/publish include_foreign_ids
rows.get_table_rows GET /{table_id_or_name}/rows sort,after,limit,properties,offset,archived
rows.get_table_row GET /{table_id_or_name}/rows/{row_id} archived
rows.create_table_row POST /{table_id_or_name}/rows =
rows.update_draft_table_row PATCH /{table_id_or_name}/rows/{row_id}/draft =
";

const TIMELINE: &str = "
events.create POST /events =
events.create_batch POST /events/batch/create =
events.get_by_id GET /events/{event_template_id}/{event_id}
";

/// Chains of members before the API, the path before that of the method, and the methods.
const GROUPS: [(&str, &str, &str); 22] = [
    ("crm.associations.v4.schema", "/crm/v4/", ASSOCIATIONS_V4),
    ("crm.associations.v4", "/crm/v4/", ASSOCIATIONS_V4),
    ("crm.associations.schema", "/crm/v3/associations", ASSOCIATIONS_V3),
    ("crm.associations", "/crm/v3/associations", ASSOCIATIONS_V3),
    ("crm.properties", "/crm/v3/properties", PROPERTIES),
    ("crm.pipelines", "/crm/v3/pipelines", PIPELINES),
    ("crm.owners", "/crm/v3/owners", OWNERS),
    ("crm.schemas", "/crm-object-schemas/v3/schemas", SCHEMAS),
    ("crm.lists", "/crm/v3/lists", LISTS),
    ("crm.imports", "/crm/v3/imports", IMPORTS),
    ("crm.exports", "/crm/v3/exports", EXPORTS),
    ("crm.timeline", "/integrators/timeline/v3", TIMELINE),
    ("oauth", "/oauth/v1", OAUTH),
    ("files", "/files/v3", FILES),
    ("settings.users", "/settings/v3/users", USERS),
    ("webhooks", "/webhooks/v3", WEBHOOKS),
    ("events.send", "/events/v3", EVENTS),
    ("events", "/events/v3", EVENTS),
    ("marketing.forms", "/marketing/v3/forms", FORMS),
    ("marketing.emails", "/marketing/v3/emails", EMAILS),
    ("marketing.transactional", "/marketing/v3/transactional", EMAILS),
    ("cms.hubdb", "/cms/v3/hubdb/tables", HUBDB),
];

/// Members under `crm` whose records have the path `/crm/v3/objects/{their name}`.
const RECORD_TYPES: [&str; 6] = ["contacts", "companies", "deals", "tickets", "products", "quotes"];

/// The part of a chain of members from the first group of the client on, in snake case without `_api`:
/// `client.crm.contacts.basicApi.getById` is `crm.contacts.basic.get_by_id`.
pub(super) fn chain(name: &str) -> Option<String> {
    let parts: Vec<String> = name.split('.').map(snake).collect();
    let is_root = |part: &String| {
        matches!(
            part.as_str(),
            "crm"
                | "oauth"
                | "settings"
                | "webhooks"
                | "events"
                | "marketing"
                | "cms"
                | "files"
                | "automation"
                | "conversations"
                | "communication_preferences"
        )
    };
    let start = parts.iter().position(is_root)?;
    let parts: Vec<&str> =
        parts[start..].iter().map(|part| part.strip_suffix("_api").unwrap_or(part)).collect();
    (parts.len() >= 3 || parts.len() == 2 && parts[0] != "crm").then(|| parts.join("."))
}

/// Whether a chain names an API of the client, as opposed to a member of something else with the same name.
pub(super) fn names_an_api(name: &str) -> bool {
    name.contains("Api.")
        || name.contains("_api.")
        || name.ends_with(".getAll") && name.contains("crm.")
        || name.ends_with("get_all") && name.contains("crm.")
}

/// What a method sends, by [`chain`].
pub(super) fn rule(chain: &str) -> Option<Rule> {
    let (owner, method) = chain.rsplit_once('.')?;
    if method == "get_all"
        && let Some((_, path)) = records(owner)
    {
        // The client goes through all pages.
        return found("basic.get_page", &path, RECORDS);
    }
    let (group, api) = owner.rsplit_once('.')?;
    let call = format!("{api}.{method}");
    if let Some((rules, path)) = records(group)
        && let Some(rule) = found(&call, &path, rules)
    {
        return Some(rule);
    }
    let (_, path, rules) = GROUPS.iter().find(|(name, ..)| *name == group)?;
    let mut rule = found(&call, path, rules)?;
    rule.is_of_developer = group == "webhooks";
    rule.is_public = group == "oauth";
    Some(rule)
}

fn records(group: &str) -> Option<(&'static str, String)> {
    let name = group.strip_prefix("crm.")?;
    let path = |name: &str| Some((RECORDS, format!("/crm/v3/objects/{name}")));
    match name {
        "objects" => path("{object_type}"),
        "line_items" => path("line_items"),
        "objects.goals" => path("goal_targets"),
        "objects.deal_splits" => path("deals/splits"),
        _ if RECORD_TYPES.contains(&name) => path(name),
        _ => path(name.strip_prefix("objects.").or_else(|| name.strip_prefix("commerce."))?),
    }
}

fn found(call: &str, base: &str, rules: &'static str) -> Option<Rule> {
    let line = rules.lines().find_map(|line| line.strip_prefix(call)?.strip_prefix(' '))?;
    let mut words = line.split(' ');
    let method = words.next()?;
    let own = words.next()?;
    // `/` is the path before it, `//` the same with a slash behind.
    let own = if own == "/" { "" } else { own.strip_prefix('/').filter(|own| *own == "/").unwrap_or(own) };
    let path = format!("{base}{own}");
    let (mut body, mut query) = (Content::None, Vec::new());
    for word in words {
        match word {
            "=" => body = Content::Json,
            "&" => body = Content::Form,
            "*" => body = Content::Parts,
            list => query = list.split(',').collect(),
        }
    }
    let path_args =
        path.split('{').skip(1).filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect();
    Some(Rule { method, path, path_args, body, query, is_of_developer: false, is_public: false })
}

/// `basicApi` is `basic_api`.
pub(super) fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// `after_id` is `afterId`.
pub(super) fn camel(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut upper = false;
    for c in name.chars() {
        if c == '_' && !out.is_empty() {
            upper = true;
        } else {
            out.push(if upper { c.to_ascii_uppercase() } else { c });
            upper = false;
        }
    }
    out
}
