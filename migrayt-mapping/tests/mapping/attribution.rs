//! Who wrote a text, as a line that is read back.

use migrayt_core::content::Content;
use migrayt_core::richtext::{Block, Document, Inline};
use migrayt_mapping::{Attribution, System};
use proptest::prelude::*;
use time::macros::datetime;
use time::{OffsetDateTime, UtcOffset};

#[test]
fn the_line_is_as_its_grammar_says() {
    let at = datetime!(2024-03-02 11:15:59.5 +01:00);
    let edited = Some(datetime!(2024-03-02 10:20 UTC));
    for (author, written, edited, line) in [
        (
            Some("Jamal"),
            Some(at),
            edited,
            ": Jamal, 2024-03-02T10:15:59Z, edited 2024-03-02T10:20:00Z",
        ),
        (Some("Jamal"), Some(at), None, ": Jamal, 2024-03-02T10:15:59Z"),
        (Some("Jamal"), None, None, ": Jamal, time unknown"),
        (Some(" a\nb\u{7} "), None, None, ": a b, time unknown"),
        (Some("  "), Some(at), None, ", 2024-03-02T10:15:59Z"),
        (None, None, None, ", time unknown"),
    ] {
        let made = Attribution::new(System::AzureDevOps, author, written, edited);
        assert_eq!(made.line().as_str(), format!("Migrated from Azure DevOps{line}"));
        assert_eq!(Attribution::parse(made.line().as_str()), Some(made));
    }
}

#[test]
fn what_we_did_not_write_is_not_read() {
    for line in [
        "",
        "Migrated from Azure DevOps",
        "Migrated from Azure DevOps: Jamal",
        "Migrated from Azure DevOps: , time unknown",
        "Migrated from Azure DevOps:  Jamal, time unknown",
        "Migrated from Azure DevOps: Jamal, 2024-03-02 10:15 UTC",
        "Migrated from Azure DevOps: Jamal, 2024-03-02T11:15:00+01:00",
        "Migrated from Azure DevOps: Jamal, 2024-03-02T10:15:00.5Z",
        "Migrated from Azure DevOps: Jamal, 2024-03-02T10:15:00Z, edited time unknown",
        "Migrated from Trello: Jamal, 2024-03-02T10:15:00Z",
        "Migrated from Azure DevOps: fabrikam/Shop 17, created on 2024-03-01 08:00 UTC",
    ] {
        assert_eq!(Attribution::parse(line), None, "{line}");
    }
    let line = Attribution::new(System::Jira, Some("Jamal"), None, None);
    let plain = Document::from(vec![Block::plain(line.line().as_str())]);
    assert_eq!(Attribution::of(&plain), None);
}

fn time() -> impl Strategy<Value = Option<OffsetDateTime>> {
    let any = (-62_167_219_200_i64..=253_402_300_799, -12_i8..=14, 0_u32..1_000_000_000);
    prop::option::of(any.prop_map(|(second, hours, nanosecond)| {
        let at = OffsetDateTime::from_unix_timestamp(second).unwrap();
        let offset = UtcOffset::from_hms(hours, 0, 0).unwrap();
        // Near both ends the other offset's year is none.
        at.replace_nanosecond(nanosecond).unwrap().checked_to_offset(offset).unwrap_or(at)
    }))
}

/// Names that look like what follows them, too.
fn name() -> impl Strategy<Value = Option<String>> {
    let part = prop_oneof![
        3 => any::<String>(),
        1 => prop::sample::select(vec![
            ", ", ": ", "edited ", "time unknown", "2024-03-02T10:15:00Z", "Migrated from Jira",
        ])
        .prop_map(str::to_owned),
    ];
    prop::option::of(prop::collection::vec(part, 0..6).prop_map(|parts| parts.concat()))
}

proptest! {
    #[test]
    fn a_line_is_read_as_it_was_written(
        system in prop::sample::select(System::ALL),
        author in name(),
        written in time(),
        edited in time(),
    ) {
        let made = Attribution::new(system, author.as_deref(), written, edited);
        let text = vec![made.block(), Block::Paragraph(vec![Inline::plain("words")])];
        prop_assert_eq!(Attribution::of(&Document::from(text)), Some(made.clone()));
        prop_assert_eq!(made.written(), written.map(seconds));
        prop_assert_eq!(made.edited(), edited.map(seconds));
        let line = made.line();
        prop_assert!(!line.as_str().contains(char::is_control));
        let words = |text: &str| {
            text.replace(char::is_control, " ").trim().to_owned()
        };
        let author = author.map(|name| words(&name)).filter(|name| !name.is_empty());
        prop_assert_eq!(made.author().map(Content::as_str), author.as_deref());
    }
}

fn seconds(at: OffsetDateTime) -> OffsetDateTime {
    at.to_offset(UtcOffset::UTC).replace_nanosecond(0).unwrap()
}
