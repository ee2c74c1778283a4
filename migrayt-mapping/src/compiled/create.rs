use migrayt_core::catalog::{FieldKind, FieldRole};
use migrayt_core::content::Content;
use migrayt_core::id::FieldId;
use migrayt_core::item::Item;
use migrayt_core::operation::{Action, Command, NewItem, OperationKey, OperationKind};
use migrayt_core::plan::LossKind;
use migrayt_core::richtext::{Block, Inline, Mark, Marks};
use migrayt_core::value::Value;
use time::OffsetDateTime;

use super::Compiled;
use super::gathering::Gathering;
use super::hierarchy::{Parent, Placed};
use super::history::{CHANGERS, CREATORS, history, person};
use super::lane::opens;
use super::text::moment;
use super::title::Title;
use super::writing::{Writing, is_pending, provisional};
use crate::attribution::Attribution;
use crate::document::{FieldRule, OriginNote};

impl Compiled {
    /// The item's creation, and the texts that are written again once what they show and refer to
    /// stands in the target. The losses of the creation are those of its fields.
    pub(super) fn create(
        &self,
        writing: Writing<'_>,
        item: &Item,
        placed: &Placed<'_>,
    ) -> (Command, Vec<Command>) {
        let mut gathering = Gathering::new(self, writing, placed.work_type);
        gathering.title(item);
        gathering.item_fields(item);
        gathering.attribution(item);
        gathering.closed_links(item);
        gathering.origin_labels(item);
        gathering.parent_label(placed);
        gathering.origin_note(item);
        gathering.finish(item, placed)
    }
}

impl Gathering<'_> {
    fn title(&mut self, item: &Item) {
        let field = self.compiled.target.field_with(FieldRole::Summary);
        let id = field.map_or_else(|| FieldId::new("summary"), |field| field.id.clone());
        let title = Title::fit(item.title.as_str(), field.and_then(|field| field.max_length));
        if title.whole.is_some() {
            self.tally.in_field(LossKind::Shortened, &FieldId::new("title"));
        }
        self.description.open(title.opening());
        if !title.shown.as_str().is_empty() {
            self.fields.insert(id, Value::Text(title.shown));
        }
    }

    /// Carries the fields in the order of their ids; rules that fill what is empty come last.
    fn item_fields(&mut self, item: &Item) {
        let compiled = self.compiled;
        let mut fillers = Vec::new();
        for (id, value) in &item.fields {
            let plan = compiled.field_plan(&item.type_id, id);
            if value.is_null() || (plan.is_none() && compiled.is_bookkeeping(id)) {
                continue;
            }
            match plan {
                Some(plan) if matches!(plan.rule, FieldRule::CopyIfEmpty(_)) => {
                    fillers.push((id, plan, value));
                }
                plan => self.take(id, plan, value),
            }
        }
        for (id, plan, value) in fillers {
            self.take(id, Some(plan), value);
        }
    }

    /// Begins the description with who reported the item, if the target's field does not say so.
    fn attribution(&mut self, item: &Item) {
        if let Some(reporter) = self.reporter.take() {
            let system = self.compiled.system;
            let line = Attribution::new(system, Some(reporter.as_str()), item.created, None);
            self.description.attribute(line.block());
            self.tally.of(LossKind::AuthorInText);
        }
    }

    /// Keeps the addresses that no browser opens, such as those of commits, as text.
    fn closed_links(&mut self, item: &Item) {
        if !self.compiled.document.options.external_links {
            return;
        }
        for link in item.external_links.iter().filter(|link| !opens(link)) {
            let id = FieldId::new(link.link_type.as_str());
            let title = link.title.as_ref().map(Content::as_str).unwrap_or_default().trim();
            let separator = if title.is_empty() { "" } else { ": " };
            let line = format!("{title}{separator}{}", link.url.as_str());
            self.tally.in_field(LossKind::ValueAsText, &id);
            self.description.note(&id, id.as_str(), vec![Block::plain(line)]);
        }
    }

    /// Adds the label that stands for a parent that is not made. A title that cannot be read any more
    /// leaves the item without it.
    fn parent_label(&mut self, placed: &Placed<'_>) {
        let Parent::Labelled(parent, type_id) = &placed.parent else { return };
        let prefix = self.compiled.labelled.get(type_id);
        let id = FieldId::new("parent");
        let (Some(prefix), Some(title)) = (prefix, self.writing.title_of(parent)) else {
            return self.tally.of(LossKind::ParentOutside);
        };
        let label = Content::new(format!("{prefix}:{}", title.as_str()));
        self.label(&id, label.as_str(), &Value::Text(title.clone()));
    }

    /// Adds the labels that every item gets.
    fn origin_labels(&mut self, item: &Item) {
        let compiled = self.compiled;
        for template in &compiled.document.options.labels {
            let (organization, project) = (&compiled.organization, &compiled.project);
            // Nothing of the source is lost if the target changes what we made up.
            let _changed =
                self.labels.add(&template.render(organization, project, item.id.as_str()));
        }
    }

    /// Ends the description with who made the item and when.
    fn origin_note(&mut self, item: &Item) {
        let times = [("created", item.created), ("changed", item.changed)];
        if self.compiled.document.options.origin_note == OriginNote::Leave {
            for (name, _) in times.iter().filter(|(_, at)| at.is_some()) {
                self.tally.in_field(LossKind::FieldUnmapped, &FieldId::new(*name));
            }
            return;
        }
        let line = self.origin_line(item);
        self.description.close(Block::Paragraph(vec![Inline::Text {
            text: line,
            marks: Marks::of(Mark::Emphasis),
        }]));
        if times.iter().any(|(_, at)| at.is_some()) {
            self.tally.of(LossKind::TimeInText);
        }
    }

    fn origin_line(&self, item: &Item) -> Content<String> {
        let compiled = self.compiled;
        let mut line = Content::new(format!(
            "Migrated from {}: {}/{} {}",
            compiled.system.name(),
            compiled.organization,
            compiled.project,
            item.id
        ));
        let made = self.act(item, &CREATORS, item.created);
        let changed = self.act(item, &CHANGERS, item.changed);
        for (verb, act) in [("created", made), ("last changed", changed)] {
            if !act.as_str().is_empty() {
                let open = line.expose_mut();
                open.push_str(", ");
                open.push_str(verb);
                open.push_str(act.as_str());
            }
        }
        line
    }

    /// Who did something and when, where either is known.
    fn act(&self, item: &Item, fields: &[&str], at: Option<OffsetDateTime>) -> Content<String> {
        let mut act = Content::text(String::new());
        if let Some(at) = at {
            act.expose_mut().push_str(" on ");
            let offset = self.compiled.document.options.utc_offset.offset();
            act.expose_mut().push_str(&moment(at, offset));
        }
        if let Some(person) = person(item, fields) {
            act.expose_mut().push_str(" by ");
            act.expose_mut().push_str(person.name.as_str());
        }
        act
    }

    fn finish(mut self, item: &Item, placed: &Placed<'_>) -> (Command, Vec<Command>) {
        let compiled = self.compiled;
        let labels = compiled.target.field_with(FieldRole::Labels);
        if let Some(field) = labels.filter(|field| self.takes(field))
            && let Some(labels) = std::mem::take(&mut self.labels).into_value()
        {
            self.fields.insert(field.id.clone(), labels);
        }
        let description = compiled.target.field_with(FieldRole::Description);
        if let Some(document) = std::mem::take(&mut self.description).into_document() {
            match description {
                Some(field) => {
                    self.fields.insert(field.id.clone(), Value::RichText(document));
                }
                None => {
                    self.tally.in_field(LossKind::FieldNotOnScreen, &FieldId::new("description"));
                }
            }
        }
        self.fill_defaults();
        let mut fields = self.in_catalog_order();
        let rewrites = rewrites(item, &mut fields);
        let provisional = rewrites.iter().map(|(field, _)| field.clone()).collect();
        let new = NewItem {
            type_id: placed.work_type.id.clone(),
            fields,
            parent: placed.held(),
            origin: compiled.origin(item),
            history: history(item),
            provisional,
        };
        let key = OperationKey::sole(item.id.clone(), OperationKind::Create);
        let losses = self.tally.into_losses();
        let create = Command { losses, ..Command::new(key, Action::Create(Box::new(new))) };
        (create, rewrites.into_iter().map(|(_, rewrite)| rewrite).collect())
    }

    /// Gives fields that are still empty the values that the document has for them.
    fn fill_defaults(&mut self) {
        for (target, text) in &self.compiled.defaults {
            let field = &target.field;
            if self.fields.contains_key(&field.id) || !self.takes(field) {
                continue;
            }
            let value = Value::Choice(text.as_str().into());
            let Some(value) = self.compiled.convert(target, &value).value else { continue };
            let many = field.many || field.kind == FieldKind::Labels;
            let value = if many { Value::Many(vec![value]) } else { value };
            self.fields.insert(field.id.clone(), value);
        }
    }

    fn in_catalog_order(&mut self) -> Vec<(FieldId, Value)> {
        let mut fields = std::mem::take(&mut self.fields);
        let mut list: Vec<_> = self
            .compiled
            .target
            .fields
            .iter()
            .filter_map(|field| fields.remove_entry(&field.id))
            .collect();
        list.extend(fields);
        list
    }
}

/// Puts provisional texts in the place of those that show files or refer to items, and gives those
/// to be written later.
fn rewrites(item: &Item, fields: &mut [(FieldId, Value)]) -> Vec<(FieldId, Command)> {
    let mut later = Vec::new();
    for (field, value) in fields {
        let Value::RichText(document) = value else { continue };
        if !is_pending(document.expose()) {
            continue;
        }
        let now = Content::new(provisional(document.expose()));
        let before = Some(now.clone());
        let Value::RichText(body) = std::mem::replace(value, Value::RichText(now)) else {
            continue;
        };
        let action = Action::RewriteBody { field: field.clone(), body, before };
        later.push((field.clone(), Command::on(item.id.clone(), action)));
    }
    later
}
