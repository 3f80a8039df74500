//! Submissions of forms: read by `/form-integrations/v1`, written by `/submissions/v3` and `/uploads/form/v2`. Each writes
//! the contact with its email address.

use serde_json::{Map, Value, json};

use super::super::shared::{Context, invalid, not_found, page_at};
use crate::{
    crm::{forms::Submission, object_types::object_type, store::Crm, validate::find_invalid},
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
};

/// The submissions of a form, newest first. The form is in the path or in the query.
pub(super) fn list(context: &Context, guid: Option<&str>) -> Outcome {
    let guid = guid.or_else(|| context.call.query_value("formId"));
    let guid = guid.ok_or_else(|| invalid("the id of a form is required"))?;
    let limit = context.page_size("limit", 20, 50);
    let offset = context.number("after").unwrap_or_default();
    context.with_crm(|crm| {
        crm.forms.find(guid).ok_or_else(|| not_found("No form found with the given guid"))?;
        let page = page_at(crm.forms.submissions_of(guid), offset, limit);
        let results: Vec<Value> = page.items.iter().map(|submission| to_json(submission)).collect();
        let mut body = json!({"results": results});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

fn to_json(submission: &Submission) -> Value {
    let value =
        |(name, value): &(String, String)| json!({"name": name, "value": value, "objectTypeId": "0-1"});
    json!({
        "conversionId": submission.id,
        "submittedAt": submission.at_ms,
        "values": submission.values.iter().map(value).collect::<Vec<_>>(),
        "pageUrl": submission.page_url,
    })
}

/// `{fields: [{name, value}], context: {pageUri}}`.
pub(super) fn submit(context: &Context, guid: &str) -> Outcome {
    let body = context.call.json()?;
    let fields = body.get("fields").and_then(Value::as_array).into_iter().flatten();
    let pair = |field: &Value| {
        Some((field.get("name")?.as_str()?.to_owned(), field.get("value")?.as_str()?.to_owned()))
    };
    let page_url = body.pointer("/context/pageUri").and_then(Value::as_str).unwrap_or_default().to_owned();
    add(context, guid, fields.filter_map(pair).collect(), page_url)?;
    Ok(Answer::ok(json!({"inlineMessage": "Thanks for submitting the form."})))
}

/// The same as a web form sends it.
pub(super) fn submit_form(context: &Context, guid: &str) -> Outcome {
    let Some(fields) = context.call.form() else {
        return Err(invalid("the body must be application/x-www-form-urlencoded"));
    };
    let (hidden, values): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "hs_context");
    let context_of = hidden.first().and_then(|(_, text)| serde_json::from_str::<Value>(text).ok());
    let page_url = context_of.and_then(|context| Some(context.get("pageUrl")?.as_str()?.to_owned()));
    add(context, guid, values, page_url.unwrap_or_default())?;
    Ok(Answer::no_content())
}

fn add(
    context: &Context,
    guid: &str,
    values: Vec<(String, String)>,
    page_url: String,
) -> Result<(), ApiError> {
    let now_ms = context.now_ms();
    context.portal.with_crm(context.caller.account, |crm| {
        let form = crm.forms.find(guid).ok_or_else(|| not_found("No form found with the given guid"))?;
        let missing = form.fields.iter().find(|field| {
            field.required && !values.iter().any(|(name, value)| *name == field.name && !value.is_empty())
        });
        if let Some(missing) = missing {
            return Err(required(&missing.name));
        }
        write_contact(crm, &values, now_ms)?;
        crm.forms.submissions.push(Submission {
            id: uuid::Uuid::new_v4().to_string(),
            form: guid.to_owned(),
            at_ms: now_ms,
            page_url,
            values,
        });
        Ok(())
    })
}

fn required(name: &str) -> ApiError {
    let message = format!("Error in 'fields.{name}'. Required field '{name}' is missing");
    invalid("The request is not valid")
        .with_field("errors", json!([{"message": message, "errorType": "REQUIRED_FIELD"}]))
}

/// Creates or updates the contact with the email address. Fields that are no properties are kept in the submission only.
fn write_contact(crm: &mut Crm, values: &[(String, String)], now_ms: i64) -> Result<(), ApiError> {
    let kind = object_type("contacts");
    let known = |name: &str| crm.properties_of(kind).iter().any(|property| property.name == name);
    let written: Map<String, Value> = values
        .iter()
        .filter(|(name, _)| known(name))
        .map(|(name, value)| (name.clone(), value.as_str().into()))
        .collect();
    let Some(email) = written.get("email").and_then(Value::as_str).map(str::to_owned) else { return Ok(()) };
    let values = find_invalid(crm, kind, &written).map_err(|problems| {
        let error = |problem: &crate::crm::validate::InvalidValue| {
            json!({"message": problem.message, "errorType": problem.code})
        };
        invalid("The request is not valid")
            .with_field("errors", problems.iter().map(error).collect::<Vec<_>>().into())
    })?;
    match crm.find_by(kind, "email", &email).map(|record| record.id) {
        Some(id) => _ = crm.update(kind, id, values, now_ms),
        None => _ = crm.insert(kind, values, now_ms),
    }
    Ok(())
}
