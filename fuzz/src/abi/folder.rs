use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, fs, process};

/// The only folder that the calls of one input write to.
pub(super) struct Folder(PathBuf);

static MADE: AtomicU64 = AtomicU64::new(0);

impl Folder {
    pub(super) fn new() -> Self {
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("migrayt-fuzz-{}-{number}", process::id()));
        fs::create_dir_all(&path).expect("a folder for the calls");
        Self(path)
    }

    pub(super) fn path(&self) -> &std::path::Path {
        &self.0
    }

    /// A file in the folder, whatever it is called.
    pub(super) fn file(&self, name: &str) -> String {
        let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter } else { '_' };
        let name: String = name.chars().take(40).map(plain).collect();
        self.0.join(format!("file-{name}")).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _left = fs::remove_dir_all(&self.0);
    }
}
