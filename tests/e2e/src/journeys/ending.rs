//! A start while the previous instance is still ending: it hands over, gets no reply, and opens its own window.

use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::Type;

use crate::error::{Error, Result};
use crate::journeys::Context;

/// The bus name by which the app finds a running instance.
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

/// Leaves the bus during the first call, and returns whether there was one.
fn end_when_called(ending: Connection) -> bool {
    let is_call = |message: &zbus::Message| message.message_type() == Type::MethodCall;
    let called = MessageIterator::from(&ending).filter_map(std::result::Result::ok).any(|m| is_call(&m));
    drop(ending.close());
    called
}
