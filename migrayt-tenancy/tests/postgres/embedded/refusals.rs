//! What a server of the program's own refuses, each with a word of what to do.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::time::Duration;

use migrayt_core::{Error, ErrorKind};
use migrayt_tenancy::postgres::EmbeddedSettings;

use super::child::Writer;
use super::place::{Place, connect, is_root, pretended, start};

/// A refusal says what happened, and what to do.
async fn refused(settings: EmbeddedSettings, kind: ErrorKind, message: &str) -> Error {
    let error = start(settings).await.unwrap_err();
    assert_eq!(error.kind(), kind, "{error:?}");
    assert!(error.message().contains(message), "{error:?}");
    assert!(error.help().is_some(), "{error:?}");
    error
}

#[tokio::test]
async fn a_folder_has_one_server() {
    let Some(place) = Place::new() else { return };
    let mut writer = Writer::start(&place);
    writer.wait_for(1);
    refused(place.settings(), ErrorKind::Conflict, "in use by another process").await;
    writer.kill();
    let server = place.start().await.unwrap();
    refused(place.settings(), ErrorKind::Conflict, "in use by another process").await;
    connect(&server).await;
    server.stop().await.unwrap();
    place.start().await.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_that_others_may_enter_or_that_holds_other_things_is_refused() {
    let Some(place) = Place::new() else { return };
    let folder = place.folder();
    for mode in [0o750, 0o701, 0o770] {
        fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
        let error = refused(place.settings(), ErrorKind::ConfigInvalid, "others").await;
        assert!(error.help().unwrap().contains("chmod 700"));
    }
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
    fs::write(folder.join("thesis.txt"), "").unwrap();
    refused(place.settings(), ErrorKind::ConfigInvalid, "something else").await;
    assert_eq!(fs::read_dir(folder).unwrap().count(), 1, "nothing was made in it");

    let mut long = place.settings();
    let parent = tempfile::tempdir().unwrap();
    long.folder = parent.path().join("x".repeat(90));
    refused(long, ErrorKind::ConfigInvalid, "socket").await;
    let mut below = place.settings();
    below.folder = folder.join("thesis.txt/database");
    refused(below, ErrorKind::ConfigInvalid, "cannot be made").await;
}

#[tokio::test]
async fn it_does_not_run_as_root() {
    let Some(place) = Place::new() else { return };
    let server = place.start().await.unwrap();
    if !is_root(&place.folder().join("holder")) {
        // Without root there is no folder of another account either.
        return;
    }
    server.stop().await.unwrap();
    chown(place.folder(), Some(0), Some(0)).unwrap();
    let error = refused(place.settings(), ErrorKind::ConfigInvalid, "root").await;
    assert!(error.help().unwrap().contains("chown"), "{error:?}");
}

#[tokio::test]
async fn programs_that_will_not_do_are_refused() {
    let Some(place) = Place::new() else { return };
    let with = |programs: &Path| {
        let mut settings = place.settings();
        settings.programs = Some(programs.to_owned());
        settings
    };
    let empty = tempfile::tempdir().unwrap();
    let error = refused(with(empty.path()), ErrorKind::ConfigInvalid, "not on this machine").await;
    assert!(error.to_string().contains(empty.path().to_str().unwrap()), "{error}");
    let old = pretended("14.9");
    refused(with(old.path()), ErrorKind::ConfigInvalid, "too old").await;
    let broken = pretended("15.1");
    let error = refused(with(broken.path()), ErrorKind::Unavailable, "could not be made").await;
    assert!(error.to_string().contains(place.folder().join("log").to_str().unwrap()), "{error}");

    // None of these has spoilt the folder.
    place.start().await.unwrap().stop().await.unwrap();
    let later = pretended("99.1");
    let error = refused(with(later.path()), ErrorKind::ConfigInvalid, "another version").await;
    assert!(error.to_string().contains("99"), "{error}");
    // Those of the machine are found without being named.
    let mut unnamed = place.settings();
    unnamed.programs = None;
    start(unnamed).await.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_start_says_where_to_look() {
    let Some(place) = Place::new() else { return };
    place.start().await.unwrap().stop().await.unwrap();
    let control = place.folder().join("data/global/pg_control");
    let whole = fs::read(&control).unwrap();
    fs::write(&control, &whole[..100]).unwrap();
    let error = refused(place.settings(), ErrorKind::Unavailable, "could not start").await;
    assert!(error.to_string().contains("/log"), "{error}");
    assert!(place.log().contains("global/pg_control"), "{}", place.log());
    fs::write(&control, whole).unwrap();
    place.start().await.unwrap().stop().await.unwrap();
}

#[tokio::test]
async fn nothing_is_waited_for_without_end() {
    let Some(place) = Place::new() else { return };
    let mut hurried = place.settings();
    hurried.patience = Duration::ZERO;
    refused(hurried.clone(), ErrorKind::Timeout, "was not made in time").await;
    place.start().await.unwrap().stop().await.unwrap();
    refused(hurried.clone(), ErrorKind::Timeout, "did not start in time").await;
    // The one that was given up stops, and is waited for.
    place.start().await.unwrap().stop().await.unwrap();
    let lock = fs::File::open(place.folder().join("server")).unwrap();
    lock.lock().unwrap();
    refused(hurried, ErrorKind::Timeout, "an earlier server").await;
    drop(lock);
    place.start().await.unwrap().stop().await.unwrap();
}
