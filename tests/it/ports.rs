//! Ports for tests: each is one test's own among all processes of this computer, for as long as its process runs. The tests
//! of the command line, the demo portal and the journeys use this file too.

use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::{Mutex, PoisonError};

/// Below what systems give to connections and to whoever asks for any port, so that nobody gets one by chance.
const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// Locked files: the system takes the locks back when the process ends.
static TAKEN: Mutex<Vec<File>> = Mutex::new(Vec::new());

pub fn free_port() -> u16 {
    let folder = std::env::temp_dir().join("portalscope-test-ports");
    std::fs::create_dir_all(&folder).expect("a folder for temporary files");
    let start = RandomState::new().hash_one(()) % u64::from(COUNT);
    for step in 0..u64::from(COUNT) {
        let port = FIRST + u16::try_from((start + step) % u64::from(COUNT)).expect("BUG: less than COUNT");
        let Ok(file) = File::create(folder.join(port.to_string())) else { continue };
        if file.try_lock().is_ok() && is_free(port) {
            TAKEN.lock().unwrap_or_else(PoisonError::into_inner).push(file);
            return port;
        }
    }
    panic!("no port is free");
}

fn is_free(port: u16) -> bool {
    let taken = |ended: std::io::Result<TcpListener>| {
        ended.is_err_and(|error| error.kind() == std::io::ErrorKind::AddrInUse)
    };
    !taken(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
        && !taken(TcpListener::bind((Ipv6Addr::LOCALHOST, port)))
}
