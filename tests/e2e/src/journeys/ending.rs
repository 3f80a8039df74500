//! A start while the last one is still ending: it hands over, gets no answer, and opens a window of its own.

use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::Type;

use crate::error::{Error, Result};
use crate::journeys::Context;

/// By which the app knows of another start of itself.
const NAME: &str = "dev.portalscope.desktop.SingleInstance";

pub fn run(context: &mut Context) -> Result<()> {
    let ending = hold_the_name(&context.desktop.bus_address()).map_err(|error| Error::from_bus(&error))?;
    let end = std::thread::spawn(move || end_when_called(ending));
    let app = context.start_app()?;
    let shown = app.page.find("heading", "Connect your first portal").map(drop);
    context.watch(&app.page, shown)?;
    app.quit()?;
    match end.join() {
        Ok(true) => Ok(()),
        _ => Err(Error::Unexpected("the start was not handed over to the one that was ending".to_owned())),
    }
}

fn hold_the_name(bus_address: &str) -> zbus::Result<Connection> {
    connection::Builder::address(bus_address)?.name(NAME)?.build()
}

/// Leaves the bus in the middle of the first call, and says whether there was one.
fn end_when_called(ending: Connection) -> bool {
    let is_call = |message: &zbus::Message| message.message_type() == Type::MethodCall;
    let called = MessageIterator::from(&ending).filter_map(std::result::Result::ok).any(|m| is_call(&m));
    drop(ending.close());
    called
}
