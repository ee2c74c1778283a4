use std::collections::BTreeMap;

use migrayt_core::catalog::{FieldRole, Node, NodeKind};

use super::{Check, is_used, place};
use crate::compiled::names::same_name;
use crate::document::{FieldRule, NodeRule};
use crate::propose::{is_root, node_limit};

impl Check<'_> {
    pub(super) fn nodes(&mut self) {
        let document = self.document;
        let trees = [
            ("areas", &document.areas, FieldRule::Area, FieldRole::Components),
            ("iterations", &document.iterations, FieldRule::Iteration, FieldRole::Sprint),
        ];
        for (table, rules, rule, role) in trees {
            self.node_rules(table, rules, role);
            let ruled = document.fields.values().any(|one| *one == rule);
            if ruled && self.target.field_with(role).is_none() {
                self.warning(table, "the target has no field for them; they are kept as text", &[]);
            }
        }
    }

    fn node_rules(
        &mut self,
        table: &'static str,
        rules: &BTreeMap<String, NodeRule>,
        role: FieldRole,
    ) {
        let limit = node_limit(self.target, role);
        for (name, rule) in rules {
            let at = place(table, &[name]);
            let found = self.source.nodes.iter().any(|node| is_called(node, name));
            if !found {
                self.note(&at, "the source has no such node; the rule holds nothing", &[]);
            }
            if let NodeRule::To(to) = rule
                && limit.is_some_and(|limit| to.encode_utf16().count() > limit)
            {
                let facts = [("name", to.as_str())];
                self.error(&at, "the name is longer than the target takes", &facts);
            }
        }
        let kinds: [NodeKind; 2] = match role {
            FieldRole::Sprint => [NodeKind::Iteration, NodeKind::Sprint],
            _ => [NodeKind::Area, NodeKind::Component],
        };
        if self.target.field_with(role).is_none() {
            return;
        }
        let source = self.source;
        let nodes = source.nodes.iter().filter(|node| kinds.contains(&node.kind) && !is_root(node));
        for node in nodes.filter(|node| is_used(node.used)) {
            if !rules.keys().any(|name| is_called(node, name)) {
                let at = place(table, &[node.id.as_str()]);
                self.warning(&at, "it has no rule; the nearest above it holds, or none", &[]);
            }
        }
    }
}

fn is_called(node: &Node, name: &str) -> bool {
    same_name(node.id.as_str(), name) || same_name(&node.name, name)
}
