//! Where things are: the repository, and the directory that cargo builds into.

use std::env;
use std::path::{Path, PathBuf};

pub struct Place {
    pub root: PathBuf,
    /// Cargo's target directory; `CARGO_TARGET_DIR`, else `PORTALSCOPE_TARGET_DIR`, else the one this tool is in.
    pub target: PathBuf,
    /// Where missing tools are installed, one folder for all clones.
    pub tools: PathBuf,
}

impl Place {
    pub fn find() -> Result<Self, String> {
        // Two clones that share a build directory share this program too: cargo names the one that it was started in.
        let own = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&own)
            .parent()
            .ok_or("cannot find the repository: xtask is not inside it")?
            .to_path_buf();
        let target = match chosen_target() {
            Some(path) => env::current_dir().map_err(|error| error.to_string())?.join(path),
            None => own_target().unwrap_or_else(|| root.join("target")),
        };
        let tools = cache().unwrap_or_else(|| root.join("target")).join("portalscope").join("tools");
        Ok(Self { root, target, tools })
    }

    pub fn ui(&self) -> PathBuf {
        self.root.join("ui")
    }

    /// A program that cargo built, such as `portalscope`.
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// The same from a release build.
    pub fn release_program(&self, name: &str) -> PathBuf {
        self.target.join("release").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    /// Where the main journey's pictures are saved: inside the repository even if the build directory is not.
    pub fn journey_pictures(&self) -> PathBuf {
        self.root.join("target").join("demo")
    }

    /// Where the pictures of every view are saved.
    pub fn screens(&self) -> PathBuf {
        self.root.join("target").join("screens")
    }
}

fn chosen_target() -> Option<PathBuf> {
    ["CARGO_TARGET_DIR", "PORTALSCOPE_TARGET_DIR"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty())
        .map(PathBuf::from)
}

/// The cache folder, the same as in .ci/run.
fn cache() -> Option<PathBuf> {
    let chosen = env::var_os(if cfg!(windows) { "LOCALAPPDATA" } else { "XDG_CACHE_HOME" });
    let chosen = chosen.map(PathBuf::from).filter(|path| path.is_absolute());
    chosen.or_else(|| Some(env::home_dir()?.join(".cache")))
}

/// `target/debug/xtask` is in `target`; this respects a `build.target-dir` in the developer's cargo configuration.
fn own_target() -> Option<PathBuf> {
    Some(env::current_exe().ok()?.parent()?.parent()?.to_path_buf())
}
