use serde_json::Value;

/// The sample, and what is known of each of its items by the item's place.
#[derive(Clone)]
pub(super) struct Pattern {
    items: Vec<Value>,
    // Whether the sample gives it a parent.
    placed: Vec<bool>,
    // The places of each level of the hierarchy.
    levels: [Vec<usize>; 4],
}

impl std::fmt::Debug for Pattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pattern").field("items", &self.items.len()).finish_non_exhaustive()
    }
}

impl Pattern {
    pub(super) fn new(items: Vec<Value>) -> Self {
        let placed = items.iter().map(has_parent).collect();
        let mut levels: [Vec<usize>; 4] = Default::default();
        for (place, item) in items.iter().enumerate() {
            let level = level(kind(item)).and_then(|level| levels.get_mut(level));
            if let Some(level) = level {
                level.push(place);
            }
        }
        Self { items, placed, levels }
    }

    /// How many items one copy has; at least one, so that it may divide.
    pub(super) fn len(&self) -> usize {
        self.items.len().max(1)
    }

    pub(super) fn item(&self, place: usize) -> Value {
        self.items.get(place).cloned().unwrap_or_default()
    }

    /// The place of the item with that id in the sample.
    pub(super) fn place(&self, id: u64) -> Option<usize> {
        self.items.iter().position(|item| item.get("id").and_then(Value::as_u64) == Some(id))
    }

    /// How deep the item at that place stands in the hierarchy, from the top.
    pub(super) fn level(&self, place: usize) -> Option<usize> {
        level(kind(self.items.get(place)?))
    }

    /// The places of the items that may become the parent of this one, if it has none.
    pub(super) fn parents(&self, place: usize) -> &[usize] {
        let free = self.placed.get(place).is_some_and(|placed| !placed);
        let above = self
            .items
            .get(place)
            .filter(|_| free)
            .and_then(|item| level(kind(item))?.checked_sub(1));
        above.and_then(|above| self.levels.get(above)).map_or(&[], Vec::as_slice)
    }
}

fn has_parent(item: &Value) -> bool {
    let relations = item.get("relations").and_then(Value::as_array).into_iter().flatten();
    let mut kinds = relations.filter_map(|relation| relation.get("rel")?.as_str());
    kinds.any(|kind| kind == "System.LinkTypes.Hierarchy-Reverse")
}

fn kind(item: &Value) -> &str {
    let kind = item.get("fields").and_then(|fields| fields.get("System.WorkItemType"));
    kind.and_then(Value::as_str).unwrap_or_default()
}

/// How deep in the hierarchy the type stands, from the top.
fn level(kind: &str) -> Option<usize> {
    match kind {
        "Epic" => Some(0),
        "Feature" => Some(1),
        "Product Backlog Item" | "User Story" | "Bug" => Some(2),
        "Task" => Some(3),
        _ => None,
    }
}
