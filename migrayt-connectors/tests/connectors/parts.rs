//! Comments, files, statuses and links of issues that stand.

use bytes::Bytes;
use futures_util::stream::{self, StreamExt as _};
use http::{Method, StatusCode};
use migrayt_core::catalog::NodeKind;
use migrayt_core::id::{AttemptId, ItemId, PartId};
use migrayt_core::item::AttachmentRef;
use migrayt_core::operation::{Action, Command, OperationKey, OperationKind};
use migrayt_core::port::{Applied, ByteStream, Located, Order, Preparation, Target as _};
use migrayt_core::{Content, Effect, Error, ErrorKind, Result};
use migrayt_testkit::fault::{Fault, Rule};
use migrayt_testkit::sim::jira::{JiraOptions, LinkEnd};

use crate::site::{Site, comment, link, remote_link, transition};

async fn with_issues(count: u32) -> Site {
    let mut site = Site::new().await;
    let commands = (1..=count).map(|number| site.story(&number.to_string())).collect();
    site.make(commands).await;
    site
}

fn file(part: &str, name: &str, size: Option<u64>) -> AttachmentRef {
    AttachmentRef {
        item: ItemId::new("1"),
        id: PartId::new(part),
        name: Content::text(name),
        size,
        media_type: Some("text/plain".to_owned()),
        created: None,
        note: None,
    }
}

fn attach(file: &AttachmentRef) -> Command {
    let key = OperationKey::part(file.item.clone(), OperationKind::Attach, file.id.as_str());
    Command::new(key, Action::Attach(file.clone()))
}

fn in_pieces(bytes: &'static [u8]) -> ByteStream {
    stream::iter(bytes.chunks(1000).map(|piece| Ok(Bytes::from_static(piece)))).boxed()
}

async fn send(site: &Site, file: &AttachmentRef, bytes: ByteStream) -> Result<Applied> {
    let attempt = AttemptId::from_bits(1);
    let drafted = site.draft(attach(file));
    let order = Order { drafted: &drafted, attempt: &attempt, known: &site.known };
    site.target.attach(&order, file, bytes).await
}

static LONG: [u8; 100_000] = [b'x'; 100_000];

#[tokio::test]
async fn comments_carry_their_marker_and_keep_their_order_within_an_issue() {
    let site = with_issues(3).await;
    let drafted: Vec<_> = (0..30)
        .map(|number| {
            let item = (number % 3 + 1).to_string();
            site.draft(comment(&item, &format!("c{number}"), &format!("Words {number}")))
        })
        .collect();
    let results = site.apply(&drafted).await;
    assert!(results.iter().all(|it| it.as_ref().is_ok_and(|applied| applied.part.is_some())));
    for item in 0..3 {
        let issue = site.simulated().issue(&format!("MIG-{}", item + 1)).unwrap();
        let parts: Vec<_> =
            issue.comments.iter().map(|it| it.properties["migrayt"]["part"].clone()).collect();
        let expected: Vec<_> = (0..10).map(|turn| format!("c{}", turn * 3 + item)).collect();
        assert_eq!(parts, expected);
    }
}

#[tokio::test]
async fn files_arrive_as_they_are_whether_or_not_their_size_is_known() {
    let site = with_issues(1).await;
    for (part, size) in [("f1", Some(100_000)), ("f2", None)] {
        let file = file(part, "grüße \"1\".txt", size);
        let applied = send(&site, &file, in_pieces(&LONG)).await.unwrap();
        let id = applied.part.unwrap().as_str().parse().unwrap();
        assert_eq!(site.simulated().attachment_bytes(id).unwrap(), &LONG[..]);
    }
    assert_eq!(site.target.requests().upload, 2);
}

#[tokio::test]
async fn a_file_whose_bytes_break_off_is_in_doubt() {
    let site = with_issues(1).await;
    let broken = || {
        let error = Error::new(ErrorKind::DataCorrupt, "the file ended early");
        stream::iter([Ok(Bytes::from_static(b"half")), Err(error)]).boxed()
    };
    let file = file("f1", "a.txt", Some(8));
    let error = send(&site, &file, broken()).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::DataCorrupt, Effect::Unknown));
    assert!(site.simulated().issue("MIG-1").unwrap().attachments.is_empty());
}

#[tokio::test]
async fn equal_files_are_told_apart_after_their_answers_were_lost() {
    let site = with_issues(1).await;
    let files = ["f1", "f2", "f3"].map(|part| file(part, "same.txt", Some(100_000)));
    send(&site, &files[0], in_pieces(&LONG)).await.unwrap();
    site.simulator.inject(Rule::new(Fault::CloseAfterEffect).contains("/attachments"));
    let error = send(&site, &files[1], in_pieces(&LONG)).await.unwrap_err();
    assert_eq!(error.effect(), Effect::Unknown);
    site.simulator.heal();
    let doubts = [site.draft(attach(&files[1])), site.draft(attach(&files[2]))];
    let located = site.locate(&doubts, None).await;
    let Ok(Located::Found(applied)) = &located[0] else { panic!("{located:?}") };
    let second = site.simulated().issue("MIG-1").unwrap().attachments[1].id.to_string();
    assert_eq!(applied.part.as_ref().unwrap().as_str(), second);
    assert_eq!(*located[1].as_ref().unwrap(), Located::Absent);
}

#[tokio::test]
async fn a_file_that_is_too_large_is_a_definite_refusal() {
    let mut options = JiraOptions::default();
    options.upload_limit = 50;
    let mut site = Site::with(options).await;
    let story = site.story("1");
    site.make(vec![story]).await;
    let error = send(&site, &file("f1", "a.txt", None), in_pieces(&LONG)).await.unwrap_err();
    assert_eq!((error.kind(), error.effect()), (ErrorKind::InputInvalid, Effect::None));
}

#[tokio::test]
async fn an_issue_walks_to_its_status_over_others() {
    let site = with_issues(20).await;
    let drafted: Vec<_> = (1..=20)
        .map(|number| {
            let to = ["Done", "In Review", "In Progress", "To Do"][number % 4];
            site.draft(transition(&number.to_string(), to))
        })
        .collect();
    for result in site.apply(&drafted).await {
        result.unwrap();
    }
    for number in 1..=20 {
        let issue = site.simulated().issue(&format!("MIG-{number}")).unwrap();
        assert_eq!(issue.status, ["Done", "In Review", "In Progress", "To Do"][number % 4]);
    }
    // The workflow is learned once, not asked for with each issue.
    let looked = site.simulator.counts().of(&Method::GET, "/issue/{id}");
    assert!(looked <= 10, "{looked}");
    let again = site.apply(&drafted).await;
    assert!(again.iter().all(Result::is_ok));
}

#[tokio::test]
async fn a_status_without_a_way_to_it_is_a_definite_refusal() {
    let mut options = JiraOptions::default();
    options.transitions.retain(|step| step.to != "Done");
    let mut site = Site::with(options).await;
    let story = site.story("1");
    site.make(vec![story]).await;
    let error = site.apply_one(transition("1", "Done")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InputInvalid);
    assert!(error.help().is_some());
}

#[tokio::test]
async fn links_read_in_their_direction_and_twice_is_once() {
    let site = with_issues(2).await;
    for _ in 0..2 {
        site.apply_one(link("1", "Blocks", "2")).await.unwrap();
        site.apply_one(remote_link("1", "migrayt:page")).await.unwrap();
    }
    let first = site.simulated().issue("MIG-1").unwrap();
    assert_eq!((first.links.len(), first.remote_links.len()), (1, 1));
    // "MIG-1 blocks MIG-2": MIG-1 is the inward issue.
    assert_eq!((first.links[0].end, first.links[0].other.as_str()), (LinkEnd::Inward, "MIG-2"));
}

#[tokio::test]
async fn a_part_of_an_issue_that_is_gone_is_not_found() {
    let mut site = with_issues(1).await;
    site.known.items.values_mut().for_each(|target| target.id = "99999".into());
    for command in [comment("1", "c1", "x"), transition("1", "Done"), remote_link("1", "g")] {
        let error = site.apply_one(command).await.unwrap_err();
        assert_eq!((error.kind(), error.effect()), (ErrorKind::NotFound, Effect::None));
    }
}

#[tokio::test]
async fn what_items_refer_to_is_made_once() {
    let site = Site::new().await;
    let wanted = [
        (NodeKind::Component, "Web"),
        (NodeKind::Component, "backend"),
        (NodeKind::Version, "2.0"),
        (NodeKind::Sprint, "Sprint 9"),
        (NodeKind::Component, "WEB"),
        (NodeKind::Area, "Shop"),
    ]
    .map(|(kind, name)| Preparation::new(kind, name));
    let existed = |results: &[Result<migrayt_core::port::Prepared>]| -> Vec<Option<bool>> {
        results.iter().map(|it| it.as_ref().ok().map(|it| it.existed)).collect()
    };
    let first = site.target.prepare(&wanted).await;
    let [no, yes] = [Some(false), Some(true)];
    assert_eq!(existed(&first), [no, yes, no, no, yes, None]);
    assert_eq!(first[5].as_ref().unwrap_err().kind(), ErrorKind::Unsupported);
    let second = site.target.prepare(&wanted).await;
    assert_eq!(existed(&second), [yes, yes, yes, yes, yes, None]);
    assert_eq!(site.simulated().components(), ["Backend", "Frontend", "Web"]);
    assert_eq!(site.simulated().versions(), ["1.0", "2.0"]);
    assert_eq!(site.simulated().sprints().len(), 4);
}

#[tokio::test]
async fn a_preparation_whose_answer_was_lost_is_not_made_twice() {
    let site = Site::new().await;
    let wanted = [Preparation::new(NodeKind::Component, "Web")];
    let lost = Fault::GatewayAfterEffect(StatusCode::BAD_GATEWAY);
    site.simulator.inject(Rule::new(lost).method(Method::POST).contains("/component"));
    assert!(site.target.prepare(&wanted).await[0].is_ok());
    assert_eq!(site.simulated().components(), ["Backend", "Frontend", "Web"]);
}
