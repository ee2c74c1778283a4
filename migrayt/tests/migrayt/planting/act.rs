use std::collections::BTreeMap;

use bytes::Bytes;
use http::Method;
use migrayt_core::id::ItemId;
use migrayt_core::port::Clock as _;
use migrayt_testkit::sim::jira::{IssueView, LinkEnd};
use serde_json::{Value as Json, json};

use super::Harm;
use crate::dice::Dice;
use crate::richer::PROPERTY;
use crate::world::World;

/// A harm that is done to one issue.
pub(super) struct Act<'a> {
    pub(super) harm: Harm,
    pub(super) world: &'a World,
    /// How all issues stand now.
    pub(super) issues: &'a BTreeMap<ItemId, IssueView>,
    pub(super) item: &'a ItemId,
    pub(super) issue: &'a IssueView,
    pub(super) dice: &'a Dice,
}

impl Act<'_> {
    /// Does it, and gives the other items that it touches.
    pub(super) fn perform(&self) -> Vec<ItemId> {
        let jira = &self.world.target;
        let key = self.issue.key.as_str();
        match self.harm {
            Harm::StatusMoved => {
                let all = jira.options().statuses.iter().map(|status| status.name.as_str());
                let others: Vec<&str> = all.filter(|name| *name != self.issue.status).collect();
                assert!(jira.set_status(key, self.dice.one_of(&others).unwrap()));
            }
            Harm::TypeChanged => {
                let other = if self.issue.issue_type == "Story" { "Task" } else { "Story" };
                let body = json!({ "fields": { "issuetype": { "name": other } } });
                self.world.ask(Method::PUT, &format!("/rest/api/3/issue/{key}"), &body);
            }
            Harm::ParentChanged => {
                let all = self.issues.values().map(|it| it.key.as_str());
                let parent = self.issue.parent.as_deref();
                let others: Vec<&str> =
                    all.filter(|other| *other != key && parent != Some(*other)).collect();
                assert!(jira.set_parent(key, Some(self.dice.one_of(&others).unwrap())));
            }
            Harm::ParentRemoved => assert!(jira.set_parent(key, None)),
            Harm::RankMoved => {
                let first = jira.ranking().remove(0);
                let body = json!({ "issues": [key], "rankBeforeIssue": first });
                self.world.ask(Method::PUT, "/rest/agile/1.0/issue/rank", &body);
            }
            Harm::IssueDeleted => {
                let linked = self.issue.links.iter().filter_map(|link| self.item_at(&link.other));
                let below = |issue: &IssueView| issue.parent.as_deref() == Some(key);
                let children = self.issues.iter().filter(|(_, issue)| below(issue));
                let others = linked.chain(children.map(|(item, _)| item.clone())).collect();
                assert!(jira.delete_issue(key));
                return others;
            }
            Harm::IssueRepeated => drop(jira.duplicate_issue(key).unwrap()),
            Harm::CommentDropped
            | Harm::CommentChanged
            | Harm::CommentsSwapped
            | Harm::CommentRepeated => self.harm_comment(),
            Harm::FileDropped | Harm::FileTruncated | Harm::FileFlipped | Harm::FileRenamed => {
                self.harm_file();
            }
            Harm::LinkDropped | Harm::LinkReversed | Harm::LinkTypeChanged => {
                return self.harm_link();
            }
            Harm::MarkerChanged => return self.change_marker(),
            Harm::PageDropped
            | Harm::PageChanged
            | Harm::WorklogDropped
            | Harm::WatcherDropped
            | Harm::PropertyDropped
            | Harm::PropertyChanged
            | Harm::MarkerDropped => self.harm_part(),
            _ => self.harm_field(),
        }
        Vec::new()
    }

    fn harm_field(&self) {
        let jira = &self.world.target;
        let field = self.harm.field(self.world).unwrap();
        let held = self.issue.fields.get(&field);
        let list = || held.and_then(Json::as_array).cloned().unwrap();
        let value = match self.harm {
            Harm::TitleChanged => json!(self.words()),
            Harm::TextChanged => document(&self.words()),
            Harm::NumberChanged => json!(held.and_then(Json::as_f64).unwrap() + 1.0),
            Harm::AssigneeChanged => {
                let old = held.unwrap()["accountId"].as_str().unwrap();
                // The first accounts are those of the default site, all of which may be assigned.
                let users = jira.options().users.iter().take(3).map(|user| &user.account_id);
                let others: Vec<_> = users.filter(|id| *id != old).collect();
                json!({ "accountId": self.dice.one_of(&others).unwrap() })
            }
            Harm::LabelAdded => Json::from([list(), vec![json!("harm")]].concat()),
            Harm::LabelRemoved => Json::from(&list()[1..]),
            Harm::ComponentAdded => {
                json!([{ "name": self.dice.one_of(&jira.components()).unwrap() }])
            }
            Harm::VersionAdded => json!([{ "name": "1.0" }]),
            Harm::SprintChanged => {
                let old = held.unwrap()[0]["id"].as_u64();
                let open = jira.sprints().into_iter().filter(|sprint| sprint.state != "closed");
                let others: Vec<u64> =
                    open.map(|sprint| sprint.id).filter(|id| Some(*id) != old).collect();
                json!(self.dice.one_of(&others).unwrap())
            }
            _ => Json::Null,
        };
        let done = jira.edit_field(&self.issue.key, &field, &value, self.world.clock.now());
        assert!(done, "{:?} {} {field} {value}", self.harm, self.issue.key);
    }

    fn harm_comment(&self) {
        let jira = &self.world.target;
        let comments = &self.issue.comments;
        let comment = self.dice.one_of(comments).unwrap();
        let path = format!("/rest/api/3/issue/{}/comment", self.issue.key);
        match self.harm {
            Harm::CommentDropped => assert!(jira.drop_comment(comment.id)),
            Harm::CommentChanged => {
                let body = json!({ "body": document(&self.words()) });
                self.world.ask(Method::PUT, &format!("{path}/{}", comment.id), &body);
            }
            Harm::CommentRepeated => {
                self.world.ask(Method::POST, &path, &json!({ "body": comment.body }));
            }
            _ => {
                let later = self.dice.one_of(&comments[1..]).unwrap();
                assert!(jira.swap_comments(later.id, comments[0].id));
            }
        }
    }

    fn harm_file(&self) {
        let jira = &self.world.target;
        let file = *self.dice.one_of(&self.harm.files(self.issue, self.world)).unwrap();
        let mut bytes = jira.attachment_bytes(file).unwrap().to_vec();
        match self.harm {
            Harm::FileDropped => return assert!(jira.drop_attachment(file)),
            Harm::FileRenamed => return assert!(jira.rename_attachment(file, "harm.bin")),
            Harm::FileTruncated => drop(bytes.pop()),
            _ => bytes[0] ^= 1,
        }
        assert!(jira.damage_attachment(file, &Bytes::from(bytes)));
    }

    fn harm_link(&self) -> Vec<ItemId> {
        let link = self.dice.one_of(&self.issue.links).unwrap();
        assert!(self.world.target.drop_link(link.id));
        let (key, other) = (self.issue.key.as_str(), link.other.as_str());
        let forth = match link.end {
            LinkEnd::Inward => (key, other),
            LinkEnd::Outward => (other, key),
        };
        let made = match self.harm {
            Harm::LinkReversed => Some((link.link_type.as_str(), (forth.1, forth.0))),
            Harm::LinkTypeChanged if link.link_type == "Cloners" => Some(("Blocks", forth)),
            Harm::LinkTypeChanged => Some(("Cloners", forth)),
            _ => None,
        };
        if let Some((name, (inward, outward))) = made {
            let body = json!({
                "type": { "name": name },
                "inwardIssue": { "key": inward },
                "outwardIssue": { "key": outward },
            });
            self.world.ask(Method::POST, "/rest/api/3/issueLink", &body);
        }
        self.item_at(other).into_iter().collect()
    }

    fn harm_part(&self) {
        let jira = &self.world.target;
        let key = self.issue.key.as_str();
        let path = |rest: &str| format!("/rest/api/3/issue/{key}/{rest}");
        match self.harm {
            Harm::PageDropped => {
                let page = self.dice.one_of(&self.issue.remote_links).unwrap();
                assert!(jira.drop_remote_link(key, page.id));
            }
            Harm::PageChanged => {
                let page = self.dice.one_of(&self.issue.remote_links).unwrap();
                let object = json!({ "url": "https://example.org/harm", "title": self.words() });
                let body = json!({ "globalId": page.global_id, "object": object });
                self.world.ask(Method::PUT, &path(&format!("remotelink/{}", page.id)), &body);
            }
            Harm::WorklogDropped => {
                let entry = path(&format!("worklog/{}", self.issue.worklogs[0].id));
                self.world.ask(Method::DELETE, &entry, &Json::Null);
            }
            Harm::WatcherDropped => {
                let who = path(&format!("watchers?accountId={}", self.world.mapper.watcher));
                self.world.ask(Method::DELETE, &who, &Json::Null);
            }
            Harm::PropertyDropped => assert!(jira.set_property(key, PROPERTY, None)),
            Harm::PropertyChanged => {
                let value = json!({ "of": self.words() });
                assert!(jira.set_property(key, PROPERTY, Some(value)));
            }
            _ => assert!(jira.set_property(key, "migrayt", None)),
        }
    }

    fn change_marker(&self) -> Vec<ItemId> {
        let others: Vec<&ItemId> = self.issues.keys().filter(|it| *it != self.item).collect();
        let other = (*self.dice.one_of(&others).unwrap()).clone();
        let mut marker = self.issue.properties["migrayt"].clone();
        marker["id"] = json!(other.as_str());
        assert!(self.world.target.set_property(&self.issue.key, "migrayt", Some(marker)));
        vec![other]
    }

    /// Words that stand nowhere else.
    fn words(&self) -> String {
        format!("Harm {:x}", self.dice.draw())
    }

    fn item_at(&self, key: &str) -> Option<ItemId> {
        let found = self.issues.iter().find(|(_, issue)| issue.key == key);
        found.map(|(item, _)| item.clone())
    }
}

fn document(words: &str) -> Json {
    let text = json!({ "type": "text", "text": words });
    let paragraph = json!({ "type": "paragraph", "content": [text] });
    json!({ "type": "doc", "version": 1, "content": [paragraph] })
}
