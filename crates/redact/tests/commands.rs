//! Secrets in declarations, calls and commands, and what looks like them.

use portalscope_redact::Redactor;

const SECRET: &str = "7c1e09b4-52ad-4f3b-9e60-d2a8413f7b95";
const CLIENT_ID: &str = "51fe38c2-4824-48aa-a56c-378571871d77";
const PASSWORD: &str = "Tr0ub4dor3x";

/// `S`, `P` and `I` between signs stand for the secret, the password and the client's id.
fn filled(text: &str) -> String {
    text.replace("‹S›", SECRET).replace("‹P›", PASSWORD).replace("‹I›", CLIENT_ID)
}

fn assert_gone(texts: &[&str]) {
    for text in texts.iter().map(|text| filled(text)) {
        let clean = Redactor::new().text(&text);
        let is_gone = !clean.contains(&SECRET[..8]) && !clean.contains(&PASSWORD[..8]);
        assert!(is_gone && clean.contains("#1»"), "{text} became {clean}");
        assert_eq!(clean.contains(CLIENT_ID), text.contains(CLIENT_ID), "{clean}");
        assert_eq!(Redactor::new().text(&clean), clean, "redacting twice changes nothing");
    }
}

fn assert_kept(texts: &[&str]) {
    for text in texts.iter().map(|text| filled(text)) {
        assert_eq!(Redactor::new().text(&text), text);
    }
}

#[test]
fn a_secret_is_found_behind_the_type_that_yaml_gives_it() {
    assert_gone(&[
        "client_secret: !unsafe '‹S›'",
        "client_secret: !!str \"‹S›\"",
        "password: !unsafe ‹P›",
        "api_key: !!binary ‹S›",
    ]);
    assert_kept(&[
        "password: !vault |",
        "client_secret: !Ref ClientSecret",
        "token: !secret hubspot_token",
        "password: !secret 'hubspot_password'",
        "client_secret: !Sub '${ClientSecret}'",
    ]);
}

#[test]
fn a_secret_is_found_behind_a_keyword() {
    assert_gone(&["{:db {:user \"sync\" :password \"‹P›\"}}", "(def config {:client-secret \"‹S›\"})"]);
    assert_kept(&["validates :password, presence: true", "attr :token", ":token required"]);
}

#[test]
fn a_secret_is_found_behind_the_type_of_its_variable() {
    assert_gone(&[
        "Const HUBSPOT_API_KEY As String = \"‹S›\"",
        "var clientSecret string = \"‹S›\"",
        "DECLARE @client_secret NVARCHAR(64) = '‹S›';",
        "char client_secret[64] = \"‹S›\";",
        "client_secret text DEFAULT '‹S›'",
        "client_secret : String := '‹S›';",
    ]);
    assert_kept(&[
        "Const TOKEN_URL As String = \"https://a.example/oauth/v1/token\"",
        "var token string = os.Getenv(\"HUBSPOT_TOKEN\")",
        "const token: string = \"\";",
        "client_secret text NOT NULL",
        "WHERE password IS NULL AND role = 'admin-of-all'",
        "the password field = 'current-password'",
        "token text, id text default '‹I›'",
    ]);
}

#[test]
fn a_secret_is_found_under_a_name_that_says_which_of_several_it_is() {
    assert_gone(&[
        "HUBSPOT_CLIENT_SECRET_PROD=‹S›",
        "HUBSPOT_CLIENT_SECRET_2=‹S›",
        "clientSecretProduction: '‹S›'",
        "CLIENT_SECRET_OLD: ‹S›",
        "SECRET_KEY_BASE: ‹S›‹S›",
    ]);
    assert_kept(&["TOKEN_COUNT_OLD=5", "secret_name_prod=crm-secret-1a2b", "PASSWORD_MIN_LENGTH_2=12"]);
}

#[test]
fn a_client_secret_is_found_in_the_call_that_makes_a_client() {
    assert_gone(&[
        "new Hubspot.Client(\"‹I›\", \"‹S›\")",
        "const oauth = new OAuth2('‹I›', '‹S›', 'https://a.example/cb');",
        "ClientCredentials(\n    \"‹I›\",\n    \"‹S›\",\n)",
        "OAuth2::Client.new('‹I›', '‹S›', site: 'https://api.hubapi.com')",
    ]);
    assert_kept(&[
        "client.link(\"‹I›\", \"‹S›\")",
        "client.crm.merge(\"‹I›\", \"‹S›\")",
        "associate(client, \"‹I›\", \"‹S›\")",
        "new Edge(\"‹I›\", \"‹S›\")",
        "new Client(\"https://a.example\", \"v3\")",
    ]);
}

#[test]
fn a_password_is_found_that_is_a_bare_word_of_a_command() {
    assert_gone(&[
        "htpasswd -b /etc/nginx/.htpasswd sync ‹P›",
        "htpasswd -cbB .htpasswd sync '‹P›'",
        "htpasswd -nb sync ‹P›",
        "rabbitmqctl change_password sync ‹P›",
        "keytool -list -storepass ‹P›",
        "sshpass -p ‹P› ssh a@b",
        "mysql -u root -p‹P› crm",
        "docker login -u sync -p ‹P› registry.example",
    ]);
    assert_kept(&[
        "htpasswd -c .htpasswd sync",
        "htpasswd -b asks for the password on the command line",
        "docker login -u sync",
    ]);
}

#[test]
fn a_secret_is_found_in_the_command_that_stores_it() {
    assert_gone(&[
        "aws configure set hubspot_token ‹S›",
        "gh secret set CRM -b ‹S›",
        "vercel env add HUBSPOT_CLIENT_SECRET production <<< ‹S›",
        "heroku config:set HUBSPOT_CLIENT_SECRET=‹S› REGION=eu",
        "netlify env:set HUBSPOT_TOKEN ‹S›",
        "doppler secrets set CRM=‹S›",
        "vault kv put secret/crm crm=‹S›",
        "aws ssm put-parameter --name /crm/x --type SecureString --value ‹S›",
        "kubectl create secret generic crm --from-literal=token=‹S› --from-literal='other=‹P›'",
        "kubectl create secret generic crm --from-literal crm=‹P›",
    ]);
    assert_kept(&[
        "vercel env add HUBSPOT_TOKEN production",
        "gh secret set HUBSPOT_TOKEN -b \"$TOKEN\"",
        "kubectl create secret generic crm --from-literal=token=$TOKEN",
        "kubectl create secret generic crm --from-file=token=./t.txt",
        "vault kv put secret/crm region=eu",
    ]);
}

#[test]
fn a_page_about_tokens_is_no_token() {
    assert_kept(&["GET /docs/access-tokens/refreshing HTTP/1.1", "/oauth/v1/access-tokens/overview"]);
}

#[test]
fn a_long_run_of_backslashes_is_read_once() {
    let run = "\\".repeat(400_000);
    for text in [run.clone(), format!("password={run}"), format!("{run}uzz"), format!("token: \"{run}xzz")] {
        assert!(Redactor::new().text(&text).len() <= text.len() + 64);
    }
}
