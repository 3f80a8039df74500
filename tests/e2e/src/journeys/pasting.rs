//! What people paste: a secret in it is never in the page, whatever the form; a command becomes its request whole; and a
//! copied command runs once its token is set.

use std::fs;

use crate::app::App;
use crate::error::{Result, unexpected, until};
use crate::journeys::{Context, steps};
use crate::keys;
use crate::memory::Needle;
use crate::page::{Name, Page};

/// A token of no portal. It is assembled at run time, so that this program's own text is not found.
const TOKEN: [&str; 3] = ["pat-eu1-5d1f0c7a-3b2e", "-4c8d-9e6f-", "a1b2c3d4e5f6"];
/// The two keys of the embedded demo portal are known before the token.
const LABEL: &str = "«static-token#3»";
const ADDRESS: &str = "https://api.hubapi.com/crm/objects/2026-03/notes";
/// The first contact of the demo portal.
const RECORD_LINK: &str = "https://app-eu1.hubspot.com/contacts/26041877/record/0-1/1000000101?eschref=x";
const BODY: &str = "{\"properties\":{\"hs_note_body\":\"It's done\"}}";

pub fn run(context: &mut Context) -> Result<()> {
    let app = context.start_app()?;
    let result = all(context, &app);
    context.watch(&app.page, result)?;
    app.quit()
}

fn all(context: &mut Context, app: &App) -> Result<()> {
    let token = TOKEN.concat();
    steps::connect_demo(context, app)?;
    steps::open_view(&app.page, "Console")?;
    app.page.find("textbox", "Path")?;
    secrets_stay_outside(context, app, &token)?;
    commands_become_requests(context, app, &token)?;
    code_becomes_requests(context, app, &token)?;
    a_link_to_a_record_is_read(context, app)?;
    a_command_of_windows_is_sent(context, app, &token)?;
    a_collection_is_previewed(context, app, &token)?;
    a_dropped_file_is_previewed(context, app, &token)?;
    the_middle_button_pastes_the_selection(context, app, &token)?;
    context.named_picture(&app.page, "pasted")?;
    steps::absent_from_web_process(app, vec![Needle::new("the pasted token", &token)])?;
    copied_commands(context, app)
}

/// Texts that are no request are refused, those that are a path go in redacted.
fn secrets_stay_outside(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    set_path(page, "/crm/v3/owners")?;
    paste(context, app, &format!("my token is {token}"))?;
    page.wait_for_text("That text holds a token; it was not taken.")?;
    page.wait_for_value("textbox", "Path", "/crm/v3/owners")?;
    dismiss_messages(page)?;
    set_path(page, "/oauth/v1/access-tokens/")?;
    page.press(&[keys::END])?;
    paste(context, app, token)?;
    page.wait_for_value("textbox", "Path", &format!("/oauth/v1/access-tokens/{LABEL}"))?;
    page.wait_for_text("A secret in the pasted text was replaced by its label.")?;
    context.named_picture(page, "secret-replaced")?;
    dismiss_messages(page)
}

fn commands_become_requests(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    let header = format!("-H 'Authorization: Bearer {token}'");
    let ansi_c = BODY.replace('\'', "\\'");
    let for_cmd: String = BODY
        .replace('"', "\\\"")
        .chars()
        .flat_map(|c| if c.is_alphanumeric() { vec![c] } else { vec!['^', c] })
        .collect();
    for text in [
        format!("curl '{ADDRESS}' \\\n  {header} \\\n  --data-raw $'{ansi_c}'"),
        format!("$ curl '{ADDRESS}' {header} --data-raw $'{ansi_c}'"),
        format!("sudo curl '{ADDRESS}' {header} --data-raw $'{ansi_c}'"),
        format!(
            "# A note, as we make it in production every day\ncurl '{ADDRESS}' {header} --data-raw $'{ansi_c}'"
        ),
        format!(
            "curl ^\"{ADDRESS}^\" ^\r\n  -H ^\"Authorization: Bearer {token}^\" ^\r\n  --data-raw ^\"{for_cmd}^\""
        ),
    ] {
        set_path(page, "/crm/v3/owners")?;
        paste(context, app, &text)?;
        page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/notes")?;
        until("the whole body", || Ok((body(page)? == BODY).then_some(())))?;
        dismiss_messages(page)?;
    }
    Ok(())
}

fn code_becomes_requests(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    for text in [
        format!("Invoke-RestMethod -Uri \"{ADDRESS}\" -Headers @{{Authorization=\"Bearer {token}\"}}"),
        format!("import requests\nrequests.get('{ADDRESS}', headers={{'Authorization': 'Bearer {token}'}})"),
        format!("await fetch('{ADDRESS}', {{ headers: {{ Authorization: 'Bearer {token}' }} }})"),
    ] {
        set_path(page, "/crm/v3/owners")?;
        paste(context, app, &text)?;
        page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/notes")?;
        dismiss_messages(page)?;
    }
    Ok(())
}

/// A link from the browser's address bar becomes the call that reads the record, and is sent.
fn a_link_to_a_record_is_read(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    set_path(page, "")?;
    paste(context, app, RECORD_LINK)?;
    page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/contacts/1000000101")?;
    send(page)?;
    page.wait_for_text("200 OK")
}

/// A command of the Windows command prompt, with a token in it and a scheme that HubSpot does not take.
fn a_command_of_windows_is_sent(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    set_path(page, "")?;
    let text = format!(
        "curl ^\"https://api.hubapi.com/crm/objects/2026-03/contacts?limit=3^\" ^\r\n  -H ^\"Authorization: {token}^\""
    );
    paste(context, app, &text)?;
    page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/contacts")?;
    page.wait_for_text("What you pasted would have failed.")?;
    context.named_picture(page, "pasted-and-wrong")?;
    dismiss_messages(page)?;
    send(page)?;
    page.wait_for_text("200 OK")?;
    steps::absent_from_web_process(app, vec![Needle::new("the token of the command", token)])
}

/// A Postman collection: its requests are shown with what they would send, and three of them are opened.
fn a_collection_is_previewed(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    set_path(page, "")?;
    paste(context, app, &collection(token))?;
    page.find("dialog", "Open 3 requests")?;
    page.wait_for_text("reads as a Postman collection")?;
    context.named_picture(page, "import")?;
    context.check_accessibility(page, "the preview of an import")?;
    page.click("button", "Open 3 requests")?;
    page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/contacts")?;
    for (tab, path) in [("Owners", "/crm/owners/2026-03"), ("Search", "/crm/objects/2026-03/deals/search")] {
        page.click("tab", Name::Has(tab))?;
        page.wait_for_value("textbox", "Path", path)?;
        send(page)?;
        page.wait_for_text("200 OK")?;
    }
    context.named_picture(page, "open-requests")?;
    for _ in 0..3 {
        page.click("button", "Close this request")?;
    }
    page.wait_until_gone("button", "Close this request")?;
    steps::absent_from_web_process(app, vec![Needle::new("the token of the collection", token)])
}

/// A file of requests is dropped on the window from another program, and previewed as if it was pasted.
fn a_dropped_file_is_previewed(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    let file = context.desktop.path("requests.json");
    fs::write(&file, collection(token))?;
    context.desktop.drop_files(&[&file], middle_of_path(page)?)?;
    page.find("dialog", "Open 3 requests")?;
    context.named_picture(page, "dropped")?;
    page.press(&[keys::ESCAPE])?;
    page.wait_until_gone("dialog", "Open 3 requests")?;
    steps::absent_from_web_process(app, vec![Needle::new("the token of the file", token)])
}

pub(super) fn collection(token: &str) -> String {
    let item = |name: &str, method: &str, path: &str, body: serde_json::Value| serde_json::json!({"name": name, "request": {"method": method, "url": format!("https://api.hubapi.com{path}"), "body": body}});
    let search =
        serde_json::json!({"mode": "raw", "raw": "{\"limit\": 2}", "options": {"raw": {"language": "json"}}});
    serde_json::json!({
        "info": {"name": "Ours", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
        "auth": {"type": "bearer", "bearer": [{"key": "token", "value": token, "type": "string"}]},
        "item": [
            item("Contacts", "GET", "/crm/objects/2026-03/contacts?limit=2", serde_json::Value::Null),
            {"name": "More", "item": [
                item("Owners", "GET", "/crm/owners/2026-03", serde_json::Value::Null),
                item("Search", "POST", "/crm/objects/2026-03/deals/search", search),
            ]},
        ],
    })
    .to_string()
}

fn send(page: &Page) -> Result<()> {
    page.click("button", Name::Has("Send to"))
}

fn the_middle_button_pastes_the_selection(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    context.desktop.copy("/not/this/one")?;
    for (text, value) in [(token, LABEL), ("/crm/v3/lists", "/crm/v3/lists")] {
        set_path(page, "")?;
        context.desktop.select(text)?;
        context.desktop.middle_click(middle_of_path(page)?)?;
        page.wait_for_value("textbox", "Path", value)?;
    }
    dismiss_messages(page)
}

fn middle_of_path(page: &Page) -> Result<(u64, u64)> {
    let field = page.find("textbox", "Path")?;
    let script = "const r = arguments[0].getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2].map(Math.round);";
    let place = page.driver.script(script, &[field.as_json()])?;
    Ok((place[0].as_u64().unwrap_or_default(), place[1].as_u64().unwrap_or_default()))
}

/// In the clipboard: without the token, and after confirmation with it.
fn copied_commands(context: &mut Context, app: &App) -> Result<()> {
    let page = &app.page;
    set_path(page, "/crm/v3/owners")?;
    paste(context, app, "curl https://api.hubapi.com/crm/objects/2026-03/contacts")?;
    page.wait_for_value("textbox", "Path", "/crm/objects/2026-03/contacts")?;
    page.click("button", "Code…")?;
    choose_language(page, "cURL for bash, zsh or sh", "curl --fail-with-body -X GET")?;
    context.named_picture(page, "code")?;
    context.check_accessibility(page, "the request as code")?;
    page.click("button", "Copy")?;
    let command = copied(context, "curl ")?;
    choose_language(page, "Python (requests)", "import requests")?;
    page.click("button", "Copy")?;
    copied(context, "import os")?;
    choose_language(page, "cURL for bash, zsh or sh", "curl --fail-with-body -X GET")?;
    page.click("button", "Copy")?;
    copied(context, "curl ")?;
    if !command.contains("-H \"Authorization: Bearer $HUBSPOT_TOKEN\"") {
        return unexpected(format!("the copied command is {command}"));
    }
    page.click("button", "Copy with the secret…")?;
    page.find("alertdialog", "Copy the command with its secret?")?;
    context.named_picture(page, "copy-with-secret")?;
    context.check_accessibility(page, "copying with the secret")?;
    page.press(&[keys::ENTER, keys::ESCAPE])?;
    page.wait_until_gone("alertdialog", "Copy the command with its secret?")?;
    if context.desktop.clipboard_text()? != command {
        return unexpected("Enter in the question copies the secret");
    }
    page.click("button", "Copy with the secret…")?;
    page.click("button", "Copy with the secret")?;
    page.wait_for_text("Copied with the secret.")?;
    let secrets = steps::secrets(context)?;
    let copied = context.desktop.clipboard_text()?;
    if !secrets.iter().any(|secret| secret.is_in_text(&copied)) {
        return unexpected("the command with the secret has none of the keyring's");
    }
    answers(context, &copied)?;
    steps::absent_from_web_process(app, secrets)
}

/// Chooses a language of the dialog, and waits for code that holds this.
fn choose_language(page: &Page, name: &str, expected: &str) -> Result<()> {
    page.click("button", Name::Has("Write it as"))?;
    page.click("option", name)?;
    page.wait_until_gone("option", name)?;
    let script = "return document.querySelector('textarea[aria-label=Code]')?.value ?? '';";
    until("the code in the language", || {
        let code = page.driver.script(script, &[])?;
        Ok(code.as_str().is_some_and(|code| code.contains(expected)).then_some(()))
    })
}

/// The clipboard's text, once it begins so.
fn copied(context: &Context, beginning: &str) -> Result<String> {
    until("the code on the clipboard", || {
        let text = context.desktop.clipboard_text()?;
        Ok(text.starts_with(beginning).then_some(text))
    })
}

/// Runs the command in a shell.
fn answers(context: &Context, command: &str) -> Result<()> {
    let output =
        context.desktop.command("sh").args(["-c", &format!("{command} --silent --max-time 30")]).output()?;
    let answer = String::from_utf8_lossy(&output.stdout);
    if answer.contains("\"results\"") {
        Ok(())
    } else {
        unexpected(format!("the copied command gave {answer}"))
    }
}

fn set_path(page: &Page, path: &str) -> Result<()> {
    page.fill("textbox", "Path", path)?;
    if path.is_empty() {
        page.press(&[keys::BACKSPACE])?;
    }
    page.wait_for_value("textbox", "Path", path)
}

fn paste(context: &mut Context, app: &App, text: &str) -> Result<()> {
    context.desktop.copy(text)?;
    app.page.driver.press(&[keys::CONTROL], &["v"])
}

/// The editor's text, without line numbers.
fn body(page: &Page) -> Result<String> {
    let script = "const host = document.querySelector('[data-testid=json-editor]'); \
        return host ? [...host.shadowRoot.querySelectorAll('.cm-line')].map(line => line.innerText).join('\\n') : '';";
    Ok(page.driver.script(script, &[])?.as_str().unwrap_or_default().to_owned())
}

/// Clicked by script, since a message may disappear between finding its button and the click.
fn dismiss_messages(page: &Page) -> Result<()> {
    let close = "document.querySelectorAll('button[aria-label=\"Close message\"]').forEach(button => button.click());";
    page.driver.script(close, &[])?;
    page.wait_until_gone("button", Name::Is("Close message"))
}
