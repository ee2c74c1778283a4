//! Fields of the organisation.

use std::collections::BTreeMap;

use super::node::Structure;
use super::process;

/// A field by its place in the table. The first ones are fixed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct FieldKey(u16);

macro_rules! fixed {
    ($($name:ident = $reference:literal;)*) => {
        const FIXED: &[&str] = &[$($reference),*];
        fixed!(@number 0_u16; $($name)*);
    };
    (@number $at:expr; $name:ident $($rest:ident)*) => {
        pub(super) const $name: FieldKey = FieldKey($at);
        fixed!(@number $at + 1; $($rest)*);
    };
    (@number $at:expr;) => {};
}

fixed! {
    ID = "System.Id";
    REV = "System.Rev";
    TEAM_PROJECT = "System.TeamProject";
    WORK_ITEM_TYPE = "System.WorkItemType";
    STATE = "System.State";
    REASON = "System.Reason";
    TITLE = "System.Title";
    AREA_PATH = "System.AreaPath";
    ITERATION_PATH = "System.IterationPath";
    CREATED_DATE = "System.CreatedDate";
    CREATED_BY = "System.CreatedBy";
    CHANGED_DATE = "System.ChangedDate";
    CHANGED_BY = "System.ChangedBy";
    TAGS = "System.Tags";
    HISTORY = "System.History";
    PARENT = "System.Parent";
    COMMENT_COUNT = "System.CommentCount";
    AREA_ID = "System.AreaId";
    ITERATION_ID = "System.IterationId";
    NODE_NAME = "System.NodeName";
    AUTHORIZED_DATE = "System.AuthorizedDate";
    AUTHORIZED_AS = "System.AuthorizedAs";
    REVISED_DATE = "System.RevisedDate";
    PERSON_ID = "System.PersonId";
    WATERMARK = "System.Watermark";
    ATTACHED_FILES = "System.AttachedFileCount";
    EXTERNAL_LINKS = "System.ExternalLinkCount";
    HYPERLINKS = "System.HyperLinkCount";
    RELATED_LINKS = "System.RelatedLinkCount";
    REMOTE_LINKS = "System.RemoteLinkCount";
}

/// What a field holds, by the name that the service gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FieldKind {
    Text,
    Integer,
    Double,
    DateTime,
    PlainText,
    Html,
    TreePath,
    History,
    Boolean,
    Identity,
}

impl FieldKind {
    fn parse(name: &str) -> Self {
        match name {
            "integer" => Self::Integer,
            "double" => Self::Double,
            "dateTime" => Self::DateTime,
            "plainText" => Self::PlainText,
            "html" => Self::Html,
            "treePath" => Self::TreePath,
            "history" => Self::History,
            "boolean" => Self::Boolean,
            "identity" => Self::Identity,
            _ => Self::Text,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Text | Self::Identity => "string",
            Self::Integer => "integer",
            Self::Double => "double",
            Self::DateTime => "dateTime",
            Self::PlainText => "plainText",
            Self::Html => "html",
            Self::TreePath => "treePath",
            Self::History => "history",
            Self::Boolean => "boolean",
        }
    }

    /// Whether it holds words that people wrote.
    pub(super) fn is_prose(self) -> bool {
        matches!(self, Self::PlainText | Self::Html | Self::History)
    }
}

/// A field.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) kind: FieldKind,
}

/// All fields, each known by its reference name and its name in any case.
#[derive(Debug)]
pub(super) struct FieldTable {
    fields: Vec<Field>,
    by_name: BTreeMap<String, FieldKey>,
}

impl FieldTable {
    pub(super) fn new() -> Self {
        let mut table = Self { fields: Vec::new(), by_name: BTreeMap::new() };
        let seeds = &process::book().fields;
        let fixed = FIXED
            .iter()
            .filter_map(|name| seeds.iter().find(|seed| seed.reference.as_str() == *name));
        let rest = seeds.iter().filter(|seed| !FIXED.contains(&seed.reference.as_str()));
        for seed in fixed.chain(rest) {
            table.add(Field {
                reference: seed.reference.clone(),
                name: seed.name.clone(),
                kind: FieldKind::parse(&seed.kind),
            });
        }
        table
    }

    /// Adds a field; one of the same reference name stays as it is.
    pub(super) fn add(&mut self, field: Field) -> FieldKey {
        if let Some(key) = self.find(&field.reference) {
            return key;
        }
        let key = FieldKey(u16::try_from(self.fields.len()).unwrap_or(u16::MAX));
        self.by_name.insert(field.reference.to_lowercase(), key);
        self.by_name.entry(field.name.to_lowercase()).or_insert(key);
        self.fields.push(field);
        key
    }

    /// The field of that reference name or name.
    pub(super) fn find(&self, name: &str) -> Option<FieldKey> {
        self.by_name.get(&name.to_lowercase()).copied()
    }

    pub(super) fn field(&self, key: FieldKey) -> Option<&Field> {
        self.fields.get(usize::from(key.0))
    }

    pub(super) fn reference(&self, key: FieldKey) -> &str {
        self.field(key).map_or("", |field| field.reference.as_str())
    }

    pub(super) fn kind(&self, key: FieldKey) -> FieldKind {
        self.field(key).map_or(FieldKind::Text, |field| field.kind)
    }

    /// The level of a field such as `System.AreaLevel2`.
    pub(super) fn level(&self, key: FieldKey) -> Option<(Structure, usize)> {
        let name = self.reference(key).strip_prefix("System.")?;
        let (structure, level) = match name.strip_prefix("AreaLevel") {
            Some(level) => (Structure::Area, level),
            None => (Structure::Iteration, name.strip_prefix("IterationLevel")?),
        };
        Some((structure, level.parse().ok()?))
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (FieldKey, &Field)> {
        self.fields
            .iter()
            .enumerate()
            .map(|(at, field)| (FieldKey(u16::try_from(at).unwrap_or(u16::MAX)), field))
    }
}

/// Whether the service computes the field, so that nobody can write it. The levels of areas and
/// iterations are computed too, but known by their names.
pub(super) fn is_computed(key: FieldKey) -> bool {
    const COMPUTED: [FieldKey; 17] = [
        ID,
        REV,
        PARENT,
        COMMENT_COUNT,
        AREA_ID,
        ITERATION_ID,
        NODE_NAME,
        AUTHORIZED_DATE,
        AUTHORIZED_AS,
        REVISED_DATE,
        PERSON_ID,
        WATERMARK,
        ATTACHED_FILES,
        EXTERNAL_LINKS,
        HYPERLINKS,
        RELATED_LINKS,
        REMOTE_LINKS,
    ];
    COMPUTED.contains(&key)
}

#[cfg(test)]
mod tests {
    use super::{CHANGED_BY, FIXED, FieldKind, FieldTable, ID, TITLE, WATERMARK};

    #[test]
    fn fixed_fields_stand_where_their_keys_say() {
        let table = FieldTable::new();
        for (at, name) in FIXED.iter().enumerate() {
            assert_eq!(table.fields[at].reference, *name);
        }
        assert_eq!(table.reference(ID), "System.Id");
        assert_eq!(table.reference(WATERMARK), "System.Watermark");
        assert_eq!(table.kind(CHANGED_BY), FieldKind::Identity);
        assert_eq!(table.find("title"), Some(TITLE));
        assert_eq!(table.find("SYSTEM.TITLE"), Some(TITLE));
    }
}
