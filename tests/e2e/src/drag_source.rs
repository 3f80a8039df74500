//! A window that offers files to whoever takes them, as a file manager does: no driver can drop a file on a webview.

use gtk::prelude::*;
use gtk::{TargetEntry, TargetFlags, gdk, glib};

/// Its place on the display, beside the app's window.
pub const PLACE: (i32, i32) = (1300, 840);
const SIZE: i32 = 120;
pub const TITLE: &str = "Portalscope journey: files";

/// Runs until it is killed.
pub fn run(files: &[String]) -> Result<(), glib::Error> {
    if let Err(error) = gtk::init() {
        return Err(glib::Error::new(glib::FileError::Failed, &error.to_string()));
    }
    let uris = files.iter().map(|file| glib::filename_to_uri(file, None)).collect::<Result<Vec<_>, _>>()?;
    let window = gtk::Window::new(gtk::WindowType::Toplevel);
    window.set_title(TITLE);
    window.set_default_size(SIZE, SIZE);
    window.move_(PLACE.0, PLACE.1);
    let surface = gtk::EventBox::new();
    surface.drag_source_set(
        gdk::ModifierType::BUTTON1_MASK,
        &[TargetEntry::new("text/uri-list", TargetFlags::OTHER_APP, 0)],
        gdk::DragAction::COPY,
    );
    surface.connect_drag_data_get(move |_, _, data, _, _| {
        let uris: Vec<&str> = uris.iter().map(glib::GString::as_str).collect();
        data.set_uris(&uris);
    });
    window.add(&surface);
    window.show_all();
    gtk::main();
    Ok(())
}
