//! The tags of a project.

use serde_json::{Value, json};

use super::call::Call;
use super::error::Refusal;
use super::field;
use super::guid::guid;
use super::record::Datum;
use super::reply::Reply;

impl Call<'_> {
    fn tag_view(&self, tag: &str) -> Result<Value, Refusal> {
        let id = guid("tag", &format!("{}\\{tag}", self.project()?.name));
        let url = format!("{}/_apis/wit/tags/{id}", self.scope());
        Ok(json!({"id": id, "name": tag, "url": url}))
    }

    /// `GET wit/tags`.
    pub(super) fn tags(&self) -> Result<Reply, Refusal> {
        let all = self.project()?.tags.keys();
        Ok(Reply::list(all.map(|tag| self.tag_view(tag)).collect::<Result<_, _>>()?))
    }

    /// The tag that the path names by its name or id.
    fn named_tag(&self) -> Result<String, Refusal> {
        let (project, wanted) = (self.project()?, self.part(2));
        let found = project.tags.keys().find(|tag| {
            tag.eq_ignore_ascii_case(wanted)
                || guid("tag", &format!("{}\\{tag}", project.name)) == wanted
        });
        found.cloned().ok_or_else(|| {
            Refusal::missing(
                "TagNotFoundException",
                format!("TF401349: The tag {wanted} does not exist."),
            )
        })
    }

    /// `GET wit/tags/{tag}`.
    pub(super) fn show_tag(&self) -> Result<Reply, Refusal> {
        Ok(Reply::ok(&self.tag_view(&self.named_tag()?)?))
    }

    /// `PATCH wit/tags/{tag}`: another name, on all items at once and without revisions.
    pub(super) fn rename_tag(&mut self) -> Result<Reply, Refusal> {
        let (known, body) = (self.named_tag()?, self.json()?);
        let name = body.get("name").and_then(Value::as_str).unwrap_or_default().trim();
        if name.is_empty() || name.contains([';', ',']) {
            return Err(Refusal::bad(
                "ArgumentException",
                "TF401407: The tag's name is not valid.",
            ));
        }
        self.retag(&known, Some(name));
        Ok(Reply::ok(&self.tag_view(name)?))
    }

    /// `DELETE wit/tags/{tag}`: no item has it any longer.
    pub(super) fn remove_tag(&mut self) -> Result<Reply, Refusal> {
        let known = self.named_tag()?;
        self.retag(&known, None);
        Ok(Reply::no_content())
    }

    fn retag(&mut self, known: &str, name: Option<&str>) {
        let Some(at) = self.project else { return };
        for record in self.state.items.values_mut().filter(|record| record.project == at) {
            let mut tags: Vec<&str> =
                record.fields.text(field::TAGS).split(';').map(str::trim).collect();
            if !tags.contains(&known) {
                continue;
            }
            tags.retain(|tag| *tag != known && Some(*tag) != name);
            tags.extend(name);
            tags.sort_unstable();
            let text = tags.join("; ");
            let datum = (!text.is_empty()).then(|| Datum::Text(text.into()));
            record.fields.set(field::TAGS, datum);
        }
        if let Some((project, _, _)) = self.state.project_mut(at) {
            let count = project.tags.remove(known).unwrap_or_default();
            if let Some(name) = name {
                *project.tags.entry(name.to_owned()).or_default() += count;
            }
        }
    }
}
