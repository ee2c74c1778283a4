use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::{Canaries, Kind};

impl Canaries {
    /// Work items in the shape that
    /// [`AzureDevOps::load`](crate::sim::azure_devops::AzureDevOps::load) takes, numbered from 1.
    ///
    /// Each has every canary but the credentials: title, formatted texts, a custom field, tags, a
    /// comment, a file with name, bytes and note, a link to an address, and a person who is its
    /// author, its assignee and the author of its comment. All but the first have the first as
    /// their parent and are related to the one before them. Types, states, areas and names of
    /// fields are not content and hold none.
    pub fn work_items(&self, project: &str, count: u64) -> Vec<Value> {
        (1..=count).map(|id| self.work_item(project, id)).collect()
    }

    fn work_item(&self, project: &str, id: u64) -> Value {
        let rich = |kind| {
            let canary = self.of(kind);
            format!("<div>Before {canary} and <b>{canary}</b> &amp; after.</div>")
        };
        let person = json!({
            "displayName": self.of(Kind::PersonName),
            "uniqueName": self.of(Kind::PersonEmail),
            "id": self.guid(0, 0),
        });
        let work_type = if id == 1 { "Epic" } else { "User Story" };
        let mut fields = json!({
            "System.TeamProject": project,
            "System.AreaPath": project,
            "System.IterationPath": project,
            "System.WorkItemType": work_type,
            "System.State": "New",
            "System.Title": format!("{} of number {id}", self.of(Kind::Title)),
            "System.Description": rich(Kind::Description),
            "Custom.Remark": self.of(Kind::FieldValue),
            "Custom.Story": rich(Kind::RichText),
            "System.Tags": format!("plain; {}", self.of(Kind::Tag)),
            "System.CreatedBy": person,
            "System.ChangedBy": person,
            "System.AssignedTo": person,
            "System.CreatedDate": "2026-03-01T12:00:00Z",
            "System.ChangedDate": "2026-03-02T12:00:00Z",
        });
        if let Some(fields) = fields.as_object_mut().filter(|_| id > 1) {
            fields.insert("System.Parent".to_owned(), json!(1));
        }
        let file = self.guid(1, id);
        let bytes = self.file_bytes();
        json!({
            "id": id,
            "rev": 2,
            "fields": fields,
            "relations": self.relations(id, &file, bytes.len()),
            "comments": [{
                "text": rich(Kind::Comment),
                "createdBy": person,
                "createdDate": "2026-03-02T12:00:00Z",
            }],
            "attachments": [{
                "id": file,
                "name": self.of(Kind::FileName),
                "base64": STANDARD.encode(bytes),
            }],
        })
    }

    fn relations(&self, id: u64, file: &str, size: usize) -> Vec<Value> {
        let note = self.of(Kind::Note);
        let base = "https://dev.azure.com/fabrikam/_apis/wit";
        let mut relations = vec![
            json!({
                "rel": "AttachedFile",
                "url": format!("{base}/attachments/{file}"),
                "attributes": {
                    "name": self.of(Kind::FileName),
                    "resourceSize": size,
                    "comment": note,
                },
            }),
            json!({
                "rel": "Hyperlink",
                "url": self.of(Kind::Address),
                "attributes": { "comment": note },
            }),
        ];
        if id > 1 {
            relations.push(json!({
                "rel": "System.LinkTypes.Related",
                "url": format!("{base}/workItems/{}", id - 1),
                "attributes": { "comment": note },
            }));
        }
        relations
    }

    fn guid(&self, kind: u16, id: u64) -> String {
        let id = id & 0xffff_ffff_ffff;
        format!("{:08x}-{kind:04x}-6000-8000-{id:012x}", self.seed & 0xffff_ffff)
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::Request;
    use time::macros::datetime;

    use super::super::{Canaries, Kind, Scanner, kinds};
    use crate::sim::Simulator as _;
    use crate::sim::azure_devops::AzureDevOps;

    #[test]
    fn a_simulated_organisation_shows_every_canary() {
        let canaries = Canaries::new(3);
        let scanner = Scanner::new(&canaries).unwrap();
        let token = canaries.of(Kind::SourceToken);
        let organisation = AzureDevOps::new("fabrikam", "Shop", token);
        let loaded = organisation.load(canaries.work_items("Shop", 3)).unwrap();
        assert_eq!(loaded.items, 3);
        assert_eq!(loaded.links_dropped, 0);
        let ask = |path: &str| {
            use base64::Engine as _;

            let token = base64::engine::general_purpose::STANDARD.encode(format!(":{token}"));
            let request = Request::get(format!("/fabrikam/Shop/_apis/wit/{path}"))
                .header("authorization", format!("Basic {token}"))
                .body(Bytes::new())
                .unwrap();
            let answer = organisation.answer(request, datetime!(2026-03-03 12:00 UTC));
            assert_eq!(answer.status(), 200, "{path}");
            answer.into_body()
        };
        let mut shown = ask("workitems/2?$expand=all&api-version=7.1").to_vec();
        shown.extend(ask("workItems/2/comments?api-version=7.1-preview.4"));
        let file = canaries.guid(1, 2);
        shown.extend(ask(&format!("attachments/{file}?api-version=7.1")));
        let found = kinds(&scanner.bytes("source", shown));
        for kind in Kind::ALL {
            assert_eq!(found.contains(kind), !kind.is_secret(), "{kind}");
        }
    }
}
