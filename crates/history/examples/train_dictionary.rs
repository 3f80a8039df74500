//! Makes the dictionary of the compression: `cargo run -p portalscope-history --example train_dictionary -- FILE`. A changed
//! dictionary gets a new number in `codec.rs`, since old rows need the one that they were written with.

#![allow(clippy::unwrap_used, dead_code, reason = "a program for developers")]

mod samples;

const BYTES: usize = 16 * 1024;
const CALLS: usize = 3_000;

fn main() {
    let file = std::env::args().nth(1).expect("the file to write");
    let mut seed = 0x5EED_0001;
    let mut texts = Vec::new();
    for _ in 0..CALLS {
        let call = samples::call(&mut seed, 0);
        let lines = |headers: &[portalscope_history::Header]| {
            let lines: Vec<_> =
                headers.iter().map(|header| format!("{}: {}", header.name, header.value)).collect();
            lines.join("\n")
        };
        texts.push(lines(&call.request_headers));
        texts.push(lines(&call.response_headers));
        texts.extend([call.request_body, call.response_body].into_iter().flatten().map(|body| body.text));
        texts.push(serde_json::json!({
            "v": call.verdict, "l": call.rate_limit, "s": call.scopes.map(|granted| granted.fingerprint), "t": call.token, "q": null, "a": [1402, false],
        }).to_string());
    }
    std::fs::write(file, zstd::dict::from_samples(&texts, BYTES).unwrap()).unwrap();
}
