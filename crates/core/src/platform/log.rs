//! The log. Every event is redacted before it is written.

use std::io::{self, Write};
use std::sync::Arc;

use portalscope_redact::Redactor;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

/// Starts logging to `out`. `filter`: as in `RUST_LOG`; `None` or an invalid one means `warn`. Panics are redacted and
/// written to `out` too, since their messages may contain secrets. Call it once, before anything else.
pub fn log_to<W: Write + Send + 'static>(out: fn() -> W, redactor: Arc<Redactor>, filter: Option<&str>) {
    let filter = EnvFilter::try_new(filter.unwrap_or("warn")).unwrap_or_else(|_| EnvFilter::new("warn"));
    let sink = Sink { out, redactor: Arc::clone(&redactor) };
    let started =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(sink).try_init();
    std::panic::set_hook(Box::new(move |panic| {
        let _ = writeln!(
            out(),
            "{}",
            redactor.text(&format!("Portalscope stopped by a fault of its own: {panic}"))
        );
    }));
    drop(started);
}

struct Sink<W> {
    out: fn() -> W,
    redactor: Arc<Redactor>,
}

/// The text of one event. It is redacted when complete, since a secret may be split over two writes.
struct Line<W: Write> {
    text: Vec<u8>,
    out: W,
    redactor: Arc<Redactor>,
}

impl<'a, W: Write + 'a> MakeWriter<'a> for Sink<W> {
    type Writer = Line<W>;

    fn make_writer(&'a self) -> Line<W> {
        Line { text: Vec::new(), out: (self.out)(), redactor: Arc::clone(&self.redactor) }
    }
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<W: Write> Drop for Line<W> {
    fn drop(&mut self) {
        let clean = self.redactor.text(&String::from_utf8_lossy(&self.text));
        let _ = self.out.write_all(clean.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::{Arc, Line, Redactor, Write};

    #[test]
    fn a_secret_written_in_two_pieces_is_redacted() {
        let redactor = Arc::new(Redactor::new());
        redactor.register("access-token", "whole-secret");
        let mut out = Vec::new();
        {
            let mut line = Line { text: Vec::new(), out: &mut out, redactor };
            line.write_all(b"token whole-").unwrap();
            line.write_all(b"secret sent\n").unwrap();
        }
        assert_eq!(String::from_utf8(out).unwrap(), "token «access-token#1» sent\n");
    }
}
