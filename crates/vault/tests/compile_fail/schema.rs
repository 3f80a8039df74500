#[derive(specta::Type)]
struct Connection {
    secret: portalscope_vault::ClientSecret,
}

fn main() {}
