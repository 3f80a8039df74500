//! A browser without a window, also used by the tests of the command line.

use std::time::Duration;

/// Submits the consent page and returns the URL that it redirects to.
pub async fn consent(authorize_url: &str, account: &str, decision: &str) -> String {
    let browser = browser();
    let page = browser.get(authorize_url).send().await.unwrap().text().await.unwrap();
    let hidden = |name: &str| {
        let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).expect("a consent page");
        rest.split_once('"').unwrap().0.to_owned()
    };
    let fields = [
        ("consent", hidden("consent")),
        ("form_token", hidden("form_token")),
        ("account", account.to_owned()),
        ("decision", decision.to_owned()),
    ];
    let action = url::Url::parse(authorize_url).unwrap();
    let answer = browser.post(action.join("/oauth/authorize").unwrap()).form(&fields).send().await.unwrap();
    answer.headers()["location"].to_str().unwrap().to_owned()
}

pub async fn get(url: &str) -> (u16, String) {
    let answer = browser().get(url).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn browser() -> reqwest::Client {
    let builder = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    builder.timeout(Duration::from_secs(20)).build().unwrap()
}
