//! What a source asks for, and what it makes of the answers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures_util::{StreamExt as _, TryStreamExt as _};
use http::Method;
use migrayt_connectors::azure_devops::Settings;
use migrayt_core::catalog::FieldRole;
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{FieldId, ItemId};
use migrayt_core::port::{ReadPlan, ReadView, Source as _};
use migrayt_core::richtext::plain_text;
use migrayt_core::value::Value;
use serde_json::json;

use crate::organisation::{
    FILE, Organisation, PICTURE, PROJECT, TOKEN, URL, item, items, read, varied,
};

#[tokio::test]
async fn items_are_read_in_batches_of_two_hundred_and_ids_in_ranges() {
    let organisation = Organisation::new(items(1..=450));
    let source = organisation.source();
    assert_eq!(read(&source).await.unwrap().len(), 450);
    let counts = organisation.simulator.counts();
    assert_eq!(counts.of(&Method::POST, "wit/wiql"), 1);
    assert_eq!(counts.of(&Method::POST, "wit/workitemsbatch"), 3);
    assert_eq!(counts.of(&Method::GET, "/comments"), 0);
    assert_eq!(source.requests().total(), counts.total());
    assert_eq!((source.requests().read, source.requests().discover), (4, 1));

    let mut settings = Settings::new(URL, PROJECT);
    settings.window = 100;
    let source = organisation.source_with(&settings, TOKEN);
    let ids: Vec<u64> =
        read(&source).await.unwrap().iter().map(|it| it.id.as_str().parse().unwrap()).collect();
    assert_eq!(ids, (1..=450).collect::<Vec<_>>());
    assert_eq!(organisation.simulator.counts().of(&Method::POST, "wit/wiql"), 1 + 5);
}

#[tokio::test]
async fn comments_are_asked_for_only_where_there_are_some() {
    let organisation = Organisation::new(varied());
    let found = read(&organisation.source()).await.unwrap();
    assert_eq!(organisation.simulator.counts().of(&Method::GET, "/comments"), 1);
    let comments = &found[2].comments;
    let words: Vec<String> =
        comments.iter().map(|it| plain_text(it.body.expose()).as_str().to_owned()).collect();
    assert_eq!(words, ["First, in Markdown", "Second"]);
    let author = comments[0].author.as_ref().unwrap();
    assert_eq!(author.name.as_str(), "Jamal Hartnett");
    assert_eq!(author.email.as_ref().unwrap().as_str(), "jamal@fabrikam.example");
}

/// Two comments are written, the first is changed, the second is taken back.
#[tokio::test]
async fn a_comment_is_its_last_text_and_a_deleted_one_is_none() {
    let organisation = Organisation::new(items([1]));
    let send = async |method: Method, path: &str, text: &str| {
        let address = format!("{URL}/{PROJECT}/_apis/wit/workItems/1/comments{path}");
        let request = http::Request::builder()
            .method(method)
            .uri(format!("{address}?api-version=7.1-preview.4"))
            .header("authorization", format!("Basic {}", STANDARD.encode(format!(":{TOKEN}"))))
            .header("content-type", "application/json")
            .body(json!({ "text": text }).to_string().into_bytes().into())
            .unwrap();
        let answer = organisation.wire().send(request).await.unwrap();
        assert!(answer.status().is_success(), "{}", answer.status());
    };
    send(Method::POST, "", "<p>first</p>").await;
    send(Method::POST, "", "<p>second</p>").await;
    let comments = read(&organisation.source()).await.unwrap().remove(0).comments;
    let ids: Vec<_> = comments.iter().map(|it| it.id.to_string()).collect();
    assert_eq!(ids.len(), 2);
    send(Method::PATCH, &format!("/{}", ids[0]), "<p>first, mended</p>").await;
    send(Method::DELETE, &format!("/{}", ids[1]), "").await;
    let comments = read(&organisation.source()).await.unwrap().remove(0).comments;
    let words: Vec<String> =
        comments.iter().map(|it| plain_text(it.body.expose()).as_str().to_owned()).collect();
    assert_eq!(words, ["first, mended"]);
    assert_eq!(comments[0].id.to_string(), ids[0]);
}

#[tokio::test]
async fn an_item_comes_with_everything_that_belongs_to_it() {
    let organisation = Organisation::new(varied());
    let found = read(&organisation.source()).await.unwrap();
    let story = &found[1];
    assert_eq!(story.parent, Some(ItemId::new("1")));
    let links: Vec<_> =
        story.relations.iter().map(|it| (it.link_type.as_str(), it.other.as_str())).collect();
    assert_eq!(links, [("System.LinkTypes.Dependency-Forward", "3")]);
    assert_eq!(story.external_links[0].url.as_str(), "https://example.org/page");
    let files: Vec<_> =
        story.attachments.iter().map(|it| (it.id.as_str(), it.name.as_str(), it.size)).collect();
    assert_eq!(files, [(PICTURE, "chart.png", None), (FILE, "notes.txt", Some(5))]);
    let value = |id: &str| story.fields.get(&FieldId::new(id)).cloned();
    assert_eq!(
        value("System.Tags"),
        Some(Value::Many(vec![Value::text("web"), Value::text("shop front")]))
    );
    assert_eq!(value("System.AreaPath"), Some(Value::Node("Shop\\Web".into())));
    assert_eq!(value("Microsoft.VSTS.Scheduling.StoryPoints"), Some(Value::Decimal(3.0)));
    assert_eq!(value("Microsoft.VSTS.Common.Priority"), Some(Value::Integer(2)));
    assert!(matches!(value("System.Description"), Some(Value::RichText(_))));
}

#[tokio::test]
async fn files_are_streamed_as_they_are() {
    let organisation = Organisation::new(varied());
    let source = organisation.source();
    for file in &read(&source).await.unwrap()[1].attachments {
        let pieces: Vec<_> = source.open(file).await.unwrap().try_collect().await.unwrap();
        let expected: &[u8] = if file.id.as_str() == FILE { b"notes" } else { b"a picture" };
        assert_eq!(pieces.concat(), expected);
    }
    assert_eq!(source.requests().download, 2);
}

#[tokio::test]
async fn a_scope_narrows_what_is_read_and_counted() {
    let organisation = Organisation::new(varied());
    let mut settings = Settings::new(URL, PROJECT);
    settings.scope.types = vec!["User Story".into(), "Epic".into()];
    settings.scope.clause = Some("[System.State] <> 'Active'".into());
    let source = organisation.source_with(&settings, TOKEN);
    let ids: Vec<_> =
        read(&source).await.unwrap().iter().map(|it| it.id.as_str().to_owned()).collect();
    assert_eq!(ids, ["1"]);
    assert_eq!(source.catalog(&DigestKey::new([1; 32])).await.unwrap().items, 1);
}

#[tokio::test]
async fn items_of_other_projects_are_left_out() {
    let mut all = items([1, 2]);
    all.push(item(3, &json!({ "System.TeamProject": "Other" })));
    let organisation = Organisation::new(all);
    let source = organisation.source();
    let found: Vec<ItemId> = read(&source).await.unwrap().into_iter().map(|item| item.id).collect();
    assert_eq!(found, [ItemId::new("1"), ItemId::new("2")]);
    let wanted = ["3", "2", "x"].map(ItemId::new).to_vec();
    let pages: Vec<_> =
        source.read(ReadPlan::items(wanted, ReadView::Outline)).map(Result::unwrap).collect().await;
    let found: Vec<_> =
        pages.iter().flat_map(|page| &page.items).map(|item| item.id.as_str()).collect();
    assert_eq!(found, ["2"]);
}

#[tokio::test]
async fn a_catalog_knows_types_states_nodes_people_and_roles() {
    let organisation = Organisation::new(varied());
    let catalog = organisation.source().catalog(&DigestKey::new([1; 32])).await.unwrap();
    let story = catalog.type_named("user story").unwrap();
    assert_eq!(story.used, Some(1));
    assert!(story.states.iter().any(|state| state.name == "Active"));
    let place = |name| catalog.types.iter().position(|it| it.name == name).unwrap();
    assert!(place("Epic") < place("User Story") && place("User Story") < place("Task"));
    let used = |path: &str| catalog.nodes.iter().find(|it| it.id.as_str() == path).unwrap().used;
    assert_eq!((used("Shop\\Web"), used("Shop\\Sprint 1")), (Some(1), Some(1)));
    let points = catalog.field_with(FieldRole::StoryPoints).unwrap();
    assert_eq!(points.id.as_str(), "Microsoft.VSTS.Scheduling.StoryPoints");
    let jamal = catalog.people.iter().find(|it| it.used == Some(2)).unwrap();
    assert_eq!(jamal.email_masked.as_deref(), Some("j***@f***.example"));
    let named = jamal.clone().called("jamal hartnett", &DigestKey::new([1; 32]));
    assert_eq!(named.name_digest, jamal.name_digest);
    assert_eq!((catalog.items, catalog.comments, catalog.attachments), (7, Some(2), Some(1)));
    let link = catalog.link_type_named("Successor").unwrap();
    assert_eq!((link.inward.as_str(), link.used), ("Predecessor", Some(1)));
}
