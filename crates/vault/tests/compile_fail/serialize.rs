#[derive(serde::Serialize)]
struct Connection {
    token: portalscope_vault::AccessToken,
}

fn main() {}
