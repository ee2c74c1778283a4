//! Migrates from a source of your own, once it is proved, into a simulated Jira: an item a line.

#![expect(clippy::print_stdout, reason = "a program tells its user what it did")]

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use futures_util::stream::{self, BoxStream, StreamExt as _};
use migrayt::core::catalog::{Catalog, StateCategory};
use migrayt::core::item::{AttachmentRef, Comment, Item};
use migrayt::core::port::{ByteStream, Cursor, Page, ReadPlan, ReadScope};
use migrayt::core::port::{Source, SourceCapabilities};
use migrayt::core::{Content, Error, ErrorKind, Result};
use migrayt::core::{digest::DigestKey, id::EndpointId, value::Value};
use migrayt::verify::{Files, VerifyOptions};
use migrayt_examples::{breached, ensure, neutral, trackers::Trackers};
use migrayt_markup::markdown;
use migrayt_testkit::conformance::source::{Known, suite};

/// Number, type, state, title, text, number of the parent, comment, file. Texts are Markdown.
const LINES: &str = "\
1|Epic|Open|A shop for tea|Sell **tea** by post.|||
2|Bug|Done|The till adds up wrong|Two and two is *five*.|1|It is the `+` key.|2 + 2 = 5
5|Bug|Open|The door sticks|It needs oil.|1||";

fn lines() -> impl Iterator<Item = [&'static str; 8]> {
    LINES.lines().filter_map(|line| line.split('|').collect::<Vec<_>>().try_into().ok())
}

/// It holds nothing that people wrote, so that whoever prints it prints none of it.
#[derive(Debug)]
struct Lines(EndpointId);

fn item(line: [&str; 8]) -> Item {
    let [id, work_type, state, title, text, parent, comment, file] = line;
    // Where items have no revision, take what grows with each change, such as the time of it.
    let mut item = Item::new(id.into(), 1, work_type.into(), state.into());
    item.title = Content::text(title);
    item.parent = Some(parent).filter(|parent| !parent.is_empty()).map(Into::into);
    item.fields.insert("text".into(), Value::rich(markdown::read(text).document));
    item.comments.extend((!comment.is_empty()).then(|| Comment {
        id: "comment".into(),
        author: None,
        created: None,
        edited: None,
        body: Content::new(markdown::read(comment).document),
    }));
    item.attachments.extend((!file.is_empty()).then(|| AttachmentRef {
        item: item.id.clone(),
        id: id.into(),
        name: "log.txt".into(),
        size: Some(file.len() as u64),
        media_type: None,
        created: None,
        note: None,
    }));
    item
}

#[async_trait]
impl Source for Lines {
    fn endpoint(&self) -> &EndpointId {
        &self.0
    }

    fn origin(&self) -> (&str, &str) {
        ("here", "Tea")
    }

    fn capabilities(&self) -> SourceCapabilities {
        SourceCapabilities::default()
    }

    async fn catalog(&self, _key: &DigestKey) -> Result<Catalog> {
        let states = [("Open", StateCategory::ToDo), ("Done", StateCategory::Done)];
        let mut catalog = neutral::catalog(self.0.clone(), &["Epic", "Bug"], &states, &[]);
        catalog.items = lines().count() as u64;
        Ok(catalog)
    }

    fn read(&self, plan: ReadPlan) -> BoxStream<'_, Result<Page>> {
        let pages = lines().enumerate().map(|(place, line)| Page {
            items: vec![item(line)],
            cursor: Cursor((place + 1).to_string()),
        });
        match plan.scope {
            ReadScope::After(cursor) => match cursor.0.parse() {
                Ok(count) => stream::iter(pages.skip(count).map(Ok)).boxed(),
                Err(_) => stream::iter([Err(Error::new(ErrorKind::InputInvalid, "no such place"))])
                    .boxed(),
            },
            ReadScope::Items(ids) => {
                let wanted = move |page: &Page| page.items.iter().all(|it| ids.contains(&it.id));
                stream::iter(pages.filter(wanted).map(Ok)).boxed()
            }
            _ => stream::iter(pages.map(Ok)).boxed(),
        }
    }

    async fn open(&self, attachment: &AttachmentRef) -> Result<ByteStream> {
        let file = lines().find(|[id, .., file]| *id == attachment.id.as_str() && !file.is_empty());
        let [.., file] = file.ok_or_else(|| Error::new(ErrorKind::NotFound, "no such file"))?;
        Ok(stream::iter([Ok(Bytes::from_static(file.as_bytes()))]).boxed())
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let source = Arc::new(Lines("lines:here/Tea".into()));
    let known = Known::default().items(["1", "2", "5"]).file("2", "2 + 2 = 5");
    suite(source.as_ref(), &known).await.map_err(breached)?;
    let trackers = Trackers::new(0)?;
    let migration = trackers.migration(source, trackers.target()?)?;
    let options = VerifyOptions { files: Files::Digest, ..VerifyOptions::default() };
    let found = Trackers::carry_out(&migration, options).await?;
    println!("{} items stand in Jira as planned, files byte by byte", found.matched);
    ensure(found.attachment_bytes == 9 && trackers.jira.issue_count() == 3, "something is missing")
}
