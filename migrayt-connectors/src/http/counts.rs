use std::sync::atomic::{AtomicU64, Ordering};

use migrayt_core::port::MethodClass;
use serde::{Deserialize, Serialize};

/// How many requests were sent, by class; tries count each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Counts {
    /// Reads that describe the endpoint.
    pub discover: u64,
    /// Reads of items.
    pub read: u64,
    /// Reads of files.
    pub download: u64,
    /// Writes.
    pub write: u64,
    /// Writes of files.
    pub upload: u64,
    /// Requests of classes that are not listed here.
    pub other: u64,
}

impl Counts {
    /// All requests.
    pub fn total(&self) -> u64 {
        self.discover + self.read + self.download + self.write + self.upload + self.other
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.discover += more.discover;
        self.read += more.read;
        self.download += more.download;
        self.write += more.write;
        self.upload += more.upload;
        self.other += more.other;
    }
}

/// The running count of a client.
#[derive(Debug, Default)]
pub(crate) struct Counter {
    discover: AtomicU64,
    read: AtomicU64,
    download: AtomicU64,
    write: AtomicU64,
    upload: AtomicU64,
    other: AtomicU64,
}

impl Counter {
    pub(crate) fn add(&self, class: MethodClass) {
        let counter = match class {
            MethodClass::Discover => &self.discover,
            MethodClass::Read => &self.read,
            MethodClass::Download => &self.download,
            MethodClass::Write => &self.write,
            MethodClass::Upload => &self.upload,
            _ => &self.other,
        };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn read(&self) -> Counts {
        Counts {
            discover: self.discover.load(Ordering::Relaxed),
            read: self.read.load(Ordering::Relaxed),
            download: self.download.load(Ordering::Relaxed),
            write: self.write.load(Ordering::Relaxed),
            upload: self.upload.load(Ordering::Relaxed),
            other: self.other.load(Ordering::Relaxed),
        }
    }
}
