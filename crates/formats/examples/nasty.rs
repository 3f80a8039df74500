//! How long texts of 100 kB take to be read that are made to be slow:
//! `cargo run --release -p portalscope-formats --example nasty`. With a number N as its argument, every Nth of
//! them; with `--hunt N`, N random ones.

mod hostile;

fn main() {
    hostile::report(&[], &[], |text| drop(portalscope_formats::read(text)));
}
