use migrayt_core::catalog::{
    Catalog, Field, FieldKind, FieldRole, KnownPerson, LinkType, Node, NodeKind, State,
    StateCategory, WorkType,
};
use migrayt_core::digest::DigestKey;
use migrayt_core::id::{EndpointId, FieldId, LinkTypeId, NodeId, PersonId, StateId, TypeId};

use super::{Depot, Flaw, LARGEST_FILE};

impl Depot {
    pub(super) fn scan(&self, key: &DigestKey) -> Catalog {
        let endpoint = if self.has(Flaw::CataloguesAnotherEndpoint) {
            EndpointId::new("depot:test/Other")
        } else {
            self.endpoint.clone()
        };
        let mut catalog = Catalog::new(endpoint);
        catalog.max_attachment = (!self.modest).then_some(LARGEST_FILE);
        catalog.fields = fields();
        let ids: Vec<_> = catalog.fields.iter().map(|field| field.id.clone()).collect();
        for (name, level) in [("Epic", 1), ("Story", 0), ("Part", -1)] {
            let mut work_type = WorkType::new(TypeId::new(name), name);
            work_type.level = Some(level);
            work_type.states = states();
            work_type.fields = ids.iter().filter(|id| id.as_str() != "made").cloned().collect();
            work_type.required = vec![FieldId::new("title"), FieldId::new("severity")];
            match self.flaw {
                Some(Flaw::RequiresWhatIsNotThere) if level == 1 => {
                    work_type.required.push(FieldId::new("missing"));
                }
                Some(Flaw::RequiresWhatCannotBeWritten) if level == 1 => {
                    work_type.required.push(FieldId::new("made"));
                    work_type.fields.push(FieldId::new("made"));
                }
                Some(Flaw::HasNoStates) if level == 1 => work_type.states.clear(),
                Some(Flaw::NamesAStateTwice) => work_type.states.extend(states()),
                _ => {}
            }
            catalog.types.push(work_type);
        }
        for (name, outward, inward) in
            [("Blocks", "blocks", "is blocked by"), ("Relates", "relates to", "relates to")]
        {
            catalog.link_types.push(LinkType {
                id: LinkTypeId::new(name),
                name: name.into(),
                outward: outward.into(),
                inward: inward.into(),
                used: None,
            });
        }
        let fixed = DigestKey::new([0; 32]);
        let digest_key = if self.has(Flaw::DigestsAddressesWithoutKey) { &fixed } else { key };
        for (id, email, active) in [("8", None, false), ("7", Some("jamal@fabrikam.example"), true)]
        {
            let mut person = KnownPerson::new(PersonId::new(id), email, active, digest_key);
            if self.has(Flaw::ShowsAddresses) {
                person.email_masked = email.map(str::to_owned);
            }
            catalog.people.push(person);
        }
        let mut state = self.state();
        if !self.has(Flaw::CataloguesNoNodes) {
            catalog.nodes = state
                .nodes
                .iter()
                .map(|(kind, name, id)| {
                    Node::new(NodeId::new(id.to_string()), name.as_str(), *kind)
                })
                .collect();
        }
        if !catalog.nodes.iter().any(|node| node.kind == NodeKind::Component) {
            catalog.nodes.push(Node::new(NodeId::new("web"), "Web", NodeKind::Component));
        }
        catalog.items = state.items.len() as u64;
        state.asked += 1;
        match self.flaw {
            Some(Flaw::ListsChildrenFirst) => catalog.types.reverse(),
            Some(Flaw::NamesAFieldTwice) => {
                catalog.fields.push(Field::new(FieldId::new("due"), "Due", FieldKind::Date));
            }
            Some(Flaw::CatalogChanges) => catalog.comments = Some(state.asked),
            _ => {}
        }
        catalog
    }
}

fn fields() -> Vec<Field> {
    use FieldKind::{
        Choice, Date, Decimal, Duration, Instant, Labels, Node, Opaque, Person, RichText, Text,
    };

    let field = |id: &str, kind| Field::new(FieldId::new(id), id, kind);
    let mut all: Vec<_> = [
        ("title", Text),
        ("words", RichText),
        ("points", Decimal),
        ("due", Date),
        ("seen", Instant),
        ("effort", Duration),
        ("who", Person),
        ("severity", Choice),
        ("colour", Choice),
        ("labels", Labels),
        ("component", Node),
        ("sprint", Node),
        ("made", Opaque),
    ]
    .into_iter()
    .map(|(id, kind)| field(id, kind))
    .collect();
    for field in &mut all {
        match field.id.as_str() {
            "title" => {
                field.role = Some(FieldRole::Summary);
                field.max_length = Some(60);
            }
            "words" => {
                field.role = Some(FieldRole::Description);
                field.max_length = Some(400);
            }
            "severity" => field.allowed = ["High", "Low"].map(str::to_owned).to_vec(),
            "colour" => field.allowed = ["Blue".to_owned()].to_vec(),
            "labels" => field.many = true,
            "component" => {
                field.many = true;
                field.role = Some(FieldRole::Components);
            }
            "sprint" => field.role = Some(FieldRole::Sprint),
            "made" => field.writable = false,
            _ => {}
        }
    }
    all
}

fn states() -> Vec<State> {
    let state = |id: &str, category| State { id: StateId::new(id), name: id.into(), category };
    vec![
        state("Open", StateCategory::ToDo),
        state("Busy", StateCategory::InProgress),
        state("Shut", StateCategory::Done),
    ]
}
