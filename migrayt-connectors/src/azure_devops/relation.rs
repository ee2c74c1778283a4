use std::collections::BTreeMap;

use migrayt_core::Content;
use migrayt_core::id::{ItemId, LinkTypeId, PartId};
use migrayt_core::item::{AttachmentRef, ExternalLink, Relation};
use url::Url;

use super::answers::RawRelation;
use super::value;

/// The link from a child to its parent.
const PARENT: &str = "System.LinkTypes.Hierarchy-Reverse";
/// The link from a parent to its child, which the child tells too.
const CHILD: &str = "System.LinkTypes.Hierarchy-Forward";

/// An item's relations, each in its place in the model.
#[derive(Default)]
pub(super) struct Relations {
    pub(super) parent: Option<ItemId>,
    pub(super) links: Vec<Relation>,
    pub(super) external_links: Vec<ExternalLink>,
    /// By id.
    pub(super) attachments: BTreeMap<PartId, AttachmentRef>,
}

impl Relations {
    /// Splits what Azure DevOps tells in one list, in no particular order.
    pub(super) fn of(item: &ItemId, raw: Vec<RawRelation>) -> Self {
        let mut split = Self::default();
        for relation in raw {
            split.take(item, relation);
        }
        split.links.sort();
        split.links.dedup();
        split
            .external_links
            .sort_by(|a, b| (&a.link_type, a.url.as_str()).cmp(&(&b.link_type, b.url.as_str())));
        split
    }

    fn take(&mut self, item: &ItemId, raw: RawRelation) {
        match raw.rel.as_str() {
            CHILD => {}
            PARENT => self.parent = item_of(&raw.url).or_else(|| self.parent.take()),
            "AttachedFile" => match attachment(item, &raw) {
                Some(file) => {
                    self.attachments.insert(file.id.clone(), file);
                }
                None => self.external_links.push(external(raw)),
            },
            // The other end of a remote link lies in another organisation.
            rel if !rel.contains(".Remote.")
                && let Some(other) = item_of(&raw.url) =>
            {
                self.links.push(Relation { link_type: LinkTypeId::new(rel), other });
            }
            _ => self.external_links.push(external(raw)),
        }
    }
}

/// The work item that an address of the interface names.
fn item_of(url: &str) -> Option<ItemId> {
    let path = url.split(['?', '#']).next()?.trim_end_matches('/');
    let (before, id) = path.rsplit_once('/')?;
    let named = before.to_ascii_lowercase().ends_with("/_apis/wit/workitems");
    (named && id.parse::<u64>().is_ok()).then(|| ItemId::new(id))
}

fn attachment(item: &ItemId, raw: &RawRelation) -> Option<AttachmentRef> {
    let url = Url::parse(&raw.url).ok()?;
    let id = url.path_segments()?.rev().find(|part| !part.is_empty())?;
    let name = raw.attributes.name.clone().or_else(|| {
        let (_, name) = url.query_pairs().find(|(key, _)| key.eq_ignore_ascii_case("fileName"))?;
        Some(name.into_owned())
    });
    Some(AttachmentRef {
        item: item.clone(),
        id: PartId::new(id.to_ascii_lowercase()),
        name: Content::text(name.unwrap_or_else(|| id.to_owned())),
        size: raw.attributes.resource_size,
        media_type: None,
        created: raw.attributes.resource_created_date.as_deref().and_then(value::instant),
        note: note(raw),
    })
}

fn external(raw: RawRelation) -> ExternalLink {
    let title = note(&raw).or_else(|| {
        let name = raw.attributes.name.as_deref().filter(|name| !name.is_empty());
        name.map(Content::from)
    });
    ExternalLink { link_type: LinkTypeId::new(raw.rel), url: Content::text(raw.url), title }
}

fn note(raw: &RawRelation) -> Option<Content<String>> {
    raw.attributes.comment.as_deref().filter(|note| !note.trim().is_empty()).map(Content::from)
}

#[cfg(test)]
mod tests {
    use migrayt_core::Content;
    use migrayt_core::id::ItemId;
    use serde_json::json;
    use time::macros::datetime;

    use super::Relations;

    const WIT: &str = "https://dev.azure.com/fabrikam/0b2c/_apis/wit";

    fn split(raw: serde_json::Value) -> Relations {
        Relations::of(&ItemId::new("1"), serde_json::from_value(raw).unwrap())
    }

    #[test]
    fn relations_go_to_their_places() {
        let found = split(json!([
            {"rel": "System.LinkTypes.Related", "url": format!("{WIT}/workItems/9")},
            {"rel": "System.LinkTypes.Hierarchy-Reverse", "url": format!("{WIT}/workItems/2")},
            {"rel": "System.LinkTypes.Hierarchy-Forward", "url": format!("{WIT}/workItems/3")},
            {"rel": "System.LinkTypes.Dependency-Forward", "url": format!("{WIT}/workItems/4"),
             "attributes": {"isLocked": false, "name": "Successor"}},
            {"rel": "System.LinkTypes.Related", "url": format!("{WIT}/workItems/9")},
            {"rel": "System.LinkTypes.Remote.Related",
             "url": "https://dev.azure.com/other/_apis/wit/workItems/5"},
            {"rel": "Hyperlink", "url": "https://a.example/", "attributes": {"comment": "see"}},
            {"rel": "ArtifactLink", "url": "vstfs:///Git/Commit/a%2Fb%2Fc",
             "attributes": {"name": "Fixed in Commit"}},
            {"rel": "AttachedFile",
             "url": format!("{WIT}/attachments/0A1B2C3D-0000-4000-8000-00000000000F"),
             "attributes": {"name": "a.png", "resourceSize": 12, "comment": " ",
                "resourceCreatedDate": "2026-03-31T18:36:26.23Z"}},
        ]));
        assert_eq!(found.parent, Some(ItemId::new("2")));
        let links: Vec<_> =
            found.links.iter().map(|link| (link.link_type.as_str(), link.other.as_str())).collect();
        assert_eq!(
            links,
            [("System.LinkTypes.Dependency-Forward", "4"), ("System.LinkTypes.Related", "9")]
        );
        let external: Vec<_> = found
            .external_links
            .iter()
            .map(|link| (link.link_type.as_str(), link.title.as_ref().map(Content::as_str)))
            .collect();
        assert_eq!(
            external,
            [
                ("ArtifactLink", Some("Fixed in Commit")),
                ("Hyperlink", Some("see")),
                ("System.LinkTypes.Remote.Related", None)
            ]
        );
        let file = found.attachments.values().next().unwrap();
        assert_eq!(file.id.as_str(), "0a1b2c3d-0000-4000-8000-00000000000f");
        assert_eq!((file.name.as_str(), file.size, file.note.as_ref()), ("a.png", Some(12), None));
        assert_eq!(file.created, Some(datetime!(2026-03-31 18:36:26.23 UTC)));
    }

    #[test]
    fn a_link_that_names_no_item_is_kept_as_an_address() {
        let found = split(json!([{"rel": "Custom.Link", "url": "https://a.example/workItems/x"}]));
        assert_eq!((found.links.len(), found.external_links.len()), (0, 1));
    }
}
