fn main() {
    println!("{}", portalscope_vault::StaticToken::new("text"));
}
