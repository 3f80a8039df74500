//! What people paste: a secret in it is never in the page, whatever the form; a command becomes its request whole; and a
//! copied command runs once its token is set.

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
    the_middle_button_pastes_the_selection(context, app, &token)?;
    context.named_picture(&app.page, "pasted")?;
    steps::absent_from_web_process(app, vec![Needle::new("the pasted token", &token)])?;
    copied_commands(context, app)
}

/// Texts that are no request are refused, those that are a path go in redacted.
fn secrets_stay_outside(context: &mut Context, app: &App, token: &str) -> Result<()> {
    let page = &app.page;
    for text in [
        format!("Invoke-RestMethod -Uri \"{ADDRESS}\" -Headers @{{Authorization=\"Bearer {token}\"}}"),
        format!("requests.get('{ADDRESS}', headers={{'Authorization': 'Bearer {token}'}})"),
        format!("my token is {token}"),
    ] {
        set_path(page, "/crm/v3/owners")?;
        paste(context, app, &text)?;
        page.wait_for_text("That text holds a token; it was not taken.")?;
        page.wait_for_value("textbox", "Path", "/crm/v3/owners")?;
        dismiss_messages(page)?;
    }
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
    copied(context, "import requests")?;
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
