//! `/forms/v2` and `/marketing/v3/forms`.

use serde_json::{Value, json};

use super::super::shared::{Context, not_found, page_at};
use crate::{
    crm::{
        forms::{Form, FormField},
        store::Crm,
    },
    http::{
        answer::{Answer, Outcome},
        errors::ApiError,
    },
    state::clock::iso_ms,
    text::capitalize,
};

/// Serves what follows `/forms/v2`; `None` for other paths.
pub(super) fn route_v2(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", ["forms"]) => list_v2(context),
        ("POST", ["forms"]) => save(context, None, v2),
        ("GET", ["forms", guid]) => {
            context.with_crm(|crm| Ok(Answer::ok(v2(crm, crm.forms.find(guid).ok_or_else(unknown)?))))
        }
        ("POST" | "PUT", ["forms", guid]) => save(context, Some(guid), v2),
        ("DELETE", ["forms", guid]) => delete(context, guid),
        ("GET", ["fields", guid]) => context.with_crm(|crm| {
            let form = crm.forms.find(guid).ok_or_else(unknown)?;
            Ok(Answer::ok(form.fields.iter().map(field_v2).collect()))
        }),
        ("GET", ["fields", guid, name]) => context.with_crm(|crm| {
            let form = crm.forms.find(guid).ok_or_else(unknown)?;
            let field = form.fields.iter().find(|field| field.name == *name).ok_or_else(unknown)?;
            Ok(Answer::ok(field_v2(field)))
        }),
        _ => return None,
    })
}

/// Serves what follows `/marketing/v3/forms`; `None` for other paths.
pub(super) fn route_v3(context: &Context, method: &str, rest: &[&str]) -> Option<Outcome> {
    Some(match (method, rest) {
        ("GET", []) => list_v3(context),
        ("POST", []) => save(context, None, |_, form| v3(form)).map(Answer::into_created),
        ("GET", [guid]) => {
            context.with_crm(|crm| Ok(Answer::ok(v3(crm.forms.find(guid).ok_or_else(unknown_v3)?))))
        }
        ("PATCH" | "PUT", [guid]) => save(context, Some(guid), |_, form| v3(form)),
        ("DELETE", [guid]) => delete(context, guid),
        _ => return None,
    })
}

fn unknown() -> ApiError {
    not_found("No form found with the given guid")
}

fn unknown_v3() -> ApiError {
    ApiError::not_found("resource not found")
}

/// The type of a field, by the property that it writes.
fn field_type(name: &str) -> &'static str {
    match name {
        "email" | "firstname" | "lastname" | "company" | "city" => "text",
        "phone" => "phonenumber",
        _ => "textarea",
    }
}

fn field_v2(field: &FormField) -> Value {
    json!({
        "name": field.name,
        "label": field.label,
        "type": "string",
        "fieldType": field_type(&field.name),
        "description": "",
        "groupName": "contactinformation",
        "displayOrder": 0,
        "required": field.required,
        "enabled": true,
        "hidden": false,
        "defaultValue": "",
        "isSmartField": false,
        "unselectedLabel": "",
        "placeholder": "",
        "labelHidden": false,
        "propertyObjectType": "CONTACT",
        "options": [],
        "selectedOptions": [],
        "dependentFieldFilters": [],
        "metaData": [],
        "validation": {
            "name": "", "message": "", "data": "", "useDefaultBlockList": false, "blockedEmailAddresses": [],
        },
    })
}

/// A form of version 2: each field in a group of its own.
fn v2(crm: &Crm, form: &Form) -> Value {
    let group = |field: &FormField| {
        json!({
            "fields": [field_v2(field)],
            "default": true,
            "isSmartGroup": false,
            "richText": {"content": "", "type": "TEXT"},
        })
    };
    json!({
        "portalId": crm.account.portal_id,
        "guid": form.guid,
        "name": form.name,
        "action": "",
        "method": "POST",
        "cssClass": "",
        "redirect": "",
        "submitText": form.submit_text,
        "followUpId": "",
        "notifyRecipients": "",
        "leadNurturingCampaignId": "",
        "formFieldGroups": form.fields.iter().map(group).collect::<Vec<_>>(),
        "createdAt": form.created_ms,
        "updatedAt": form.updated_ms,
        "deletedAt": 0,
        "formType": "HUBSPOT",
        "performableHtml": "",
        "migratedFrom": "",
        "ignoreCurrentValues": false,
        "metaData": [],
        "deletable": true,
        "editable": true,
        "cloneable": true,
        "inlineMessage": "",
        "tmsId": "",
        "captchaEnabled": false,
        "campaignGuid": "",
        "themeName": "",
        "parentId": 0,
        "isPublished": true,
    })
}

/// A form of version 3 and its dated successors.
fn v3(form: &Form) -> Value {
    let group = |field: &FormField| {
        json!({
            "groupType": "default_group",
            "richTextType": "text",
            "fields": [{
                "objectTypeId": "0-1",
                "name": field.name,
                "label": field.label,
                "required": field.required,
                "hidden": false,
                "fieldType": if field.name == "email" { "email" } else { "single_line_text" },
            }],
        })
    };
    json!({
        "id": form.guid,
        "name": form.name,
        "formType": "hubspot",
        "createdAt": iso_ms(form.created_ms),
        "updatedAt": iso_ms(form.updated_ms),
        "archived": form.deleted,
        "fieldGroups": form.fields.iter().map(group).collect::<Vec<_>>(),
        "configuration": {
            "language": "en",
            "createNewContactForNewEmail": false,
            "editable": true,
            "cloneable": true,
            "archivable": true,
            "notifyRecipients": [],
            "postSubmitAction": {"type": "thank_you", "value": ""},
        },
        "displayOptions": {"renderRawHtml": false, "theme": "default_style", "submitButtonText": form.submit_text},
        "legalConsentOptions": {"type": "none"},
    })
}

fn list_v2(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 1000, 1000);
    let offset = context.number("offset").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.forms.live().collect(), offset, limit);
        Ok(Answer::ok(page.items.iter().map(|form| v2(crm, form)).collect()))
    })
}

fn list_v3(context: &Context) -> Outcome {
    let limit = context.page_size("limit", 20, 1000);
    let offset = context.number("after").unwrap_or_default();
    context.with_crm(|crm| {
        let page = page_at(crm.forms.live().collect(), offset, limit);
        let mut body = json!({"results": page.items.iter().map(|form| v3(form)).collect::<Vec<_>>()});
        if page.has_more {
            body["paging"] = context.next_page(&page.next.to_string());
        }
        Ok(Answer::ok(body))
    })
}

/// Creates a form, or changes the name, the button and the fields of one.
fn save(context: &Context, guid: Option<&str>, show: impl Fn(&Crm, &Form) -> Value) -> Outcome {
    let now_ms = context.now_ms();
    context.with_crm(|crm| {
        let body = context.call.json()?;
        let guid = match guid {
            Some(guid) => guid.to_owned(),
            None => create(crm, &body, now_ms)?,
        };
        let form = crm.forms.find_mut(&guid).ok_or_else(unknown)?;
        apply(form, &body);
        form.updated_ms = now_ms;
        let form = crm.forms.find(&guid).ok_or_else(unknown)?;
        Ok(Answer::ok(show(crm, form)))
    })
}

fn create(crm: &mut Crm, body: &Value, now_ms: i64) -> Result<String, ApiError> {
    let name = body.get("name").and_then(Value::as_str).ok_or_else(|| ApiError::missing_fields(&["name"]))?;
    let guid = uuid::Uuid::new_v4().to_string();
    crm.forms.add(Form {
        guid: guid.clone(),
        name: name.to_owned(),
        fields: Vec::new(),
        submit_text: "Submit".into(),
        created_ms: now_ms,
        updated_ms: now_ms,
        deleted: false,
    });
    Ok(guid)
}

fn apply(form: &mut Form, body: &Value) {
    let text = |pointer: &str| body.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
    if let Some(name) = text("/name") {
        form.name = name;
    }
    if let Some(submit) = text("/submitText").or_else(|| text("/displayOptions/submitButtonText")) {
        form.submit_text = submit;
    }
    let groups = body.get("formFieldGroups").or_else(|| body.get("fieldGroups")).and_then(Value::as_array);
    if let Some(groups) = groups {
        let fields = groups.iter().filter_map(|group| group.get("fields")?.as_array()).flatten();
        form.fields = fields.filter_map(field).collect();
    }
}

fn field(written: &Value) -> Option<FormField> {
    let name = written.get("name")?.as_str()?.to_owned();
    let label = written.get("label").and_then(Value::as_str).map_or_else(|| capitalize(&name), str::to_owned);
    let required = written.get("required").and_then(Value::as_bool).unwrap_or_default();
    Some(FormField { name, label, required })
}

fn delete(context: &Context, guid: &str) -> Outcome {
    context.with_crm(|crm| {
        crm.forms.find_mut(guid).ok_or_else(unknown)?.deleted = true;
        Ok(Answer::no_content())
    })
}
