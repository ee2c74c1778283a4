use std::fs;
use std::path::{Path, PathBuf};

use migrayt_testkit::postgres::run;

use super::bed::{self, Bed, number};
use super::canary::{holds_none, write};

#[tokio::test]
async fn what_people_wrote_does_not_rest_in_the_server() {
    let Some(bed) = Bed::shared().await else { return };
    let database = bed.database();
    write(&bed::journal(&database, number()).await).await;
    // From memory to the files of the tables; the log has it already.
    run(&mut bed.admin().await, "CHECKPOINT").await;
    let mut files = Vec::new();
    for folder in ["base", "pg_wal"] {
        below(&bed.server.folder().join("data").join(folder), &mut files);
    }
    assert!(files.len() > 100, "{}", files.len());
    holds_none(&files);
}

fn below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else {
            files.push(path);
        }
    }
}
