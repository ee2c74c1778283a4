//! What mapping gives, as text that a snapshot can hold.

use migrayt_core::operation::{Action, Command, NewItem};
use migrayt_core::plan::{Loss, Refusal};
use migrayt_core::port::Mapped;
use migrayt_core::richtext::{Block, Document, Inline, Mark, plain_text};
use migrayt_core::value::Value;
use serde_json::{Value as Json, json};

pub(crate) fn mapped(mapped: &Mapped) -> Json {
    json!({
        "commands": mapped.commands.iter().map(command).collect::<Vec<_>>(),
        "losses": losses(&mapped.losses),
        "refusals": mapped.refusals.iter().map(refusal).collect::<Vec<_>>(),
    })
}

pub(crate) fn losses(list: &[Loss]) -> Vec<String> {
    let field = |loss: &Loss| loss.field.as_ref().map_or("-".to_owned(), ToString::to_string);
    list.iter().map(|it| format!("{} {} x{}", it.kind.code(), field(it), it.count)).collect()
}

fn refusal(refusal: &Refusal) -> String {
    refusal.kind.code().to_owned()
}

fn command(command: &Command) -> Json {
    let action = match &command.action {
        Action::Create(item) => create(item),
        Action::Comment { body, created, .. } => json!({
            "body": document(body.expose()),
            "created": created.map(|at| at.to_string()),
        }),
        Action::Attach(file) => json!({ "name": file.name.as_str(), "size": file.size }),
        Action::Transition { to } => json!({ "to": to.as_str() }),
        Action::Link { link_type, other } => {
            json!({ "type": link_type.as_str(), "other": other.as_str() })
        }
        Action::RemoteLink { global_id, url, title } => {
            json!({ "global_id": global_id, "url": url.as_str(), "title": title.as_str() })
        }
        other => json!(format!("{other:?}")),
    };
    json!({ "key": command.key.to_string(), "do": action, "losses": losses(&command.losses) })
}

fn create(item: &NewItem) -> Json {
    let fields = item.fields.iter().map(|(id, it)| json!([id.as_str(), value(it)]));
    json!({
        "type": item.type_id.as_str(),
        "parent": item.parent.as_ref().map(ToString::to_string),
        "origin": format!("{:?}", item.origin),
        "fields": fields.collect::<Vec<_>>(),
    })
}

pub(crate) fn value(value: &Value) -> Json {
    match value {
        Value::RichText(text) => json!(document(text.expose())),
        Value::Many(list) => json!(list.iter().map(self::value).collect::<Vec<_>>()),
        Value::Text(text) => json!(text.as_str()),
        Value::Choice(name) => json!({ "choice": name.as_str() }),
        Value::Node(node) => json!({ "node": node.as_str() }),
        Value::Person(person) => json!({ "account": person.id.as_str() }),
        other => json!(format!("{other:?}")),
    }
}

fn document(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    blocks(&document.blocks, "", &mut lines);
    lines
}

fn blocks(list: &[Block], indent: &str, lines: &mut Vec<String>) {
    for block in list {
        match block {
            Block::Paragraph(line) => lines.push(format!("{indent}{}", inlines(line))),
            Block::Heading { level, inlines: line } => {
                let marks = "#".repeat(usize::from(*level));
                lines.push(format!("{indent}{marks} {}", inlines(line)));
            }
            Block::Rule => lines.push(format!("{indent}---")),
            Block::Table(table) => {
                for row in &table.rows {
                    let cells = row.cells.iter().map(|cell| {
                        let document = Document::from(cell.blocks.clone());
                        plain_text(&document).as_str().replace('\n', " / ")
                    });
                    lines.push(format!("{indent}| {} |", cells.collect::<Vec<_>>().join(" | ")));
                }
            }
            Block::BulletList(items) => {
                for item in items {
                    blocks(&item.blocks, &format!("{indent}- "), lines);
                }
            }
            other => lines.push(format!("{indent}{other:?}")),
        }
    }
}

fn inlines(line: &[Inline]) -> String {
    let shown = line.iter().map(|inline| match inline {
        Inline::Text { text, marks } if marks.has(Mark::Emphasis) => format!("_{}_", text.as_str()),
        Inline::Text { text, marks } if marks.has(Mark::Strong) => format!("*{}*", text.as_str()),
        Inline::Text { text, .. } => text.as_str().to_owned(),
        Inline::Mention(mention) => format!("[@{} {}]", mention.person, mention.resolved),
        other => format!("{other:?}"),
    });
    shown.collect()
}
