use serde_json::Value;

use super::shape::{all_of, block_marks};

/// The container that a block is written into; each takes other blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Document,
    Cell,
    Expand,
    NestedExpand,
    Item,
    Quote,
    Panel,
    Column,
    Extension,
    SyncBlock,
}

/// Where a block is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) room: Room,
    /// Whether a container around this one takes tables.
    pub(super) tables: bool,
}

impl Place {
    /// The place inside a container that stands here.
    pub(super) fn inside(self, room: Room) -> Self {
        let tables = match room {
            Room::Document | Room::Expand | Room::Column | Room::Extension | Room::SyncBlock => {
                true
            }
            Room::Cell | Room::NestedExpand => false,
            Room::Item | Room::Quote | Room::Panel => self.tables,
        };
        Self { room, tables }
    }

    pub(super) fn takes_tables(self) -> bool {
        matches!(
            self.room,
            Room::Document | Room::Expand | Room::Column | Room::Extension | Room::SyncBlock
        )
    }

    pub(super) fn takes_headings(self) -> bool {
        !matches!(self.room, Room::Item | Room::Quote)
    }

    pub(super) fn takes_rules(self) -> bool {
        self.takes_headings()
    }

    pub(super) fn takes_decisions(self) -> bool {
        self.takes_headings()
    }

    pub(super) fn takes_tasks(self) -> bool {
        self.room != Room::Quote
    }

    pub(super) fn takes_media_groups(self) -> bool {
        self.room != Room::Item
    }

    /// Whether quotations and panels may stand here.
    pub(super) fn takes_boxes(self) -> bool {
        !matches!(self.room, Room::Item | Room::Quote | Room::Panel)
    }

    /// The name of a part that opens and closes here, and the room in it.
    pub(super) fn expand(self) -> Option<(&'static str, Room)> {
        match self.room {
            Room::Document | Room::Column | Room::SyncBlock => Some(("expand", Room::Expand)),
            Room::Expand | Room::Cell => Some(("nestedExpand", Room::NestedExpand)),
            _ => None,
        }
    }

    /// Whether a node of this kind may stand here, of those that are put back as they were.
    pub(super) fn takes(self, kind: &str) -> bool {
        match kind {
            "extension" => self.room != Room::SyncBlock,
            "blockCard" => !matches!(self.room, Room::Item | Room::Quote | Room::NestedExpand),
            "embedCard" => {
                let others = [Room::Item, Room::Quote, Room::NestedExpand, Room::Panel];
                !others.contains(&self.room)
            }
            "bodiedExtension" => matches!(self.room, Room::Document | Room::Column),
            "layoutSection" => matches!(self.room, Room::Document | Room::SyncBlock),
            "syncBlock" | "bodiedSyncBlock" => self.room == Room::Document,
            _ => false,
        }
    }

    /// Whether a node of this kind may have these marks here.
    pub(super) fn takes_marks(self, kind: &str, marks: &[Value]) -> bool {
        let document = self.room == Room::Document;
        let page = matches!(self.room, Room::Document | Room::Column);
        match kind {
            "paragraph" | "heading" if self.room == Room::SyncBlock => true,
            "paragraph" if page => {
                all_of(marks, &["fontSize", "alignment"])
                    || all_of(marks, &["fontSize", "indentation"])
            }
            "paragraph" if self.room == Room::Cell => all_of(marks, &["fontSize", "alignment"]),
            "paragraph" if self.room == Room::Quote => marks.is_empty(),
            "paragraph" => all_of(marks, &["fontSize"]),
            "heading" if page || self.room == Room::Cell => {
                all_of(marks, &["alignment"]) || all_of(marks, &["indentation"])
            }
            "codeBlock" | "expand" if document => all_of(marks, &["breakout"]),
            "heading" | "codeBlock" | "expand" => marks.is_empty(),
            _ => block_marks(kind, marks),
        }
    }
}

/// A node that was written, and where it goes.
#[derive(Debug)]
pub(super) enum Out {
    /// Into the container.
    Here(Value),
    /// Out of it: the container is parted to let it stand between.
    Above(Value),
}

impl Out {
    /// The nodes, none of which can go further up than here.
    pub(super) fn nodes(outs: Vec<Self>) -> Vec<Value> {
        outs.into_iter().map(|(Self::Here(node) | Self::Above(node))| node).collect()
    }

    /// Parts a container around what goes out of it. `wrap` makes the container of a run of
    /// nodes that stay.
    pub(super) fn part(
        outs: Vec<Self>,
        place: Place,
        mut wrap: impl FnMut(Vec<Value>) -> Value,
    ) -> Vec<Self> {
        let mut parted = Vec::new();
        let mut run = Vec::new();
        for out in outs {
            match out {
                Self::Here(node) => run.push(node),
                Self::Above(node) => {
                    if !run.is_empty() {
                        parted.push(Self::Here(wrap(std::mem::take(&mut run))));
                    }
                    parted.push(Self::lifted(node, place));
                }
            }
        }
        if !run.is_empty() || parted.is_empty() {
            parted.push(Self::Here(wrap(run)));
        }
        parted
    }

    /// A node that came out of a container standing at `place`.
    pub(super) fn lifted(node: Value, place: Place) -> Self {
        if place.takes_tables() { Self::Here(node) } else { Self::Above(node) }
    }
}
