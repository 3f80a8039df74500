//! Ports for tests, each unique among all processes of this computer while its process runs. Also used by the tests of
//! the command line, the demo portal and the journeys.

use std::fs::File;
use std::hash::{BuildHasher, RandomState};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::sync::{Mutex, PoisonError};

/// Below the range of ephemeral ports, so that the system assigns none of them to another program.
const FIRST: u16 = 20_000;
const COUNT: u16 = 10_000;

/// Locked files: the system releases the locks when the process ends.
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
