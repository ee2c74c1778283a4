use std::sync::{Arc, Mutex, PoisonError};

use migrayt::journal::SqliteJournal;

/// The files that a job opened. They are closed when it is over, so that whoever waits for its end
/// finds nothing of it left: no thread, and no file beside the journal.
#[derive(Debug, Default)]
pub(crate) struct Files(Mutex<Vec<Arc<SqliteJournal>>>);

impl Files {
    /// Keeps a journal until the job is over.
    pub(crate) fn keep(&self, journal: Option<Arc<SqliteJournal>>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(journal);
    }

    /// Closes them, once the job itself is gone.
    pub(crate) async fn close(&self) {
        let journals = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        for journal in journals {
            // What was settled is in the file, whether or not it can be closed in order.
            if let Some(journal) = Arc::into_inner(journal) {
                drop(journal.close_file().await);
            }
        }
    }
}
